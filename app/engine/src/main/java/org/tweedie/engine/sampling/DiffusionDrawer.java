package org.tweedie.engine.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.progress.WalkListener;

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

  /** A model that is asked no more when nobody wants its samples: a step may take any number. */
  private record Wanted(DiffusionModel model, WalkListener listener) implements DiffusionModel {

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      check();
      return model.predict(z, times, condition);
    }

    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      check();
      return model.differentiate(z, times, condition, cotangent);
    }

    private void check() {
      if (listener.isStopWanted()) {
        throw new CancellationException("nobody wants the samples any more");
      }
    }
  }

  @Override
  public List<Batch> frames(Condition conditions, int count, int kept, IntConsumer progress) {
    return sampling.frames(model, shape, conditions, count, kept, progress);
  }

  @Override
  public Batch draw(Condition conditions, WalkListener listener) {
    return sampling.draw(new Wanted(model, listener), shape, conditions, listener);
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
