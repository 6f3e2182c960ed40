package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * The solver of extended reverse-time equations (Cui et al., "Elucidating the Solution Space of
 * Extended Reverse-Time SDE for Diffusion Models", arXiv 2309.06169): all stochastic differential
 * equations with the flow's marginals, each told by a function phi of {@code s = sigma/alpha}, in
 * which they are integrated exactly but for the predicted signal (proposition 4). In {@code y =
 * z/alpha}, from s to s',
 *
 * <pre>
 * y' = phi(s')/phi(s) y + phi(s') integral of x^ phi'(r)/phi(r)^2 dr + sqrt(s'^2 - s^2 (phi(s')/phi(s))^2) n
 * </pre>
 *
 * <p>with the polynomial in s through the last predictions for x^, of which the paper's solvers of
 * order 1 to 3 are Taylor's form. phi(s) = s is the probability flow, s^2 the reverse of the
 * noising process, and what the paper found to be best is {@code s (exp(s^0.3) + 10)}: more noise
 * than the latter at high noise levels, and nearly none at low ones, where it would be left in the
 * samples.
 *
 * <p>Where there is noise the weak order is 2 in the end, as of all methods that do not look at
 * what noise does within a step; with the extended scale, which is little where that counts, errors
 * fall as the method's order says while they can be measured. The last step is that to the
 * predicted signal; steps that are much longer than the ones before are of lower order. One
 * prediction a step. Works for every schedule. Immutable; safe for many threads.
 */
@Description("multistep method with much noise at first and little at last (Cui et al. 2023)")
public final class ErSdeSampler implements Walking {

  /** phi, by the logarithm of {@code phi(s)/s}, which must rise with s. */
  public enum NoiseScale {
    /** {@code s (exp(s^0.3) + 10)}: the paper's ER-SDE 5. */
    EXTENDED {
      @Override
      double logShare(double s) {
        double power = Math.pow(s, 0.3);
        return power + Math.log1p(10 * Math.exp(-power));
      }
    },
    /** {@code s^2}: the reverse of the noising process. */
    REVERSE {
      @Override
      double logShare(double s) {
        return Math.log(s);
      }
    },
    /** {@code s}: the probability flow, without noise. */
    FLOW {
      @Override
      double logShare(double s) {
        return 0;
      }
    };

    abstract double logShare(double s);
  }

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param order how many predictions a step uses
   * @param noiseScale phi
   * @param sNoise factor of the noise
   */
  public record Options(
      @Included(defaults = {"steps: 20", "grid: log-snr"}) Walk.Options walk,
      @Description("how many predictions a step uses") @Default("3") @Min(1) @Max(3) int order,
      @Description(
              "how much noise: much at first and little at last, that of the reverse of noising, or"
                  + " none (the probability flow)")
          @Default("extended")
          @NotNull
          NoiseScale noiseScale,
      @Description(Step.FACTOR) @Default("1") @Positive double sNoise) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public ErSdeSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    History history = new History(options.order);
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      history.add(Step.ratio(walk.from(i)), prediction.signal());
      z =
          walk.isLast(i)
              ? prediction.signal()
              : step(z, history, walk.from(i), walk.to(i), noise, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  private Batch step(
      Batch z, History history, NoiseLevel t, NoiseLevel s, NoiseSource noise, int step) {
    Interval interval = new Interval(options.noiseScale, t, s);
    double ofNoise = options.sNoise * interval.ofNoise();
    Batch moved =
        ofNoise == 0
            ? z.times(interval.ofLatent())
            : z.combine(interval.ofLatent(), ofNoise, Step.between(noise, t, s, step));
    double[] nodes = history.nodes(Step.ratio(s));
    double[] weights = Interpolation.boundedWeights(nodes, interval.moments(nodes.length));
    return Interpolation.sum(1, moved, s.alpha(), weights, history.predictions());
  }

  /**
   * What a step is made of.
   *
   * @param scale phi
   * @param t where it comes from
   * @param s where it leads
   */
  record Interval(NoiseScale scale, NoiseLevel t, NoiseLevel s) {

    private static final int PIECES = 128;

    /** Half the difference of the log SNRs. */
    private double length() {
      return (s.logSnr() - t.logSnr()) / 2;
    }

    /** {@code log (phi(s') s / (phi(s) s'))}, at most 0. */
    private double logShare() {
      return scale.logShare(Step.ratio(s)) - scale.logShare(Step.ratio(t));
    }

    double ofLatent() {
      return s.sigma() / t.sigma() * Math.exp(logShare());
    }

    double ofNoise() {
      return s.sigma() * Math.sqrt(-Math.expm1(2 * logShare()));
    }

    /**
     * The integrals of {@code u^k phi(s') phi'/phi^2} where u goes from 0 to 1 along the step, even
     * in sigma/alpha: {@code 1 - phi(s')/phi(s)}, and by parts {@code 1 - k integral of u^(k-1)
     * phi(s')/phi du}, by Simpson's rule in the log SNR.
     */
    double[] moments(int count) {
      double[] moments = new double[count];
      moments[0] = -Math.expm1(logShare() - length());
      for (int k = 1; k < count; k++) {
        moments[k] = 1 - k * integral(k - 1);
      }
      return moments;
    }

    private double integral(int power) {
      double sum = 0;
      for (int j = 0; j <= PIECES; j++) {
        double weight = j == 0 || j == PIECES ? 1 : j % 2 == 1 ? 4 : 2;
        sum += weight * integrand((double) j / PIECES, power);
      }
      return sum / (3 * PIECES);
    }

    private double integrand(double way, int power) {
      double h = length();
      double whole = Math.expm1(-h);
      double from = Step.ratio(t);
      double u = Math.expm1(-h * way) / whole;
      double left = scale.logShare(Step.ratio(s)) - scale.logShare(from * Math.exp(-h * way));
      // phi(s')/phi(r), by du.
      return Math.pow(u, power) * Math.exp(left - h * (1 - way)) * -h * Math.exp(-h * way) / whole;
    }
  }
}
