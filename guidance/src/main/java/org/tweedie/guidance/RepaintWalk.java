package org.tweedie.guidance;

import java.util.Arrays;
import java.util.List;
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
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;

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

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options(denoiser.schedule(), start));
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

  /** The times that a sampler asks predictions for, as far as they fall. */
  private Walk.Options options(NoiseSchedule schedule, Batch start) {
    Rehearsal rehearsal = new Rehearsal(schedule);
    Batch zeros = Batch.zeros(start.shape(), 1);
    sampler.sample(rehearsal, zeros, draw -> zeros, StepListener.NONE);
    List<Double> times = rehearsal.times.build().boxed().toList();
    return new Walk.Options(times.size(), Grid.UNIFORM, List.of(), times, true, 0);
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
