package org.tweedie.guidance;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The walk of RePaint (Lugmayr et al., arXiv 2201.09865, algorithm 1 and section 4.2): ancestral
 * steps, and each stretch of steps several times, with the noise of the stretch put back in
 * between. So what is painted is seen beside what is known before the walk goes on, and painted
 * again to go with it.
 *
 * <p>A {@link Sampler} knows nothing of going back, so of the configured one this walk takes the
 * times alone: it is rehearsed with predictions of zero, which cost nothing, and the times at which
 * it asks for them are taken down. Predicted images are clamped to [-1, 1].
 *
 * @param sampler whose times are taken
 * @param jump how many steps a stretch has
 * @param repeats how often each stretch is walked
 */
record RepaintWalk(Sampler sampler, int jump, int repeats) implements Sampler {

  private static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    double[] times = times(denoiser.schedule(), start);
    int steps = steps(times.length);
    Batch z = start;
    int step = 0;
    long draw = 0;
    for (int from = 0; from < times.length; from += jump) {
      int to = Math.min(from + jump, times.length);
      for (int repeat = 1; repeat <= repeats; repeat++) {
        if (repeat > 1) {
          z = back(z, level(denoiser, times, to), level(denoiser, times, from), noise.draw(draw++));
        }
        for (int i = from; i < to; i++) {
          Prediction prediction = limited(denoiser.predict(z, times[i]));
          NoiseLevel next = level(denoiser, times, i + 1);
          z = down(prediction, level(denoiser, times, i), next, noise, draw++);
          listener.onStep(++step, steps, z, prediction);
        }
      }
    }
    return z;
  }

  /** How many steps there are with all repeats. */
  private int steps(int times) {
    return Math.multiplyExact(times, repeats);
  }

  private static NoiseLevel level(Denoiser denoiser, double[] times, int index) {
    return index == times.length ? DATA : denoiser.schedule().at(times[index]);
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
        .times(
            t.alpha() / s.alpha() * ratio * ratio,
            s.alpha() * share,
            prediction.signal(),
            s.sigma() * Math.sqrt(share),
            noise.draw(draw));
  }

  /** The forward process from s to the noisier level t. */
  private static Batch back(Batch z, NoiseLevel s, NoiseLevel t, Batch noise) {
    double share = -Math.expm1(t.logSnr() - s.logSnr());
    return z.times(t.alpha() / s.alpha(), t.sigma() * Math.sqrt(share), noise);
  }

  private static Prediction limited(Prediction prediction) {
    return prediction.latent().shape().isImage() ? prediction.clampSignal(-1, 1) : prediction;
  }

  /** The times that a sampler asks predictions for, as far as they fall. */
  private double[] times(NoiseSchedule schedule, Batch start) {
    Rehearsal rehearsal = new Rehearsal(schedule);
    Batch zeros = Batch.zeros(start.shape(), 1);
    sampler.sample(rehearsal, zeros, draw -> zeros, StepListener.NONE);
    return rehearsal.times.build().toArray();
  }

  private static final class Rehearsal implements Denoiser {

    private final NoiseSchedule schedule;
    private final DoubleStream.Builder times = DoubleStream.builder();
    private double last = Double.POSITIVE_INFINITY;

    Rehearsal(NoiseSchedule schedule) {
      this.schedule = schedule;
    }

    @Override
    public NoiseSchedule schedule() {
      return schedule;
    }

    @Override
    public Prediction predict(Batch z, double time) {
      return predict(z, Measurement.each(z.count(), time));
    }

    @Override
    public Prediction predict(Batch z, double[] eachTimes) {
      if (eachTimes[0] < last) {
        last = eachTimes[0];
        times.add(last);
      }
      NoiseLevel[] levels =
          Arrays.stream(eachTimes).mapToObj(schedule::at).toArray(NoiseLevel[]::new);
      return Prediction.of(Parameterization.SIGNAL, z, levels, Batch.zeros(z.shape(), z.count()));
    }
  }
}
