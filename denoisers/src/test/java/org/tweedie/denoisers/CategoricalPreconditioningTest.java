package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.contract.PreconditioningContract;
import org.tweedie.laws.graph.TestGraph;

/** What the signal is taken for where a network tells each level's chance. */
class CategoricalPreconditioningTest {

  private static CategoricalPreconditioning of(int levels, int... shape) {
    DataShape data = new DataShape(Arrays.stream(shape).boxed().toList());
    return new CategoricalPreconditioning(DataDescription.of(data).withLevels(new Levels(levels)));
  }

  @Nested
  class Contract extends PreconditioningContract {
    @Override
    protected Preconditioning preconditioning() {
      return of(17, 3, 2, 3);
    }

    @Override
    protected DataShape shape() {
      return new DataShape(List.of(3, 2, 3));
    }
  }

  /** x^ of latents of one noise level, for chances that are the same in every dimension. */
  private static float[] signals(NoiseLevel level, double[] chances, float... z) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> latents = graph.floats(z.length, 1);
      Operand<TFloat32> alpha = graph.floats(1, 1);
      Operand<TFloat32> sigma = graph.floats(1, 1);
      Operand<TFloat32> raw = graph.floats(z.length, chances.length);
      graph.feed(latents, z, z.length, 1);
      graph.feed(alpha, new float[] {(float) level.alpha()}, 1, 1);
      graph.feed(sigma, new float[] {(float) level.sigma()}, 1, 1);
      float[] logs = new float[z.length * chances.length];
      for (int i = 0; i < logs.length; i++) {
        logs[i] = (float) Math.log(chances[i % chances.length]);
      }
      graph.feed(raw, logs, z.length, chances.length);
      return graph.run(
          of(chances.length, 1).signal(graph.tf(), latents, alpha, sigma, raw).orElseThrow());
    }
  }

  /** Bayes' rule in double precision. */
  private static double expected(NoiseLevel level, double[] chances, double z) {
    double[] logs = new double[chances.length];
    Levels levels = new Levels(chances.length);
    for (int v = 0; v < logs.length; v++) {
      double off = (z - level.alpha() * levels.value(v)) / level.sigma();
      logs[v] = Math.log(chances[v]) - off * off / 2;
    }
    double largest = Arrays.stream(logs).max().orElseThrow();
    double sum = 0;
    double mean = 0;
    for (int v = 0; v < logs.length; v++) {
      double weight = Math.exp(logs[v] - largest);
      sum += weight;
      mean += weight * levels.value(v);
    }
    return mean / sum;
  }

  /** Halfway between two levels the digits are those of squares as large as the SNR. */
  @ParameterizedTest
  @CsvSource({"-20", "-3", "0", "2", "5", "9", "13"})
  void theSignalIsBayesMean(double logSnr) {
    NoiseLevel level = NoiseLevel.variancePreserving(logSnr);
    double[] chances = {0.5, 0.1, 0.25, 0.05, 0.1};
    float[] z = {-1.4f, -0.61f, -0.2f, 0, 0.13f, 0.7f, 2};
    float[] found = signals(level, chances, z);
    for (int i = 0; i < z.length; i++) {
      assertThat((double) found[i])
          .as("x^ of %s at a log SNR of %s", z[i], logSnr)
          .isCloseTo(expected(level, chances, z[i]), within(2e-5 + 5e-10 * Math.exp(logSnr)));
    }
  }

  /** Where there is no noise the latent is the signal, and where there is nothing else the mean. */
  @Test
  void endsAreTheLatentAndTheMean() {
    double[] chances = {0.5, 0.25, 0.125, 0.125};
    Levels levels = new Levels(4);
    float[] clean = signals(NoiseLevel.of(1, 0), chances, levels.value(0), levels.value(3));
    assertThat(clean).containsExactly(levels.value(0), levels.value(3));
    double mean = 0;
    for (int v = 0; v < 4; v++) {
      mean += chances[v] * levels.value(v);
    }
    assertThat((double) signals(NoiseLevel.of(0, 1), chances, 0.7f)[0])
        .isCloseTo(mean, within(1e-6));
  }

  /**
   * Half the integral of the mean square error over the SNR is the entropy in nats (Guo, Shamai and
   * Verdu, arXiv cs/0412108, for a discrete signal): so much does the continuous bound cost by
   * constant outputs that are the logarithms of a histogram. By the trapezoidal rule in the log
   * SNR, and in the noise over eight deviations.
   */
  @Test
  void constantsCostTheEntropyOfTheHistogram() {
    double[] chances = {0.5, 0.25, 0.125, 0.125};
    double entropy = 1.75 * Math.log(2);
    Levels levels = new Levels(chances.length);
    int noises = 161;
    double cost = 0;
    for (double logSnr = -14; logSnr <= 9; logSnr += 0.25) {
      NoiseLevel level = NoiseLevel.variancePreserving(logSnr);
      float[] z = new float[noises * chances.length];
      for (int i = 0; i < z.length; i++) {
        z[i] =
            (float)
                (level.alpha() * levels.value(i % chances.length)
                    + level.sigma() * noise(i / chances.length));
      }
      float[] signals = signals(level, chances, z);
      double error = 0;
      for (int i = 0; i < z.length; i++) {
        double e = noise(i / chances.length);
        double weight = 0.1 * Math.exp(-e * e / 2) / Math.sqrt(2 * Math.PI);
        double off = levels.value(i % chances.length) - signals[i];
        error += chances[i % chances.length] * weight * off * off;
      }
      cost += 0.25 * Math.exp(logSnr) * error / 2;
    }
    assertThat(cost).isCloseTo(entropy, within(1e-3));
  }

  private static double noise(int index) {
    return -8 + 0.1 * index;
  }

  /** Channels of one place have chances of their own, side by side on the last axis. */
  @Test
  void eachChannelHasItsOwnChances() {
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> z = graph.floats(1, 1, 1, 2);
      Operand<TFloat32> number = graph.floats(1, 1, 1, 1);
      Operand<TFloat32> raw = graph.floats(1, 1, 1, 4);
      graph.feed(z, new float[] {0, 0}, 1, 1, 1, 2);
      graph.feed(number, new float[] {0.5f}, 1, 1, 1, 1);
      graph.feed(raw, new float[] {0, 1, 2, 0}, 1, 1, 1, 4);
      Operand<TFloat32> signal =
          of(2, 1, 1, 2).signal(graph.tf(), z, number, number, raw).orElseThrow();
      double first = Math.exp(1) / (1 + Math.exp(1)) - 0.5;
      double second = 1 / (1 + Math.exp(2)) - 0.5;
      assertThat(signal.shape()).isEqualTo(z.shape());
      assertThat(graph.run(signal))
          .containsExactly(new float[] {(float) first, (float) second}, within(1e-6f));
    }
  }

  @Test
  void dataOfAnyValueAreRefused() {
    DataDescription points = DataDescription.of(DataShape.point(2));
    assertThatThrownBy(() -> new CategoricalPreconditioning(points))
        .hasMessageContaining("categorical is for data of some levels");
  }
}
