package org.tweedie.engine.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;

/** Samples of a diffusion model, by a sampler and guidance. */
public final class DiffusionDrawer implements Drawer {

  private final Sampling sampling;
  private final CountedModel model;
  private final DataShape shape;

  /** With which sampler and guidance, of which model and which data. */
  public DiffusionDrawer(Sampling sampling, DiffusionModel model, DataShape shape) {
    this.sampling = sampling;
    this.model = new CountedModel(model);
    this.shape = shape;
  }

  @Override
  public List<Batch> frames(Condition conditions, int count, int kept, IntConsumer progress) {
    return sampling.frames(model, shape, conditions, count, kept, progress);
  }

  @Override
  public void warmUp(Condition conditions) {
    double[] times = new double[conditions.count()];
    Arrays.fill(times, 1);
    model.predict(Batch.zeros(shape, times.length), times, conditions);
  }

  @Override
  public long evaluations() {
    return model.evaluations();
  }
}
