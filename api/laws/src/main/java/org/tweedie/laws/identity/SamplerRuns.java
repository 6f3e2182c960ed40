package org.tweedie.laws.identity;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * Runs of a sampler in the plane, from seeded noise: what {@link SamplerIdentities} looks at.
 *
 * @param sampler the sampler as a function of the number of steps
 */
record SamplerRuns(IntFunction<Sampler> sampler) {

  /**
   * How many predictions, of as many latents as there are samples, a measured variance may cost.
   */
  private static final long AFFORDABLE = 4_000_000;

  /** The standard deviation of the Gaussian data. */
  static final double C = 0.2;

  static final DataShape POINT = DataShape.point(2);

  /** On how many samples a variance can be measured in a reasonable time. */
  int affordable(int steps) {
    AtomicInteger predictions = new AtomicInteger();
    DiffusionModel model = gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
    sampler
        .apply(steps)
        .sample(
            new CountingDenoiser(model.given(Condition.none(1)), predictions),
            start(model.schedule(), 0, 1),
            noise(0, 1),
            StepListener.NONE);
    return (int) Math.max(1000, Math.min(10_000, AFFORDABLE / Math.max(1, predictions.get())));
  }

  /** How many steps the listener is told of. */
  int reported(int steps) {
    AtomicInteger reported = new AtomicInteger();
    walk(steps, 1, (step, of, z, prediction) -> reported.set(of));
    return reported.get();
  }

  /** Takes some samples of Gaussian data for what the listener is told. */
  void walk(int steps, int count, StepListener listener) {
    DiffusionModel model = gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
    sampler
        .apply(steps)
        .sample(
            model.given(Condition.none(count)),
            start(model.schedule(), 0, count),
            noise(0, count),
            listener);
  }

  static DiffusionModel gaussian(NoiseSchedule schedule, Parameterization shows) {
    return new GaussianModel(schedule, C, shows);
  }

  /** Samples of indices from the first on: the same in whatever batch. */
  static Batch run(Sampler sampler, DiffusionModel model, int first, int count) {
    return sampler.sample(
        model.given(Condition.none(count)),
        start(model.schedule(), first, count),
        noise(first, count),
        StepListener.NONE);
  }

  static Batch start(NoiseSchedule schedule, int first, int count) {
    return new SeededNoise(1, first, count, POINT).draw(0).times(schedule.at(1).sigma());
  }

  static NoiseSource noise(int first, int count) {
    return new SeededNoise(2, first, count, POINT);
  }
}
