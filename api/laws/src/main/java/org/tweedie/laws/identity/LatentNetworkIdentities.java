package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.LatentInput;
import org.tweedie.api.network.LatentNetwork;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every {@link LatentNetwork} keeps, so that its output can be the mean and the deviation of a
 * step of a chain: a function of one example, of the shape that was asked for (Luo, "Understanding
 * Diffusion Models: A Unified Perspective", arXiv 2208.11970, equations 20 and 23).
 *
 * <p>The network is added to a graph of its own when this is made; closing frees it. Used by one
 * thread.
 */
public final class LatentNetworkIdentities implements AutoCloseable {

  private static final int SEED = 20_262;
  private static final int OUTPUTS = 2;
  private static final String SPI = "LatentNetwork";

  private final LatentNetwork network;
  private final DataShape from;
  private final DataShape to;
  private final TestGraph graph;
  private final Operand<TFloat32> x;
  private final Operand<TFloat32> output;

  /**
   * Builds the network.
   *
   * @param network the network to be checked
   * @param from the shape of what it sees
   * @param to the shape of what is asked for
   */
  public LatentNetworkIdentities(LatentNetwork network, DataShape from, DataShape to) {
    this.network = network;
    this.from = from;
    this.to = to;
    graph = TestGraph.forInference(SEED);
    x = graph.floats(sizes(-1, from, 1));
    try {
      output = network.output(graph, new LatentInput(x, from, to, OUTPUTS));
      graph.initialize();
      graph.moveParameters(7);
    } catch (RuntimeException refused) {
      graph.close();
      throw refused;
    }
  }

  @Override
  public void close() {
    graph.close();
  }

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(shapeIsAsAskedFor(), examplesAreIndependent(), inputMatters(), bitsRepeat());
  }

  /** For every batch size, and for one that is known. */
  public Finding shapeIsAsAskedFor() {
    return Check.of("asked for two outputs, a network doubles the last axis", "LatentInput", "")
        .over(
            check -> {
              Operand<TFloat32> shape =
                  graph.tf().dtypes.cast(graph.tf().shape(output), TFloat32.class);
              for (int batch : new int[] {1, 2, 5}) {
                feed(batch);
                float[] values = graph.run(shape);
                long[] found = new long[values.length];
                Arrays.setAll(found, i -> (long) values[i]);
                same(check, sizes(batch, to, OUTPUTS), found, batch);
              }
              try (TestGraph training = TestGraph.forTraining(SEED)) {
                Operand<TFloat32> known = training.floats(sizes(3, from, 1));
                long[] found =
                    network
                        .output(training, new LatentInput(known, from, to, OUTPUTS))
                        .shape()
                        .asArray();
                same(check, sizes(3, to, OUTPUTS), found, 3);
                check.that(
                    training.parameters().equals(graph.parameters()),
                    graph.parameters() + "",
                    training.parameters(),
                    "for the parameters in training");
              }
            });
  }

  private static void same(Check check, long[] expected, long[] found, int batch) {
    check.that(
        Arrays.equals(expected, found),
        Arrays.toString(expected),
        Arrays.toString(found),
        "for a batch of %s",
        batch);
  }

  /** The same example beside others. */
  public Finding examplesAreIndependent() {
    return Check.of("output(x)_i depends on x_i alone", "Luo, equation 20", "1e-5 of the largest")
        .over(
            check -> {
              feed(4);
              float[] together = example(graph.run(output), 2);
              float[] alone = Arrays.copyOfRange(values(4), 2 * from.size(), 3 * from.size());
              graph.feed(x, alone, sizes(1, from, 1));
              float largest = 0;
              for (float value : together) {
                largest = Math.max(largest, Math.abs(value));
              }
              check.near(together, graph.run(output), 1e-5 * largest, "for an example by itself");
            });
  }

  /** An encoder or decoder that sees nothing makes a latent useless. */
  public Finding inputMatters() {
    return Check.of("output(x) differs between different x", SPI, "")
        .over(
            check -> {
              feed(2);
              float[] both = graph.run(output);
              boolean differ = !Arrays.equals(example(both, 0), example(both, 1));
              check.that(differ, "another output", differ ? "another" : "the same", "for two x");
            });
  }

  /** No dropout in inference, and no other randomness. */
  public Finding bitsRepeat() {
    return Check.of("in inference output(x) is a function: two runs agree bit for bit", SPI, "")
        .over(
            check -> {
              feed(3);
              boolean same = Arrays.equals(graph.run(output), graph.run(output));
              check.that(same, "the same bits", same ? "the same bits" : "others", "in two runs");
            });
  }

  private float[] example(float[] all, int index) {
    int size = to.size() * OUTPUTS;
    return Arrays.copyOfRange(all, index * size, (index + 1) * size);
  }

  private void feed(int batch) {
    graph.feed(x, values(batch), sizes(batch, from, 1));
  }

  private float[] values(int batch) {
    Random random = new Random(3);
    float[] values = new float[batch * from.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static long[] sizes(long batch, DataShape shape, int tensors) {
    long[] sizes =
        LongStream.concat(
                LongStream.of(batch), shape.dimensions().stream().mapToLong(Integer::longValue))
            .toArray();
    sizes[sizes.length - 1] *= tensors;
    return sizes;
  }
}
