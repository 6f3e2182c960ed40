package com.acme.diffusion;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * Heun's method of second order for the probability flow (Karras et al., "Elucidating the Design
 * Space of Diffusion-Based Generative Models", arXiv 2206.00364, algorithm 1).
 *
 * <p>In {@code y = z / alpha} and {@code r = sigma / alpha} the flow is {@code dy/dr = eps^(y, r)}:
 * a step goes along the mean of the predicted noise at its beginning and at its end. Deterministic
 * but for the start. Immutable; safe for many threads.
 */
@Description("probability flow by Heun's method, two predictions a step (Karras et al. 2022)")
public final class HeunSampler implements Sampler {

  /**
   * What can be chosen.
   *
   * @param steps how many steps
   */
  public record Options(
      @Description("how many steps, two predictions each but for the last") @Default("30") @Min(1)
          int steps) {}

  private final int steps;

  /** With the given options. */
  @Inject
  public HeunSampler(Options options) {
    steps = options.steps();
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Batch z = start;
    for (int step = 1; step <= steps; step++) {
      double t = (double) (steps + 1 - step) / steps;
      double s = (double) (steps - step) / steps;
      Prediction prediction = denoiser.predict(z, t);
      z = step == steps ? prediction.signal() : step(denoiser, z, t, s, prediction.noise());
      listener.onStep(step, steps, z, prediction);
    }
    return z;
  }

  /** From z at time t to the earlier time s: Euler's step, then again along the mean of slopes. */
  private static Batch step(Denoiser denoiser, Batch z, double t, double s, Batch eps) {
    NoiseLevel from = denoiser.schedule().at(t);
    NoiseLevel to = denoiser.schedule().at(s);
    double ratio = to.alpha() / from.alpha();
    double change = to.sigma() - ratio * from.sigma();
    Batch euler = z.combine(ratio, change, eps);
    return z.combine(ratio, change / 2, eps, change / 2, denoiser.predict(euler, s).noise());
  }
}
