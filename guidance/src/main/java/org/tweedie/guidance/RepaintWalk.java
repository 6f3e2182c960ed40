package org.tweedie.guidance;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;

/**
 * The walk of RePaint (Lugmayr et al., arXiv 2201.09865, algorithm 1 and section 4.2): ancestral
 * steps, and each stretch of steps several times, with the noise of the stretch put back in
 * between. So what is painted is seen beside what is known before the walk goes on, and painted
 * again to go with it.
 *
 * <p>A {@link Sampler} knows nothing of going back, so of the configured one this walk takes its
 * options: times, and how predicted signals are limited.
 *
 * @param options those of the configured sampler
 * @param jump how many steps a stretch has
 * @param repeats how often each stretch is walked
 */
record RepaintWalk(Walk.Options options, int jump, int repeats) implements Sampler {

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options);
    int steps = Math.multiplyExact(walk.steps(), repeats);
    Batch z = walk.start(start);
    int done = 0;
    long draw = 0;
    for (int from = 1; from <= walk.steps(); from += jump) {
      int to = Math.min(from + jump - 1, walk.steps());
      for (int repeat = 1; repeat <= repeats; repeat++) {
        if (repeat > 1) {
          z = back(z, walk.to(to), walk.from(from), noise.draw(draw++));
        }
        for (int step = from; step <= to; step++) {
          Prediction prediction = walk.predict(z, step);
          z = down(prediction, walk.from(step), walk.to(step), noise, draw++);
          listener.onStep(++done, steps, z, prediction);
        }
      }
    }
    return z;
  }

  /** The reverse posterior with the predicted signal for the true one (Luo, equation 84). */
  private static Batch down(
      Prediction prediction, NoiseLevel t, NoiseLevel s, NoiseSource noise, long draw) {
    if (s.sigma() == 0) {
      return prediction.signal();
    }
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    double ratio = s.sigma() / t.sigma();
    return prediction
        .latent()
        .combine(
            t.alpha() / s.alpha() * ratio * ratio,
            s.alpha() * share,
            prediction.signal(),
            s.sigma() * Math.sqrt(share),
            noise.draw(draw));
  }

  /** The forward process from s to the noisier level t. */
  private static Batch back(Batch z, NoiseLevel s, NoiseLevel t, Batch noise) {
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    return z.combine(t.alpha() / s.alpha(), t.sigma() * Math.sqrt(share), noise);
  }
}
