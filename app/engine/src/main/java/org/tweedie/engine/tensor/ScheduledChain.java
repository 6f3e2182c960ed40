package org.tweedie.engine.tensor;

import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.chain.LevelSoftmax;
import org.tweedie.engine.chain.TopDownChain;

/**
 * A chain whose encoder is a schedule and whose decoders are networks that put out what they like:
 * everything but the steps back is the diffusion's of as many steps.
 */
final class ScheduledChain implements TopDownChain {

  private final LatentModel model;
  private final DiffusionChain encoder;

  ScheduledChain(LatentModel model) {
    this.model = model;
    int steps = model.parts().count() - 1;
    encoder =
        new DiffusionChain(
            new Noising(model.parts().schedule().orElseThrow()),
            model.parts().data(),
            IntStream.rangeClosed(0, steps).mapToDouble(i -> (double) i / steps).toArray());
  }

  /** A schedule that nobody asks for a prediction. */
  private record Noising(NoiseSchedule schedule) implements DiffusionModel {

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      throw new IllegalStateException("a schedule predicts nothing");
    }

    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      throw new IllegalStateException("a schedule predicts nothing");
    }
  }

  @Override
  public DataDescription data() {
    return encoder.data();
  }

  @Override
  public int levels() {
    return encoder.levels();
  }

  @Override
  public DataShape latent(int level) {
    return encoder.latent(level);
  }

  @Override
  public DiagonalGaussian encode(int level, Batch below, Condition condition) {
    return encoder.encode(level, below, condition);
  }

  @Override
  public DiagonalGaussian last(Batch x, Condition condition) {
    return encoder.last(x, condition);
  }

  @Override
  public DiagonalGaussian posterior(int level, Batch above, Batch x, Condition condition) {
    return encoder.posterior(level, above, x, condition);
  }

  @Override
  public DiagonalGaussian decode(int level, Batch above, Condition condition) {
    return model
        .predicted(level, above)
        .map(output -> encoder.posterior(level, above, signal(level, above, output), condition))
        .orElseGet(() -> model.decoded(level, above));
  }

  /** In double precision: where a step is small, float32 rounds its mean by more than it moves. */
  private Batch signal(int level, Batch above, Batch output) {
    Parameterization given =
        model.parts().design().predicts() == StepPrediction.NOISE
            ? Parameterization.NOISE
            : Parameterization.SIGNAL;
    return Prediction.of(given, above, model.parts().level(level), output).signal();
  }

  @Override
  public DiagonalGaussian prior(int count) {
    return encoder.prior(count);
  }

  @Override
  public LevelSoftmax reconstruct(Batch first, Condition condition) {
    return encoder.reconstruct(first, condition);
  }

  @Override
  public double resolution(int level) {
    // No decoder's deviation is below that of the step which knows the data.
    return encoder.resolution(level);
  }
}
