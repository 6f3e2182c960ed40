package org.tweedie.schedules;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.interchange.ForeignDescribed;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The standard deviation that a step adds grows linearly: the schedule of latent diffusion and
 * Stable Diffusion (Rombach et al., arXiv 2112.10752; there only in the released code).
 *
 * <pre>
 * alpha(i/T)^2 = prod_{j=1..i} (1 - beta_j)
 * sqrt(beta_j) = sqrt(first) + (sqrt(last) - sqrt(first))(j - 1)/(T - 1)
 * </pre>
 *
 * <p>These values are exact at the times i/T; between them a monotone cubic runs through their
 * logarithms. With {@code continuous}, the limit of infinitely many steps instead: {@code log
 * alpha(t)^2 = -T integral of (sqrt(first) + u (sqrt(last) - sqrt(first)))^2 du from 0 to t}.
 *
 * <p>Variance preserving. There is no noise at time 0: the log SNR is plus infinity there.
 * Immutable; safe for many threads.
 */
@Description("standard deviation of a step linear in time: Stable Diffusion (Rombach et al. 2022)")
@Interchanged(DiffusersBetas.ScaledLinear.class)
public final class ScaledLinearSchedule implements NoiseSchedule, ForeignDescribed {

  /**
   * The steps.
   *
   * @param betas their variances
   */
  public record Options(
      @Included(defaults = {"beta-first: 0.00085", "beta-last: 0.012"}) Betas betas) {}

  private final Betas betas;
  private final NoiseSchedule schedule;
  private final int timesteps;

  /** With the given steps. */
  @Inject
  public ScaledLinearSchedule(Options options) {
    betas = options.betas();
    double first = Math.sqrt(betas.betaFirst());
    double last = Math.sqrt(betas.betaLast());
    int steps = betas.timesteps();
    timesteps = betas.continuous() ? 0 : steps;
    schedule =
        new DecayingSignal(
            betas.continuous()
                ? new SignalDecay.SquaredRate(Math.sqrt(steps) * first, Math.sqrt(steps) * last)
                : SignalDecay.ofSteps(
                    Arrays.stream(Betas.spaced(first, last, steps)).map(r -> r * r).toArray()));
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
    return DiffusersBetas.described(DiffusersBetas.SCALED_LINEAR, betas);
  }
}
