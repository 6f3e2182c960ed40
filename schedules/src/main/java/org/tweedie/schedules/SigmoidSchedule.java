package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The squared signal falls as a piece of a sigmoid: Jabri et al., "Scalable Adaptive Computation
 * for Iterative Generation" (arXiv 2212.11972, section 2), written out by Chen, "On the Importance
 * of Noise Scheduling for Diffusion Models" (arXiv 2301.10972, algorithm 1).
 *
 * <pre>
 * alpha(u)^2 = (S(end) - S(start + u (end - start))) / (S(end) - S(start)),
 *       S(x) = 1 / (1 + exp(-x/tau))
 * </pre>
 *
 * <p>As published, the log SNR is infinite at both ends. Here time is stretched: u runs linearly
 * from where the log SNR is {@code log-snr-max} to where it is {@code log-snr-min}.
 *
 * <p>Differences of sigmoids are products of hyperbolic functions, so with {@code h = (end -
 * start)/(2 tau)} nothing cancels in
 *
 * <pre>
 * SNR = sinh(h (1 - u)) cosh(start/(2 tau)) / (sinh(h u) cosh(end/(2 tau)))
 * </pre>
 *
 * <p>Variance preserving. Immutable; safe for many threads.
 */
@Description("squared signal a piece of a sigmoid, ends made finite (Jabri et al. 2022)")
public final class SigmoidSchedule implements NoiseSchedule {

  /**
   * The piece and the ends.
   *
   * @param start where the piece of the sigmoid begins
   * @param end where it ends
   * @param tau the sigmoid's width
   * @param logSnrMax the log SNR at time 0
   * @param logSnrMin the log SNR at time 1
   */
  public record Options(
      @Description("where the piece of the sigmoid begins")
          @Default("-3")
          @DecimalMin("-20")
          @DecimalMax("20")
          double start,
      @Description("where the piece of the sigmoid ends; above start")
          @Default("3")
          @DecimalMin("-20")
          @DecimalMax("20")
          double end,
      @Description("width of the sigmoid: the smaller, the faster noise comes in between")
          @Default("1")
          @DecimalMin("0.1")
          @DecimalMax("100")
          double tau,
      @Description("log SNR of the data's end, time 0")
          @Default("13.3")
          @DecimalMin("-100")
          @DecimalMax("100")
          double logSnrMax,
      @Description("log SNR of the noise's end, time 1; below log-snr-max")
          @Default("-13.3")
          @DecimalMin("-100")
          @DecimalMax("100")
          double logSnrMin) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if start is not below end or log-snr-min not below
     *     log-snr-max
     */
    public Options {
      LogSnrs.requireFall(logSnrMax, logSnrMin);
      if (!(start < end)) {
        throw new IllegalArgumentException(
            "start must be below end, but they are %s and %s".formatted(start, end));
      }
    }
  }

  private final double half;
  private final double logCosh;
  private final PaperTime.Stretch stretch;

  /** With the given piece and ends. */
  @Inject
  public SigmoidSchedule(Options options) {
    double start = options.start() / (2 * options.tau());
    double end = options.end() / (2 * options.tau());
    half = end - start;
    logCosh = StableMath.logCosh(start) - StableMath.logCosh(end);
    stretch =
        new PaperTime.Stretch(paperTimeOf(options.logSnrMax()), paperTimeOf(options.logSnrMin()));
  }

  @Override
  public double logSnr(double t) {
    PaperTime time = stretch.at(t);
    return StableMath.logSinh(half * time.rest()) - StableMath.logSinh(half * time.u()) + logCosh;
  }

  @Override
  public double logSnrSlope(double t) {
    PaperTime time = stretch.at(t);
    return -half
        * (1 / StrictMath.tanh(half * time.rest()) + 1 / StrictMath.tanh(half * time.u()))
        * stretch.rate();
  }

  @Override
  public double timeOf(double logSnr) {
    return stretch.timeOf(paperTimeOf(logSnr));
  }

  /** From {@code sinh(h - y) / sinh(y) = R}: {@code y = log((R + exp h) / (R + exp -h)) / 2}. */
  private PaperTime paperTimeOf(double logSnr) {
    double ratio = StrictMath.exp(logSnr - logCosh);
    return new PaperTime(share(ratio), share(1 / ratio));
  }

  private double share(double ratio) {
    return StrictMath.log1p(2 * StrictMath.sinh(half) / (ratio + StrictMath.exp(-half)))
        / (2 * half);
  }
}
