package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * An objective's losses for networks that predict a multiple of the latent, {@code x^ = (1 + d) E[x
 * | z]}, of Gaussian data. {@code E[x | z] = c^2 alpha z / (c^2 alpha^2 + sigma^2)}, so the network
 * is exact at d = 0, and every mean loss is a parabola of d.
 */
record LinearDenoiser(Objective objective) {

  private static final double C = 0.5;
  private static final DataShape SHAPE = DataShape.point(2);
  private static final double[] LOG_SNRS = {-2, -0.5, 0.5, 2, 4};
  private static final int EXAMPLES = 3000;

  /**
   * The slope and curvature of the mean loss by d, at d = 0, for each log SNR: from the same draws
   * at d = -1/2, 0 and 1/2, which is exact for parabolas.
   *
   * @param slopes of each example
   * @param curvatures of each example
   */
  record Slope(double[] slopes, double[] curvatures) {

    int levels() {
      return LOG_SNRS.length;
    }

    double logSnr(int level) {
      return LOG_SNRS[level];
    }

    double mean(int level) {
      return mean(slopes, level);
    }

    double curvature(int level) {
      return mean(curvatures, level);
    }

    double standardError(int level) {
      double mean = mean(level);
      double squares = 0;
      for (int i = level * EXAMPLES; i < (level + 1) * EXAMPLES; i++) {
        squares += (slopes[i] - mean) * (slopes[i] - mean);
      }
      return Math.sqrt(squares) / EXAMPLES;
    }

    private static double mean(double[] values, int level) {
      return Arrays.stream(values, level * EXAMPLES, (level + 1) * EXAMPLES)
          .average()
          .orElseThrow();
    }
  }

  /** The losses of 30 examples with d = -0.3. */
  float[] losses() {
    return losses(6, new double[] {-0.3}).get(0);
  }

  Slope slopeAtTheExactDenoiser() {
    List<float[]> losses = losses(EXAMPLES, new double[] {-0.5, 0, 0.5});
    double[] slopes = new double[losses.get(0).length];
    double[] curvatures = new double[slopes.length];
    for (int i = 0; i < slopes.length; i++) {
      double below = losses.get(0)[i];
      double above = losses.get(2)[i];
      slopes[i] = above - below;
      curvatures[i] = 4 * (above + below - 2 * losses.get(1)[i]);
    }
    return new Slope(slopes, curvatures);
  }

  private List<float[]> losses(int count, double[] deviations) {
    double[] times = new double[count * LOG_SNRS.length];
    Arrays.setAll(times, i -> (6 - LOG_SNRS[i / count]) / 12);
    Random random = new Random(17);
    float[] signals = new float[times.length * SHAPE.size()];
    float[] noises = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (C * random.nextGaussian());
      noises[i] = (float) random.nextGaussian();
    }
    try (TestGraph graph = TestGraph.forTraining(1)) {
      List<Operand<TFloat32>> losses =
          Arrays.stream(deviations)
              .mapToObj(
                  deviation -> {
                    TestDenoising batch =
                        TestDenoising.linear(
                            graph,
                            SHAPE,
                            objective.predicts(),
                            level -> (1 + deviation) * exact(level));
                    batch.feed(
                        time -> 6 - 12 * time,
                        times,
                        objective,
                        signals,
                        noises,
                        (level, signal, noise) -> 0);
                    return objective.loss(batch);
                  })
              .toList();
      return graph.run(losses);
    }
  }

  private static double exact(NoiseLevel level) {
    double power = C * C * level.alpha() * level.alpha() + level.sigma() * level.sigma();
    return C * C * level.alpha() / power;
  }
}
