package org.tweedie.schedules;

import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.interchange.ForeignDescribed;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The variance that a step adds grows linearly: Ho et al., "Denoising Diffusion Probabilistic
 * Models" (arXiv 2006.11239, section 4).
 *
 * <pre>
 * alpha(i/T)^2 = prod_{j=1..i} (1 - beta_j),  beta_j = first + (last - first)(j - 1)/(T - 1)
 * </pre>
 *
 * <p>These values are exact at the times i/T; between them a monotone cubic runs through their
 * logarithms. With {@code continuous}, the limit of infinitely many steps instead, the variance
 * preserving SDE of Song et al. (arXiv 2011.13456, equation 33):
 *
 * <pre>
 * log alpha(t)^2 = -(b_min t + (b_max - b_min) t^2/2),  b_min = T first, b_max = T last
 * </pre>
 *
 * <p>Variance preserving. There is no noise at time 0: the log SNR is plus infinity there.
 * Immutable; safe for many threads.
 */
@Description("variance of a step linear in time: DDPM, or its limit, the VP SDE (Ho et al. 2020)")
@Interchanged(DiffusersBetas.Linear.class)
public final class BetaLinearSchedule implements NoiseSchedule, ForeignDescribed {

  /**
   * The steps.
   *
   * @param betas their variances
   */
  public record Options(
      @Included(defaults = {"beta-first: 1e-4", "beta-last: 0.02"}) Betas betas) {}

  private final Betas betas;
  private final NoiseSchedule schedule;
  private final int timesteps;

  /** With the given steps. */
  @Inject
  public BetaLinearSchedule(Options options) {
    betas = options.betas();
    int steps = betas.timesteps();
    timesteps = betas.continuous() ? 0 : steps;
    schedule =
        new DecayingSignal(
            betas.continuous()
                ? new SignalDecay.LinearRate(steps * betas.betaFirst(), steps * betas.betaLast())
                : SignalDecay.ofSteps(Betas.spaced(betas.betaFirst(), betas.betaLast(), steps)));
  }

  @Override
  public int timesteps() {
    return timesteps;
  }

  @Override
  public double logSnr(double t) {
    return schedule.logSnr(t);
  }

  @Override
  public double logSnrSlope(double t) {
    return schedule.logSnrSlope(t);
  }

  @Override
  public double timeOf(double logSnr) {
    return schedule.timeOf(logSnr);
  }

  @Override
  public String foreignFormat() {
    return DiffusersBetas.FORMAT;
  }

  @Override
  public Map<String, @Nullable Object> foreignDescription() {
    return DiffusersBetas.described(DiffusersBetas.LINEAR, betas);
  }
}
