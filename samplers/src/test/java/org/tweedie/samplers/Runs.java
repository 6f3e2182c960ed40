package org.tweedie.samplers;

import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;

/** Runs a sampler from seeded noise. */
final class Runs {

  private static final DataShape POINT = DataShape.point(2);

  private Runs() {}

  static Batch samples(Sampler sampler, DiffusionModel model, int count) {
    return samples(sampler, model, count, StepListener.NONE);
  }

  static Batch samples(Sampler sampler, DiffusionModel model, int count, StepListener listener) {
    return samples(sampler, model, POINT, count, listener);
  }

  /** Samples that are images, which samplers may clip. */
  static Batch images(Sampler sampler, DiffusionModel model, int count) {
    return samples(sampler, model, DataShape.image(1, 2, 1), count, StepListener.NONE);
  }

  private static Batch samples(
      Sampler sampler, DiffusionModel model, DataShape shape, int count, StepListener listener) {
    Batch start = new SeededNoise(5, 0, count, shape).draw(0).times(model.schedule().at(1).sigma());
    return sampler.sample(
        model.given(Condition.none(count)), start, new SeededNoise(6, 0, count, shape), listener);
  }

  static List<Float> values(Batch batch) {
    return IntStream.range(0, batch.values().length).mapToObj(i -> batch.values()[i]).toList();
  }

  /** The mean square of all values. */
  static double variance(Batch batch) {
    double sum = 0;
    for (float value : batch.values()) {
      sum += (double) value * value;
    }
    return sum / batch.values().length;
  }
}
