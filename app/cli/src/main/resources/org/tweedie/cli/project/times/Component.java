package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Times of which some are the earlier of two, the others even:
 *
 * <pre>
 * p(t) = (1 - share) + share * 2 (1 - t)
 * </pre>
 *
 * <p>Each loss is divided by the density of its time, so that the mean over a batch stays that of
 * even times. Immutable; safe for many threads.
 */
@Description("times of which a share is the earlier of two, weighed so that the mean stays the same")
public final class __Component__ implements TimeDistribution {

  /**
   * What can be chosen.
   *
   * @param share how many are the earlier of two; below 1, so that no time is left out
   */
  public record Options(
      @Description("share of times that are the earlier of two")
          @Default("0.5")
          @DecimalMin("0")
          @DecimalMax("0.9")
          double share) {}

  private final double share;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    share = options.share();
  }

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    double[] times = new double[count];
    double[] densities = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      double time = random.nextDouble();
      double other = random.nextDouble();
      times[i] = random.nextDouble() < share ? Math.min(time, other) : time;
      densities[i] = 1 - share + share * 2 * (1 - times[i]);
      weights[i] = 1 / densities[i];
    }
    return TimeDraw.even(times).withDensities(densities).withWeights(weights);
  }

  @Override
  public boolean isUniform() {
    return share == 0;
  }
}
