package org.tweedie.engine.tensor;

import java.util.Arrays;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.schedule.NoiseLevel;

/** A network's session call on tensors that are made once: what sampling cannot be faster than. */
public final class BareForward implements AutoCloseable {

  private final NetworkModel model;
  private final TFloat32 z;
  private final TFloat32 levels;
  private final TInt32 label;

  public BareForward(NetworkModel model, DataShape shape, int batch) {
    this.model = model;
    float[] latents = new float[batch * shape.size()];
    for (int i = 0; i < latents.length; i++) {
      latents[i] = (float) Math.sin(i);
    }
    z = Tensors.floats(Tensors.batch(batch, shape), latents);
    NoiseLevel[] middle = new NoiseLevel[batch];
    Arrays.fill(middle, NoiseLevel.variancePreserving(0));
    levels = NetworkModel.levels(middle);
    label = Tensors.ints(new int[batch]);
  }

  public void run() {
    model.run(z, levels, label).close();
  }

  @Override
  public void close() {
    z.close();
    levels.close();
    label.close();
  }
}
