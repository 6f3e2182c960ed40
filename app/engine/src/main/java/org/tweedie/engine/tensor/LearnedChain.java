package org.tweedie.engine.tensor;

import java.util.Arrays;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.LevelSoftmax;

/**
 * A chain whose encoders and decoders are networks: a variational autoencoder, or a hierarchical
 * one.
 *
 * @param model the networks
 */
record LearnedChain(LatentModel model) implements LatentChain {

  @Override
  public DataDescription data() {
    return model.parts().data();
  }

  @Override
  public int levels() {
    return model.parts().count();
  }

  @Override
  public DataShape latent(int level) {
    return model.parts().shape(level - 1);
  }

  @Override
  public DiagonalGaussian encode(int level, Batch below, Condition condition) {
    return model.encoded(level - 1, below);
  }

  @Override
  public DiagonalGaussian decode(int level, Batch above, Condition condition) {
    return model.decoded(level, above);
  }

  @Override
  public DiagonalGaussian prior(int count) {
    double[] deviation = new double[count * latent(levels()).size()];
    Arrays.fill(deviation, 1);
    return new DiagonalGaussian(latent(levels()), new double[deviation.length], deviation);
  }

  /**
   * The data's levels.
   *
   * @throws IllegalArgumentException of continuous data
   */
  @Override
  public LevelSoftmax reconstruct(Batch first, Condition condition) {
    Levels levels =
        data().levels().orElseThrow(() -> new IllegalArgumentException("the data are continuous"));
    DiagonalGaussian p = model.decoded(0, first);
    return new LevelSoftmax(data().shape(), levels, p.mean(), p.deviation());
  }

  @Override
  public double[] cost(Batch x, Batch first, Condition condition) {
    if (data().levels().isPresent()) {
      return reconstruct(first, condition).nats(x);
    }
    double[] nats = model.decoded(0, first).logDensity(x);
    return Arrays.stream(nats).map(value -> -value).toArray();
  }

  /** The mean of {@code p(x | z_1)}. */
  @Override
  public Batch restore(Batch first, Condition condition) {
    return data().levels().isPresent()
        ? reconstruct(first, condition).expected()
        : model.decoded(0, first).at(Batch.zeros(data().shape(), first.count()));
  }

  @Override
  public double resolution(int level) {
    return LatentSteps.LEAST_DEVIATION;
  }
}
