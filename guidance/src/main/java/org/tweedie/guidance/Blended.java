package org.tweedie.guidance;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A share of what guidance did to a model: {@code (1 - f) base + f model}, with f a function of the
 * noise level. A prediction that has no weight for any example is not made.
 *
 * @param model under guidance
 * @param base the same model without
 * @param share f
 */
record Blended(DiffusionModel model, DiffusionModel base, ToDoubleFunction<NoiseLevel> share)
    implements DiffusionModel {

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    double[] shares =
        Arrays.stream(times).map(time -> share.applyAsDouble(schedule().at(time))).toArray();
    if (Arrays.stream(shares).allMatch(f -> f == 0)) {
      return base.predict(z, times, condition);
    }
    // First the guided one: of what it asks the base for, the base remembers the answer.
    Prediction guided = model.predict(z, times, condition);
    return Arrays.stream(shares).allMatch(f -> f == 1)
        ? guided
        : base.predict(z, times, condition).mix(shares, guided);
  }
}
