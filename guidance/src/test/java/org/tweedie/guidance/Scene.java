package org.tweedie.guidance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.StraightSchedule;

/** What the tests of guidance look at: latents in the plane, models, assemblies. */
final class Scene {

  static final StraightSchedule SCHEDULE = new StraightSchedule(6, -4);
  static final DataShape POINT = DataShape.point(2);
  static final Batch LATENTS = new SeededNoise(8, 0, 4, POINT).draw(0);
  static final double[] TIMES = {0.25, 0.4, 0.6, 0.9};
  static final Condition LABELS = Condition.labels(0, 1, 1, 0);

  private Scene() {}

  static MixtureModel mixture() {
    return MixtureModel.twoClasses(SCHEDULE, Parameterization.NOISE);
  }

  static ClassifierFreeGuidance classifierFree(double scale) {
    return new ClassifierFreeGuidance(new ClassifierFreeGuidance.Options(scale));
  }

  static float[] noise(DiffusionModel model) {
    return model.predict(LATENTS, TIMES, LABELS).noise().values();
  }

  /** Only what guidance looks at: the other components play no part. */
  static Assembly assembly(Guidance guidance, List<String> classes, double labelDropout) {
    return assembly(guidance, classes, labelDropout, (denoiser, start, noise, listener) -> start);
  }

  static Assembly assembly(
      Guidance guidance, List<String> classes, double labelDropout, Sampler sampler) {
    return new Assembly(
        DataDescription.of(POINT).withClasses(classes),
        SCHEDULE,
        Optional.empty(),
        (graph, input) -> {
          throw new AssertionError("no network is built");
        },
        null,
        new UnusedObjective(),
        null,
        sampler,
        guidance,
        labelDropout);
  }

  private static final class UnusedObjective implements Objective {
    @Override
    public Parameterization predicts() {
      return Parameterization.NOISE;
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      throw new AssertionError("no loss is built");
    }
  }

  /** The mixture, which remembers what it was asked. */
  static final class CountingModel implements DiffusionModel {
    final List<Condition> asked = new ArrayList<>();

    @Override
    public NoiseSchedule schedule() {
      return SCHEDULE;
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      asked.add(condition);
      return mixture().predict(z, times, condition);
    }
  }

  /** The same latents at the levels of other times. */
  static NoiseLevel[] levels(double... times) {
    return Arrays.stream(times).mapToObj(SCHEDULE::at).toArray(NoiseLevel[]::new);
  }
}
