package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.HostFunction;
import org.tweedie.api.network.HostNetwork;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every {@link DenoiserNetwork} keeps, so that its output can be the conditional mean that a
 * denoiser is (Luo, "Understanding Diffusion Models: A Unified Perspective", arXiv 2208.11970,
 * equations 99 and 130): a function of one latent, its noise level and its label.
 *
 * <p>The network is added to a graph of its own when this is made; closing frees it. Parameters are
 * moved at random, because many networks start by putting out zero and then nearly everything
 * holds. Used by one thread.
 */
public final class NetworkIdentities implements AutoCloseable {

  private static final int SEED = 20_261;
  private static final String SPI = "DenoiserNetwork";
  private static final String HOST = "HostNetwork";
  private static final String MEAN = "Luo, equations 99, 130";

  private final DenoiserNetwork network;
  private final DataDescription data;
  private final TestGraph graph;
  private final Operand<TFloat32> z;
  private final Operand<TFloat32> logSnr;
  private final Operand<TInt32> label;
  private final Operand<TFloat32> output;

  /**
   * Builds the network.
   *
   * @param network the network to be checked; its identities take time as it does
   * @param data the data that it is for
   */
  public NetworkIdentities(DenoiserNetwork network, DataDescription data) {
    this.network = network;
    this.data = data;
    graph = TestGraph.forInference(SEED);
    z = graph.floats(shape(-1));
    logSnr = graph.floats(-1);
    label = graph.integers(-1);
    try {
      output = network.output(graph, NetworkInput.of(z, logSnr, label));
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
    return List.of(
        shapeIsThatOfLatents(),
        outputsAreAsManyAsAskedFor(),
        parametersAreTheSameInTraining(),
        outputIsFinite(),
        examplesAreIndependent(),
        noiseLevelMatters(),
        labelsMatter(),
        bitsRepeat(),
        hostAgrees(),
        hostIsIndependent());
  }

  /** For every batch size. */
  public Finding shapeIsThatOfLatents() {
    return Check.of("output(z) has the shape of z for every batch size", SPI, "")
        .over(
            check -> {
              int rank = output.shape().numDimensions();
              int expected = data.shape().dimensions().size() + 1;
              check.that(rank == expected, "rank " + expected, rank, "while the graph is built");
              Operand<TFloat32> sizes =
                  graph.tf().dtypes.cast(graph.tf().shape(output), TFloat32.class);
              for (int batch : new int[] {1, 2, 5}) {
                feed(batch);
                long[] found = new long[rank];
                float[] values = graph.run(sizes);
                Arrays.setAll(found, i -> (long) values[i]);
                same(check, shape(batch), found, "for a batch of %s", batch);
              }
            });
  }

  /** A second one is for the variance of the reverse steps. */
  public Finding outputsAreAsManyAsAskedFor() {
    return Check.of("asked for two outputs, a network doubles the last axis", "NetworkInput", "")
        .over(
            check -> {
              try (TestGraph twice = TestGraph.forInference(SEED)) {
                NetworkInput input =
                    NetworkInput.of(twice.floats(shape(3)), twice.floats(3), twice.integers(3))
                        .withOutputs(2);
                long[] expected = shape(3);
                expected[expected.length - 1] *= 2;
                long[] found = network.output(twice, input).shape().asArray();
                same(check, expected, found, "for a batch of 3");
              }
            });
  }

  /** With a batch size that is known, and in training. */
  public Finding parametersAreTheSameInTraining() {
    return Check.of("a network has the same parameters and shape in training", SPI, "")
        .over(
            check -> {
              try (TestGraph training = TestGraph.forTraining(SEED)) {
                NetworkInput input =
                    NetworkInput.of(
                        training.floats(shape(3)), training.floats(3), training.integers(3));
                long[] found = network.output(training, input).shape().asArray();
                same(check, shape(3), found, "where the batch size is known");
                check.that(
                    training.parameters().equals(graph.parameters()),
                    graph.parameters() + "",
                    training.parameters(),
                    "for the parameters in training");
              }
            });
  }

  private static void same(Check check, long[] expected, long[] found, String at, Object... in) {
    boolean equal = Arrays.equals(expected, found);
    check.that(equal, Arrays.toString(expected), Arrays.toString(found), at, in);
  }

  /** Log SNRs may be infinite. */
  public Finding outputIsFinite() {
    return Check.of("output(z, logSnr) is finite for every log SNR", "NetworkInput", "")
        .advising("Limit the log SNR.")
        .over(
            check -> {
              float[] extremes = {
                -1000, 1000, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -20, 20, 0, -13.3f
              };
              feed(extremes.length);
              graph.feed(logSnr, extremes, extremes.length);
              float[] values = graph.run(output);
              for (int i = 0; i < extremes.length; i++) {
                for (float value : example(values, i)) {
                  check.that(
                      Float.isFinite(value), "a number", value, "at log SNR %s", extremes[i]);
                }
              }
            });
  }

  /** The same example beside others. */
  public Finding examplesAreIndependent() {
    return Check.of(
            "output(z)_i depends on z_i, logSnr_i and label_i alone",
            MEAN,
            "1e-5 of the largest output")
        .over(
            check -> {
              int size = data.shape().size();
              feed(4);
              float[] together = example(graph.run(output), 2);
              float[] latents = normal(new Random(1), 2 * size);
              System.arraycopy(latents(4), 2 * size, latents, size, size);
              graph.feed(z, latents, shape(2));
              graph.feed(logSnr, new float[] {5, logSnrs(4)[2]}, 2);
              graph.feed(label, 0, labels(4)[2]);
              // Sums are taken in another order in another batch: float32 rounds them otherwise.
              float[] apart = example(graph.run(output), 1);
              check.near(together, apart, 1e-5 * largest(together), "for an example beside others");
            });
  }

  /** A denoiser must know how much noise there is. */
  public Finding noiseLevelMatters() {
    return Check.of("output(z, logSnr) differs between log SNRs", MEAN, "")
        .over(
            check -> {
              feed(1);
              float[] before = graph.run(output);
              graph.feed(logSnr, new float[] {-8}, 1);
              differ(check, before, graph.run(output), "between log SNRs of 6 and -8");
            });
  }

  /** Each class has its prediction, and so has the null class. */
  public Finding labelsMatter() {
    Check labels =
        Check.of("output(z, label) differs from output(z, null class)", "Luo, equation 170", "");
    int classes = data.classes().size();
    if (classes < 2) {
      return labels.doesNotApply("the data have no classes");
    }
    if (!network.takes().contains(ConditionPart.CLASS)) {
      return labels.doesNotApply("the network is told no classes");
    }
    return labels.over(
        check -> {
          int[] all = new int[classes + 1];
          float[] latents = new float[all.length * data.shape().size()];
          for (int i = 0; i <= classes; i++) {
            System.arraycopy(latents(1), 0, latents, i * data.shape().size(), data.shape().size());
            all[i] = i;
          }
          graph.feed(z, latents, shape(all.length));
          graph.feed(logSnr, new float[all.length], all.length);
          graph.feed(label, all);
          float[] values = graph.run(output);
          float[] ofNull = example(values, classes);
          for (int i = 0; i < classes; i++) {
            differ(check, ofNull, example(values, i), "for label %s", i);
          }
          for (float value : ofNull) {
            check.that(Float.isFinite(value), "a number", value, "for the null class");
          }
        });
  }

  private static void differ(Check check, float[] one, float[] other, String at, Object... in) {
    boolean different = !Arrays.equals(one, other);
    check.that(different, "another output", different ? "another output" : "the same", at, in);
  }

  /** No dropout in inference, and no other randomness. */
  public Finding bitsRepeat() {
    return Check.of("in inference output(z) is a function: two runs agree bit for bit", SPI, "")
        .over(
            check -> {
              feed(3);
              float[] once = graph.run(output);
              boolean same = Arrays.equals(once, graph.run(output));
              check.that(same, "the same bits", same ? "the same bits" : "others", "in two runs");
            });
  }

  /** A network that is evaluated on the host is one network with that of its graph. */
  public Finding hostAgrees() {
    Check same =
        Check.of(
            "onHost(weights) puts out what the graph does", HOST, "1e-3 of the largest output");
    return onHost(
        same,
        (check, host) -> {
          feed(4);
          float[] expected = graph.run(output);
          float[] found = host.output(latents(4), logSnrs(4), labels(4));
          check.near(expected, found, 1e-3 * largest(expected), "for a batch of 4");
          float[] extremes = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -1000, 1000};
          for (float value : host.output(latents(4), extremes, labels(4))) {
            check.that(Float.isFinite(value), "a number", value, "at extreme log SNRs");
          }
          int twice = network(2).output(latents(4), logSnrs(4), labels(4)).length;
          check.that(twice == 2 * found.length, 2 * found.length + "", twice, "of two outputs");
        });
  }

