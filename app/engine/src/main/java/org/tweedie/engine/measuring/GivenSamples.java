package org.tweedie.engine.measuring;

import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;

/**
 * Samples from files beside data, without a model.
 *
 * @param data what they are measured against
 * @param samples the samples
 * @param conditions the class of each, where it is known
 * @param shown where progress is shown
 */
record GivenSamples(DataSource data, Batch samples, Condition conditions, Shown shown)
    implements Measured {

  @Override
  public DiffusionModel model() {
    throw new IllegalArgumentException(
        "It looks at a model, and these samples are from files. Please name the run instead.");
  }

  @Override
  public boolean isConditional() {
    return false;
  }

  @Override
  public Cost cost() {
    throw new IllegalArgumentException(
        "It looks at what samples cost, and these are from files. Please name the run instead.");
  }

  @Override
  public IntConsumer progress(String work, String unit, int total) {
    return shown.begin(work, unit, total);
  }
}
