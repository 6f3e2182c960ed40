package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/** Which variance of the reverse steps an objective teaches. */
record VarianceCheck(Objective objective) {

  private static final double[] LOG_SNRS = {-4, -1, 0, 1, 4};

  /** Where the optimum is put, as a share of the way from the posterior's variance up. */
  private static final double BEST = 0.4;

  /**
   * With errors that are known, the divergence of the reverse step is least where its variance is
   * {@code 1 + (SNR(s) - SNR(t)) (x - x^)^2} times the posterior's: errors are chosen so that this
   * lies at a fraction of 0.4.
   */
  void isLeastForTheVarianceThatCoversTheError() {
    double[] times = Arrays.stream(LOG_SNRS).map(logSnr -> (6 - logSnr) / 12).toArray();
    double step = 12.0 / objective.timesteps().orElseThrow();
    float[] signals = new float[times.length];
    float[] noises = new float[times.length];
    Arrays.fill(signals, 0.3f);
    Arrays.fill(noises, -0.8f);
    try (TestGraph graph = TestGraph.forTraining(1)) {
      TestDenoising batch = new TestDenoising(graph, DataShape.point(1), objective.predicts());
      batch.feed(
          time -> 6 - 12 * time,
          times,
          objective.timesteps(),
          signals,
          noises,
          (level, signal, noise) -> errorOfTheBest(level, step));
      Operand<TFloat32> loss = objective.loss(batch);
      Operand<TFloat32> slope =
          graph
              .gradients(loss, graph.tf().onesLike(loss), List.of(batch.varianceFraction()))
              .get(0)
              .orElseThrow(
                  () -> new AssertionError("The loss depends on the variance's fraction."));
      float[] below = slopes(graph, batch, slope, BEST - 0.2);
      float[] best = slopes(graph, batch, slope, BEST);
      float[] above = slopes(graph, batch, slope, BEST + 0.2);
      for (int i = 0; i < times.length; i++) {
        String identity =
            "KL(q(z_s | z_t, x) || p(z_s | z_t)) is least for the variance sigma_ts^2"
                + " sigma_s^2/sigma_t^2 (1 + (SNR(s) - SNR(t)) (x - x^)^2) (Bao et al., arXiv"
                + " 2201.06503, theorem 1), with %s at log SNR %s: the loss's slope by the"
                    .formatted(objective.predicts(), LOG_SNRS[i])
                + " variance's fraction";
        assertThat(below[i]).as("%s below it", identity).isNegative();
        assertThat(above[i]).as("%s above it", identity).isPositive();
        assertThat(best[i])
            .as("%s there, beside %s and %s to its sides", identity, below[i], above[i])
            .isCloseTo(0, Offset.offset(0.005f * (above[i] - below[i])));
      }
    }
  }

  private float[] slopes(
      TestGraph graph, TestDenoising batch, Operand<TFloat32> slope, double fraction) {
    float[] fractions = new float[LOG_SNRS.length];
    Arrays.fill(fractions, (float) fraction);
    batch.feedVarianceFraction(fractions);
    return graph.run(slope);
  }

  private static double errorOfTheBest(NoiseLevel t, double step) {
    NoiseLevel s = NoiseLevel.variancePreserving(t.logSnr() + step);
    double excess = Math.expm1(2 * BEST * Math.log(t.sigma() / s.sigma()));
    return Math.sqrt(excess / (s.snr() - t.snr()));
  }
}
