package org.tweedie.engine.run;

import static org.tweedie.engine.run.ShiftedGaussian.POINT;

import java.util.HashMap;
import java.util.Map;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;

/**
 * Mean and variance of a sampler's samples on Gaussian data, with no sampling error. The exact
 * prediction is linear there, and so is every sampler: its samples are a constant plus multiples of
 * the start and of each draw of noise. These multiples are read off one batch, whose examples each
 * have one of these numbers alone.
 */
record Moments(double mean, double variance) {

  static Moments of(Sampler sampler, ShiftedGaussian model) {
    double start = Math.sqrt(model.schedule().at(1).power());
    Map<Long, Integer> draws = new HashMap<>();
    run(
        sampler,
        model,
        unit(1, 0).times(start),
        draw -> {
          draws.putIfAbsent(draw, draws.size());
          return Batch.zeros(POINT, 1);
        });
    int count = 2 + draws.size();
    float[] ends =
        run(sampler, model, unit(count, 1).times(start), draw -> unit(count, 2 + draws.get(draw)))
            .values();
    double variance = 0;
    for (int i = 1; i < count; i++) {
      variance += Math.pow(ends[i] - ends[0], 2);
    }
    return new Moments(ends[0], variance);
  }

  private static Batch unit(int count, int one) {
    float[] values = new float[count];
    values[one] = 1;
    return Batch.of(POINT, values);
  }

  static Batch run(Sampler sampler, ShiftedGaussian model, Batch start, NoiseSource noise) {
    Condition none = Condition.none(start.count());
    return sampler.sample(model.given(none), start, noise, StepListener.NONE);
  }
}
