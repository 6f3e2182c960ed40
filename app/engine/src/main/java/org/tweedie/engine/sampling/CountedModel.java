package org.tweedie.engine.sampling;

import java.util.concurrent.atomic.AtomicLong;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model that counts what is asked of it: one for each example that is predicted. A gradient
 * counts as the one prediction that comes with it. As thread safe as the model itself.
 */
public final class CountedModel implements DiffusionModel {

  private final DiffusionModel model;
  private final AtomicLong evaluations = new AtomicLong();

  /** Counts what is asked of a model. */
  public CountedModel(DiffusionModel model) {
    this.model = model;
  }

  /** How many examples have been predicted so far. */
  public long evaluations() {
    return evaluations.get();
  }

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    evaluations.addAndGet(z.count());
    return model.predict(z, times, condition);
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    evaluations.addAndGet(z.count());
    return model.differentiate(z, times, condition, cotangent);
  }
}
