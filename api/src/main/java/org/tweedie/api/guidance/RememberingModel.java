package org.tweedie.api.guidance;

import java.util.Arrays;
import java.util.Optional;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model that keeps its last prediction. Guidance that corrects other guidance asks for what has
 * just been calculated: the conditional half of a classifier-free step is the beginning of its
 * batch. A network's call costs a thousand times more than the comparison.
 */
final class RememberingModel implements DiffusionModel {

  private final DiffusionModel model;
  private volatile Optional<Asked> last = Optional.empty();

  private record Asked(Batch z, double[] times, Condition condition, Prediction prediction) {

    /** Whether the first of these latents are the given ones. */
    boolean beginsWith(Batch otherZ, double[] otherTimes, Condition otherCondition) {
      int count = otherZ.count();
      int size = otherZ.values().length;
      return count <= z.count()
          && otherZ.shape().equals(z.shape())
          && condition.slice(0, count).equals(otherCondition)
          && Arrays.equals(times, 0, count, otherTimes, 0, otherTimes.length)
          && Arrays.equals(z.values(), 0, size, otherZ.values(), 0, size);
    }
  }

  RememberingModel(DiffusionModel model) {
    this.model = model;
  }

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    Optional<Asked> known = last.filter(asked -> asked.beginsWith(z, times, condition));
    if (known.isPresent()) {
      Prediction whole = known.get().prediction;
      return z.count() == known.get().z.count() ? whole : whole.slice(0, z.count());
    }
    Prediction prediction = model.predict(z, times, condition);
    last = Optional.of(new Asked(z, times.clone(), condition, prediction));
    return prediction;
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    return model.differentiate(z, times, condition, cotangent);
  }
}
