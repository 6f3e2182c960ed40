package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Another schedule, moved so that nothing of the signal is left at time 1: Lin et al., "Common
 * Diffusion Noise Schedules and Sample Steps are Flawed" (arXiv 2305.08891, algorithm 1). With a
 * the other schedule's alpha,
 *
 * <pre>
 * alpha(t) = a(0) (a(t) - a(1)) / (a(0) - a(1)),  sigma^2 = 1 - alpha^2
 * </pre>
 *
 * <p>Algorithm 1 holds the first step of a chain fixed; here it is time 0. The log SNR is minus
 * infinity at time 1, where noise and score say nothing of the signal: a run that predicts them is
 * refused, as the paper's section 3.1 says.
 *
 * <p>Variance preserving. Immutable; safe for many threads.
 */
@Description("another schedule, moved to leave no signal at time 1 (Lin et al. 2023)")
public final class ZeroTerminalSchedule implements NoiseSchedule {

  /** A schedule of this module with its default options. */
  public enum Base {
    /** {@link LinearSchedule}. */
    LINEAR,
    /** {@link CosineSchedule}. */
    COSINE,
    /** {@link SigmoidSchedule}. */
    SIGMOID,
    /** {@link BetaLinearSchedule}. */
    BETA_LINEAR,
    /** {@link ScaledLinearSchedule}. */
    SCALED_LINEAR;

    NoiseSchedule schedule() {
      return switch (this) {
        case LINEAR -> new LinearSchedule(new LinearSchedule.Options(-13.3, 5));
        case COSINE -> new CosineSchedule(new CosineSchedule.Options(0.008, 13.3, -13.3));
        case SIGMOID -> new SigmoidSchedule(new SigmoidSchedule.Options(-3, 3, 1, 13.3, -13.3));
        case BETA_LINEAR ->
            new BetaLinearSchedule(
                new BetaLinearSchedule.Options(new Betas(1e-4, 0.02, 1000, false)));
        case SCALED_LINEAR ->
            new ScaledLinearSchedule(
                new ScaledLinearSchedule.Options(new Betas(0.00085, 0.012, 1000, false)));
      };
    }
  }

  /**
   * What is moved.
   *
   * @param base the other schedule
   */
  public record Options(
      @Description("the schedule that is moved, with its default options")
          @Default("scaled-linear")
          @NotNull
          Base base) {}

  /**
   * Differences of the log SNR from its last value are taken from its slope where they are smaller
   * than this: Simpson's rule is then good to 1e-14 of the difference, subtraction to 1e-11.
   */
  private static final double NEAR = 1e-3;

  private final NoiseSchedule base;
  private final double first;
  private final double restOfFirst;
  private final NoiseLevel last;
  private final double lastSlope;
  private final double gap;

  /** Of the given schedule. */
  @Inject
  public ZeroTerminalSchedule(Options options) {
    this(options.base().schedule());
  }

  /** Of any variance preserving schedule whose log SNR is finite at time 1. */
  ZeroTerminalSchedule(NoiseSchedule base) {
    this.base = base;
    first = base.at(0).alpha();
    restOfFirst = rest(base.at(0));
    last = base.at(1);
    lastSlope = base.logSnrSlope(1);
    gap = first - last.alpha();
  }

  @Override
  public int timesteps() {
    return base.timesteps();
  }

  @Override
  public double logSnr(double t) {
    return at(t).logSnr();
  }

  @Override
  public NoiseLevel at(double t) {
    double alpha = first / gap * aboveLast(t);
    double rest = (first * rest(base.at(t)) - last.alpha() * restOfFirst) / gap;
    double variance = rest * (1 + alpha);
    return NoiseLevel.of(
        alpha, Math.sqrt(variance), 2 * StrictMath.log(alpha) - StrictMath.log(variance));
  }

  @Override
  public NoiseRate rate(double t) {
    NoiseLevel level = at(t);
    if (level.sigma() == 0) {
      // There sigma begins as the root of the time, which has no slope.
      return NoiseSchedule.super.rate(t);
    }
    double alphaSlope = alphaSlope(t);
    return new NoiseRate(alphaSlope, -level.alpha() / level.sigma() * alphaSlope);
  }

  @Override
  public double logSnrSlope(double t) {
    NoiseLevel level = at(t);
    return level.alpha() == 0 || level.sigma() == 0
        ? Double.NEGATIVE_INFINITY
        : 2 * alphaSlope(t) / (level.alpha() * level.sigma() * level.sigma());
  }

  private double alphaSlope(double t) {
    NoiseLevel other = base.at(t);
    return first / gap * other.alpha() * other.sigma() * other.sigma() / 2 * base.logSnrSlope(t);
  }

  @Override
  public double timeOf(double logSnr) {
    NoiseLevel level = NoiseLevel.variancePreserving(logSnr);
    double alpha = level.alpha() * gap / first + last.alpha();
    double rest = (rest(level) * gap + last.alpha() * restOfFirst) / first;
    return base.timeOf(2 * StrictMath.log(alpha) - StrictMath.log(rest) - StrictMath.log1p(alpha));
  }

  /** {@code 1 - alpha}, without cancellation. */
  private static double rest(NoiseLevel level) {
    return level.sigma() * level.sigma() / (1 + level.alpha());
  }

  /**
   * {@code a(t) - a(1)}, near time 1 by {@code log(a(t)^2 / a(1)^2) = d - log(1 + a(1)^2 (exp(d) -
   * 1))}, where d is how far the log SNR is above its last value.
   */
  private double aboveLast(double t) {
    double d =
        (1 - t) * -lastSlope < NEAR
            ? -(1 - t) / 6 * (base.logSnrSlope(t) + 4 * base.logSnrSlope((1 + t) / 2) + lastSlope)
            : base.logSnr(t) - last.logSnr();
    if (d > 1) {
      return base.at(t).alpha() - last.alpha();
    }
    double share = last.alpha() * last.alpha();
    return last.alpha() * StrictMath.expm1((d - StrictMath.log1p(share * StrictMath.expm1(d))) / 2);
  }
}