  /** Bit for bit, and in several threads: what compressed files hang on. */
  public Finding hostIsIndependent() {
    Check same =
        Check.of("onHost(weights) gives an example the same bits beside any others", HOST, "");
    return onHost(
        same,
        (check, host) -> {
          int size = data.shape().size();
          float[] together = host.output(latents(4), logSnrs(4), labels(4));
          List<float[]> apart =
              IntStream.range(0, 4)
                  .parallel()
                  .mapToObj(
                      i ->
                          host.output(
                              example(latents(4), i),
                              new float[] {logSnrs(4)[i]},
                              new int[] {labels(4)[i]}))
                  .toList();
          for (int i = 0; i < 4; i++) {
            boolean equal =
                Arrays.equals(Arrays.copyOfRange(together, i * size, (i + 1) * size), apart.get(i));
            check.that(
                equal, "the same bits", equal ? "the same bits" : "others", "for example %s", i);
          }
        });
  }

  private Finding onHost(Check check, BiConsumer<Check, HostFunction> comparisons) {
    return network instanceof HostNetwork
        ? check.over(of -> comparisons.accept(of, network(1)))
        : check.doesNotApply("the network is evaluated in a graph alone");
  }

  private HostFunction network(int outputs) {
    Map<String, float[]> weights = new HashMap<>(graph.values());
    if (outputs > 1) {
      try (TestGraph wider = TestGraph.forInference(SEED)) {
        network.output(
            wider,
            NetworkInput.of(wider.floats(shape(-1)), wider.floats(-1), wider.integers(-1))
                .withOutputs(outputs));
        wider.initialize();
        weights.putAll(wider.values());
      }
    }
    return ((HostNetwork) network).onHost(weights, outputs);
  }

  private void feed(int batch) {
    graph.feed(z, latents(batch), shape(batch));
    graph.feed(logSnr, logSnrs(batch), batch);
    graph.feed(label, labels(batch));
  }

  private float[] latents(int batch) {
    return normal(new Random(11), batch * data.shape().size());
  }

  private static float[] logSnrs(int batch) {
    float[] values = new float[batch];
    for (int i = 0; i < batch; i++) {
      values[i] = 6 - 3.7f * i;
    }
    return values;
  }

  /** All classes in turn, the null class among them. */
  private int[] labels(int batch) {
    int[] values = new int[batch];
    Arrays.setAll(values, i -> i % (data.classes().size() + 1));
    return values;
  }

  private long[] shape(long batch) {
    return LongStream.concat(
            LongStream.of(batch), data.shape().dimensions().stream().mapToLong(Integer::longValue))
        .toArray();
  }

  private float[] example(float[] values, int index) {
    int size = data.shape().size();
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
