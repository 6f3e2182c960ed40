package org.tweedie.engine.sampling;

import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A model of maps as one of points with the same numbers. Latents of an autoencoder that are a map
 * are one for their network alone: what walks with them would take a map for an image, which ends
 * at black and white, and clip it. As thread safe as the model.
 *
 * @param model of maps
 * @param map their shape
 */
record FlatModel(DiffusionModel model, DataShape map) implements DiffusionModel {

  /** The shape of these points. */
  static DataShape flat(DataShape map) {
    return DataShape.point(map.size());
  }

  @Override
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    return model.predict(z.shaped(map), times, condition).shaped(z.shape());
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    Differentiated found =
        model.differentiate(z.shaped(map), times, condition, cotangent.shaped(map));
    return Differentiated.of(
        found.prediction().shaped(z.shape()), found.gradient().shaped(z.shape()));
  }
}
