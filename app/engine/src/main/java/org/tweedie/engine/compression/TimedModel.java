package org.tweedie.engine.compression;

import java.util.concurrent.atomic.AtomicLong;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model whose predictions are timed.
 *
 * @param model the model
 * @param nanos how long they took altogether
 */
record TimedModel(DiffusionModel model, AtomicLong nanos) implements DiffusionModel {

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    long begun = System.nanoTime();
    Prediction prediction = model.predict(z, times, condition);
    nanos.addAndGet(System.nanoTime() - begun);
    return prediction;
  }
}
