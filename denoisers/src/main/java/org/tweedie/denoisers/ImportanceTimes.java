package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Times in proportion to the size that their losses had of late, the loss divided by that
 * probability: Nichol and Dhariwal, "Improved Denoising Diffusion Probabilistic Models" (arXiv
 * 2102.09672, section 3.3),
 *
 * <pre>
 * p(t) proportional to sqrt(E[L(t)^2]),   loss = L(t) / p(t)
 * </pre>
 *
 * <p>It has the expectation that even times have, and of all distributions the least variance. Time
 * is cut into strips of equal length with one probability each. Until every strip has seen enough
 * losses, and always with a small probability, times are even. Immutable.
 */
@Description("more of the times whose losses are large, weighed so that the mean stays the same")
public final class ImportanceTimes implements TimeDistribution {

  /** Into how many pieces, and how sure. */
  public record Options(
      @Description("strips of equal length that time is cut into")
          @Default("50")
          @Min(2)
          @Max(100_000)
          int strips,
      @Description("losses that each strip must have seen before times are chosen")
          @Default("10")
          @PositiveOrZero
          int warmup,
      @Description("share of even times, which keeps every time possible")
          @Default("0.001")
          @DecimalMin("1e-6")
          @DecimalMax("1")
          double even) {}

  private final Options options;

  /** With its options. */
  @Inject
  public ImportanceTimes(Options options) {
    this.options = options;
  }

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    double[] share = shares(history);
    double[] times = new double[count];
    double[] densities = new double[count];
    double[] positions = EvenSpread.numbers(count, random);
    for (int i = 0; i < count; i++) {
      int strip = 0;
      double before = 0;
      while (strip < share.length - 1 && before + share[strip] <= positions[i]) {
        before += share[strip++];
      }
      double within = Math.min(1, (positions[i] - before) / share[strip]);
      times[i] = Math.min(Math.nextDown(1.0), (strip + within) / share.length);
      densities[i] = share[strip] * share.length;
    }
    return TimeDraw.even(times)
        .withDensities(densities)
        .withWeights(Arrays.stream(densities).map(density -> 1 / density).toArray());
  }

  /** The probability of each strip; they add up to 1. */
  private double[] shares(LossHistory history) {
    int[] seen = new int[options.strips()];
    double[] squares = new double[options.strips()];
    for (int i = 0; i < history.size(); i++) {
      int strip = Math.min(options.strips() - 1, (int) (history.time(i) * options.strips()));
      seen[strip]++;
      squares[strip] += history.loss(i) * history.loss(i);
    }
    double[] sizes = new double[options.strips()];
    double sum = 0;
    boolean known = true;
    for (int i = 0; i < sizes.length; i++) {
      known &= seen[i] >= Math.max(1, options.warmup());
      sizes[i] = Math.sqrt(squares[i] / Math.max(1, seen[i]));
      sum += sizes[i];
    }
    for (int i = 0; i < sizes.length; i++) {
      double chosen = known && sum > 0 ? sizes[i] / sum : 1.0 / sizes.length;
      sizes[i] = options.even() / sizes.length + (1 - options.even()) * chosen;
    }
    return sizes;
  }

  @Override
  public boolean usesHistory() {
    return true;
  }

  @Override
  public boolean isUniform() {
    return false;
  }
}
