package org.tweedie.api.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataDescription;

/**
 * What every {@link DenoiserNetwork} does. Extend it and supply the network and the data that it is
 * for; take both small, since some checks run the network several times a parameter. TensorFlow's
 * native library must be on the class path of the tests.
 *
 * <p>Parameters are moved at random before the checks, because many networks start by putting out
 * zero and then nearly everything holds.
 */
public abstract class NetworkContract {

  private static final int SEED = 20_261;

  private DataDescription data;
  private TestGraph graph;
  private Operand<TFloat32> z;
  private Operand<TFloat32> logSnr;
  private Operand<TInt32> label;
  private Operand<TFloat32> output;

  /** The network under test. */
  protected abstract DenoiserNetwork network();

  /** The data that {@link #network} is for; {@link #labelsMatter} wants at least two classes. */
  protected abstract DataDescription data();

  @BeforeEach
  void buildWithUnknownBatch() {
    data = data();
    graph = TestGraph.forInference(SEED);
    z = graph.floats(shape(-1));
    logSnr = graph.floats(-1);
    label = graph.integers(-1);
    output = network().output(graph, new NetworkInput(z, logSnr, label));
    graph.initialize();
  }

  @AfterEach
  void close() {
    graph.close();
  }

  @Test
  void putsOutTheShapeOfItsLatentsForEveryBatchSize() {
    assertThat(output.shape().numDimensions())
        .as("The output has the rank of the latents while the graph is built.")
        .isEqualTo(data.shape().dimensions().size() + 1);
    for (int batch : new int[] {1, 2, 5}) {
      feed(batch);
      float[] shape = graph.run(graph.tf().dtypes.cast(graph.tf().shape(output), TFloat32.class));
      assertThat(shape)
          .as("output(z) has the shape of z, for a batch of %d.", batch)
          .containsExactly(toFloats(shape(batch)));
    }
  }

  @Test
  void putsOutTwoTensorsOnTheLastAxisWhereAskedTo() {
    try (TestGraph twice = TestGraph.forInference(SEED)) {
      Operand<TFloat32> latents = twice.floats(shape(3));
      NetworkInput input = new NetworkInput(latents, twice.floats(3), twice.integers(3), 2);
      long[] expected = shape(3);
      expected[expected.length - 1] *= 2;
      assertThat(network().output(twice, input).shape().asArray())
          .as(
              "output(z) is twice as long on its last axis where NetworkInput.outputs() is 2: the"
                  + " second half is for the variance of the reverse steps.")
          .containsExactly(expected);
    }
  }

  @Test
  void acceptsABatchSizeThatIsKnown() {
    try (TestGraph fixed = TestGraph.forTraining(SEED)) {
      Operand<TFloat32> latents = fixed.floats(shape(3));
      NetworkInput input = new NetworkInput(latents, fixed.floats(3), fixed.integers(3));
      assertThat(network().output(fixed, input).shape().asArray())
          .as("output(z) has the shape of z while the graph is built, where z's is known.")
          .containsExactly(shape(3));
      assertThat(fixed.parameters())
          .as("A network has the same parameters in training and in inference.")
          .isEqualTo(graph.parameters());
    }
  }

