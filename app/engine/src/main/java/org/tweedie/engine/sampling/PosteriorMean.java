package org.tweedie.engine.sampling;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A diffusion model as a denoiser: data with Gaussian noise of a known standard deviation s are the
 * model's latents at the time where {@code sigma/alpha = s}, but for the factor alpha, and
 * Tweedie's formula gives their posterior mean (Luo, arXiv 2208.11970, equation 133),
 *
 * <pre>
 * E[x | z] = (z + sigma^2 grad log p(z)) / alpha,  z = alpha (x + s n)
 * </pre>
 *
 * <p>It is the estimate of least squared error, and the more blurred the more noise there is. Works
 * for every schedule and whatever the network predicts.
 *
 * @param model the model
 * @param deviation s, within {@link #least} and {@link #most}
 */
public record PosteriorMean(DiffusionModel model, double deviation) {

  /** Where walks of several steps end, as on the samplers' grids: float32 knows no noise beyond. */
  private static final double LARGEST_LOG_SNR = 30;

  /** The smallest standard deviation that a schedule has a time for. */
  public static double least(NoiseSchedule schedule) {
    return Math.exp(-schedule.logSnr(0) / 2);
  }

  /** The largest standard deviation that a schedule has a time for; may be infinite. */
  public static double most(NoiseSchedule schedule) {
    return Math.exp(-schedule.logSnr(1) / 2);
  }

  /** {@code log(alpha^2 / sigma^2)} of the noisy data. */
  public double logSnr() {
    return -2 * Math.log(deviation);
  }

  /** The time at which the latents are as noisy as the data. */
  public double time() {
    return model.schedule().timeOf(logSnr());
  }

  /**
   * The posterior mean, or a walk from the noisy data to clean ones.
   *
   * @param noisy the data in the model's scale, {@code x + s n}
   * @param condition what the model is told of each
   * @param steps 1 for the posterior mean; more are steps of the probability flow (DDIM: Song et
   *     al., arXiv 2010.02502, equation 12), even in log SNR, which lead to one likely clean image
   *     instead of the mean of all
   */
  public Batch denoise(Batch noisy, Condition condition, int steps) {
    NoiseSchedule schedule = model.schedule();
    double first = logSnr();
    double last = Math.max(first, Math.min(LARGEST_LOG_SNR, schedule.logSnr(0)));
    double time = time();
    Batch z = noisy.times(schedule.at(time).alpha());
    Prediction prediction = model.predict(z, time, condition);
    for (int step = 1; step < steps; step++) {
      time = schedule.timeOf(first + (last - first) * step / (steps - 1));
      NoiseLevel next = schedule.at(time);
      z = prediction.signal().combine(next.alpha(), next.sigma(), prediction.noise());
      prediction = model.predict(z, time, condition);
    }
    return prediction.signal();
  }
}
