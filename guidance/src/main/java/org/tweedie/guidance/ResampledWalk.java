package org.tweedie.guidance;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A sampler's walk, and again from ever later starts: R times, what is there is given the noise of
 * time {@code 1 - r/(R + 1)} and walked down from it. So what was painted is seen beside what is
 * known, and painted again to go with it, coarse things first and fine ones last.
 *
 * <p>RePaint (Lugmayr et al., arXiv 2201.09865, section 4.2) goes back by a few steps within its
 * own walk. A {@link Sampler} walks from pure noise to data and knows of no half ways; a walk on
 * the first part of a schedule is one all the same, so here every sampler may walk, and a way back
 * begins at the data. Each one costs as many steps as the first.
 *
 * @param sampler the walk that is repeated
 * @param times R
 */
record ResampledWalk(Sampler sampler, int times) implements Sampler {

  /** Between the draws of two walks; no sampler draws as often. */
  private static final long DRAWS = 1L << 40;

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Batch x = sampler.sample(denoiser, start, noise, told(listener, 0));
    for (int r = 1; r <= times; r++) {
      double end = 1 - (double) r / (times + 1);
      NoiseLevel level = denoiser.schedule().at(end);
      long first = r * DRAWS;
      Batch z = x.times(level.alpha(), level.sigma(), noise.draw(first - 1));
      NoiseSource own = draw -> noise.draw(first + draw);
      x = sampler.sample(new Shortened(denoiser, end), z, own, told(listener, r));
    }
    return x;
  }

  private StepListener told(StepListener listener, int round) {
    return (step, steps, z, prediction) ->
        listener.onStep(round * steps + step, (times + 1) * steps, z, prediction);
  }

  /** The first part of a schedule's time, as a whole one. */
  private record Shortened(Denoiser denoiser, double end) implements Denoiser, NoiseSchedule {

    @Override
    public NoiseSchedule schedule() {
      return this;
    }

    @Override
    public double logSnr(double t) {
      return denoiser.schedule().logSnr(t * end);
    }

    @Override
    public NoiseLevel at(double t) {
      return denoiser.schedule().at(t * end);
    }

    @Override
    public double logSnrSlope(double t) {
      return end * denoiser.schedule().logSnrSlope(t * end);
    }

    @Override
    public double timeOf(double logSnr) {
      return Math.min(1, denoiser.schedule().timeOf(logSnr) / end);
    }

    @Override
    public Prediction predict(Batch z, double time) {
      return denoiser.predict(z, time * end);
    }

    @Override
    public Prediction predict(Batch z, double[] eachTimes) {
      double[] scaled = eachTimes.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= end;
      }
      return denoiser.predict(z, scaled);
    }
  }
}
