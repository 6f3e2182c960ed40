package org.tweedie.engine.sampling;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.progress.WalkListener;

/**
 * Samples of a diffusion in latents: latents are drawn, and the mean of the data taken of each, as
 * of every model with latents. Data drawn from {@code p(x | z)} would have noise of their own in
 * every pixel, which no picture has; likelihoods are those of the whole model, that noise included.
 */
public final class LatentDrawer implements Drawer {

  private final LatentSpace space;
  private final DiffusionDrawer latents;
  private final int batchSize;

  /**
   * With which sampler and guidance, of which model.
   *
   * @param model of scaled latents in their own shape
   * @param batchSize how many are decoded side by side
   */
  public LatentDrawer(LatentSpace space, Sampling sampling, DiffusionModel model, int batchSize) {
    this.space = space;
    this.batchSize = batchSize;
    DataShape map = space.latent();
    latents = new DiffusionDrawer(sampling, new FlatModel(model, map), FlatModel.flat(map));
  }

  @Override
  public List<Batch> frames(Condition conditions, int count, int kept, IntConsumer progress) {
    return latents.frames(conditions, count, kept, progress).stream().map(this::decoded).toList();
  }

  @Override
  public Batch draw(Condition conditions, WalkListener listener) {
    return decoded(
        latents.draw(
            conditions,
            new WalkListener() {
              @Override
              public void step(int from, int to, int step, int steps, Supplier<Batch> signal) {
                listener.step(from, to, step, steps, () -> decoded(signal.get()));
              }

              @Override
              public boolean isStopWanted() {
                return listener.isStopWanted();
              }
            }));
  }

  private Batch decoded(Batch z) {
    int size = space.data().shape().size();
    float[] values = new float[Math.multiplyExact(z.count(), size)];
    for (int from = 0; from < z.count(); from += batchSize) {
      Batch some = space.decode(z.slice(from, Math.min(z.count(), from + batchSize)));
      System.arraycopy(some.values(), 0, values, from * size, some.values().length);
    }
    return Batch.of(space.data().shape(), values);
  }

  @Override
  public void warmUp(Condition conditions) {
    latents.warmUp(conditions);
    space.decode(Batch.zeros(space.latent(), conditions.count()));
  }

  @Override
  public long evaluations() {
    return latents.evaluations();
  }
}