  /** As an objective does that learns the variance of the reverse steps. */
  @Test
  void putsOutAsManyTensorsAsItIsAskedFor() {
    try (TestGraph twice = TestGraph.forInference(SEED)) {
      z = twice.floats(shape(-1));
      logSnr = twice.floats(-1);
      label = twice.integers(-1);
      Operand<TFloat32> both = network().output(twice, new NetworkInput(z, logSnr, label, 2));
      twice.initialize();
      moveParameters(twice);
      feed(twice, 3);
      long[] doubled = shape(3);
      doubled[doubled.length - 1] *= 2;
      assertThat(twice.run(twice.tf().dtypes.cast(twice.tf().shape(both), TFloat32.class)))
          .as("Asked for two outputs, a network doubles the last axis: NetworkInput.outputs.")
          .containsExactly(toFloats(doubled));
      int channels = (int) shape(1)[doubled.length - 1];
      float[] values = twice.run(both);
      float[][] each = new float[2][values.length / 2];
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).as("Each of two outputs is finite.").isFinite();
        int pixel = i / (2 * channels);
        int channel = i % (2 * channels);
        each[channel / channels][pixel * channels + channel % channels] = values[i];
      }
      assertThat(each[1])
          .as("The second of two outputs is not the first once more.")
          .isNotEqualTo(each[0]);
      for (float[] one : each) {
        assertThat(Arrays.copyOfRange(one, 0, one.length / 3))
            .as("Each of two outputs depends on what the network sees.")
            .isNotEqualTo(Arrays.copyOfRange(one, one.length / 3, 2 * one.length / 3));
      }
    }
  }

  @Test
  void staysFiniteForEveryLogSnr() {
    moveParameters();
    float[] extremes = {
      -1000, 1000, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -20, 20, 0, -13.3f
    };
    feed(extremes.length);
    graph.feed(logSnr, extremes, extremes.length);
    float[] values = graph.run(output);
    int size = data.shape().size();
    for (int i = 0; i < extremes.length; i++) {
      for (float value : Arrays.copyOfRange(values, i * size, (i + 1) * size)) {
        assertThat(value)
            .as("output(z, logSnr) is finite at a log SNR of %s: limit it.", extremes[i])
            .isFinite();
      }
    }
  }

  @Test
  void treatsExamplesIndependently() {
    moveParameters();
    feed(4);
    float[] together = graph.run(output);
    Random random = new Random(1);
    int size = data.shape().size();
    float[] latents = normal(random, 2 * size);
    System.arraycopy(latents(4), 2 * size, latents, size, size);
    graph.feed(z, latents, shape(2));
    graph.feed(logSnr, new float[] {5, logSnrs(4)[2]}, 2);
    graph.feed(label, 0, labels(4)[2]);
    float[] apart = graph.run(output);
    assertClose(
        Arrays.copyOfRange(apart, size, 2 * size),
        Arrays.copyOfRange(together, 2 * size, 3 * size),
        "output(z)_i depends on z_i, logSnr_i and label_i alone: the same example beside others"
            + " gives the same output.");
  }

  @Test
  void dependsOnTheNoiseLevel() {
    moveParameters();
    feed(2);
    float[] before = graph.run(output);
    graph.feed(logSnr, new float[] {-8, -8}, 2);
    assertThat(graph.run(output))
        .as("output(z, logSnr) differs between log SNRs: a denoiser must know the noise level.")
        .isNotEqualTo(before);
  }

  @Test
  void labelsMatter() {
    int classes = data.classes().size();
    Assumptions.assumeTrue(classes >= 2, "The data of this contract have no classes.");
    moveParameters();
    int size = data.shape().size();
    float[] latents = new float[(classes + 1) * size];
    int[] all = new int[classes + 1];
    for (int i = 0; i <= classes; i++) {
      System.arraycopy(latents(1), 0, latents, i * size, size);
      all[i] = i;
    }
    graph.feed(z, latents, shape(classes + 1));
    graph.feed(logSnr, new float[classes + 1], classes + 1);
    graph.feed(label, all);
    float[] values = graph.run(output);
    float[] ofNull = Arrays.copyOfRange(values, classes * size, (classes + 1) * size);
    for (float value : ofNull) {
      assertThat(value).as("output(z, null class) is finite.").isFinite();
    }
    for (int i = 0; i < classes; i++) {
      assertThat(Arrays.copyOfRange(values, i * size, (i + 1) * size))
          .as("output(z, label %d) differs from output(z, null class).", i)
          .isNotEqualTo(ofNull);
    }
  }

  @Test
  void hasGradientsThatAgreeWithFiniteDifferences() {
    moveParameters();
    int batch = Math.max(3, data.classes().size() + 1);
    feed(batch);
    new GradientCheck(graph, output, 3)
        .agrees(new GradientCheck.Input("the latents z", z, latents(batch), shape(batch)));
  }

  @Test
  void givesTheSameBitsTwice() {
    moveParameters();
    feed(3);
    assertThat(graph.run(output))
        .as(
            "In inference output(z) is a function of z: two runs agree bit for bit, so there is no"
                + " dropout and no other randomness.")
        .isEqualTo(graph.run(output));
  }

  /** Every parameter moves by a tenth of its size, or by 0.1 where it starts as zero. */
  private void moveParameters() {
    moveParameters(graph);
  }

  private static void moveParameters(TestGraph graph) {
    Random random = new Random(7);
    Map<String, float[]> values = graph.values();
    for (float[] value : values.values()) {
      double size = 0;
      for (float element : value) {
        size += (double) element * element / value.length;
      }
      double step = size > 0 ? 0.1 * Math.sqrt(size) : 0.1;
      for (int i = 0; i < value.length; i++) {
        value[i] += (float) (step * random.nextGaussian());
      }
    }
    graph.set(values);
  }

  private void feed(int batch) {
    feed(graph, batch);
  }

  private void feed(TestGraph graph, int batch) {
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
    for (int i = 0; i < batch; i++) {
      values[i] = i % (data.classes().size() + 1);
    }
    return values;
  }

  private long[] shape(long batch) {
    long[] shape = new long[data.shape().dimensions().size() + 1];
    shape[0] = batch;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = data.shape().dimensions().get(i - 1);
    }
    return shape;
  }

  private static float[] normal(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] toFloats(long[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  /**
   * Sums are taken in another order in another batch, so float32 results differ in the last digits.
   */
  private static void assertClose(float[] actual, float[] expected, String sentence) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as(sentence).isCloseTo(expected[i], Offset.offset(1e-5f * largest));
    }
  }
}
