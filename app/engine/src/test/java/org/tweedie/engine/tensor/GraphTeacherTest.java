package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.fake.Parts;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.run.Assembler;

/** A teacher in the graph of a step predicts what it does as a model. */
class GraphTeacherTest {

  private static final int BATCH = 6;
  private static final DataShape PLANE = DataShape.point(2);
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);

  /**
   * Its loss is the mean square of what the teacher predicts, and nothing of the student's.
   *
   * @param guidance of the teacher
   */
  private record OfTheTeacher(Optional<GuidanceScales> guidance) implements Objective {

    @Override
    public Parameterization predicts() {
      return Parameterization.VELOCITY;
    }

    @Override
    public Optional<TeacherRun> teacher() {
      return Optional.of(new TeacherRun("it", 0, guidance));
    }

    /** So that the noise is fed, and known. */
    @Override
    public Optional<Coupling> coupling() {
      return Optional.of((signals, noise) -> IntStream.range(0, signals.count()).toArray());
    }

    @Override
    public Operand<TFloat32> loss(Denoising batch) {
      Ops tf = batch.tf();
      Operand<TFloat32> signal = batch.teacher().signal(batch.latent(), batch.level());
      Operand<TFloat32> nothing = tf.math.mul(tf.constant(0f), batch.output());
      return SignalError.mean(batch, tf.math.square(tf.math.add(signal, nothing)));
    }
  }

  private static final double[] TIMES = {0.01, 0.2, 0.4, 0.6, 0.8, 1};
  private static final Batch SIGNAL = new SeededNoise(1, 0, BATCH, PLANE).draw(0);
  private static final Batch NOISE = new SeededNoise(1, 0, BATCH, PLANE).draw(1);

  @ParameterizedTest
  @ValueSource(strings = {"signal", "noise", "velocity", "score", "flow"})
  void predictsWhatItDoesAsAModel(String predict) {
    Assembly teacher = teacher("{type: simple, predict: %s}".formatted(predict), 1);
    try (NetworkModel model = model(teacher)) {
      assertSquares(
          squares(teacher, Optional.empty(), new int[BATCH], Condition.none(BATCH)),
          model.predict(latents(teacher), TIMES, Condition.none(BATCH)).signal());
    }
  }

  /** One scale, and one for each example: classifier-free guidance of the model. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGuidedOnePredictsWithAndWithoutWhatIsKnown(boolean each) {
    Assembly teacher = teacher("{type: simple, predict: velocity}", 0.2);
    double[] scales = {3, 3, 3, 3, 3, 3};
    if (each) {
      Arrays.setAll(scales, i -> 1 + 0.5 * i);
    }
    int[] labels = {0, 1, 1, 0, 2, 1};
    Condition known = Condition.labels(0, 1, 1, 0, Condition.NONE, 1);
    try (NetworkModel model = model(teacher)) {
      Prediction with = model.predict(latents(teacher), TIMES, known);
      Prediction without = model.predict(latents(teacher), TIMES, Condition.none(BATCH));
      assertSquares(
          squares(
              teacher,
              Optional.of(each ? new GuidanceScales(1, 4) : GuidanceScales.of(3)),
              labels,
              each ? Condition.none(BATCH).withFurtherNumber(0, scales) : Condition.none(BATCH)),
          without.mix(scales, with).signal());
      assertThat(with.signal()).isNotEqualTo(without.signal());
    }
  }

  /** A student of all scales teaches the next one: by its input, not by guidance of its own. */
  @Test
  void oneThatIsToldTheScaleIsAskedOnce() {
    Assembly teacher =
        teacher(
            "{type: progressive-distillation, teacher: its, guidance-scale: 1, guidance-scale-to: 4}",
            0.2);
    int[] labels = {0, 1, 1, 0, 2, 1};
    double[] scales = {1, 2, 3, 4, 2.5, 1.5};
    Condition told = Condition.labels(0, 1, 1, 0, Condition.NONE, 1).withFurtherNumber(0, scales);
    Condition usual = Condition.labels(0, 1, 1, 0, Condition.NONE, 1);
    try (NetworkModel model = model(teacher)) {
      Batch expected = model.predict(latents(teacher), TIMES, told).signal();
      assertSquares(
          squares(teacher, Optional.of(new GuidanceScales(1, 4)), labels, told), expected);
      Arrays.fill(scales, 2.5);
      assertSquares(
          squares(teacher, Optional.of(GuidanceScales.of(2.5)), labels, usual),
          model.predict(latents(teacher), TIMES, usual.withFurtherNumber(0, scales)).signal());
      Arrays.fill(scales, 1);
      assertThat(model.predict(latents(teacher), TIMES, usual).signal())
          .as("where nothing is said of the scale")
          .isEqualTo(
              model.predict(latents(teacher), TIMES, usual.withFurtherNumber(0, scales)).signal())
          .isNotEqualTo(expected);
    }
  }

  private static Assembly teacher(String objective, double labelDropout) {
    return Assembler.assemble(
            ConfigReader.read(
                "teacher",
                """
                data: {type: points, shape: moons}
                network: {type: mlp, width: 8, layers: 1}
                preconditioning: edm
                objective: %s
                train: {label-dropout: %s}
                """
                    .formatted(objective, labelDropout),
                List.of(),
                new PluginLoader().load(List.of()).registry()))
        .assembly();
  }

  private static Map<String, float[]> weights(Assembly teacher) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    Weights.shapes(teacher)
        .forEach(
            (name, shape) ->
                weights.put(
                    name,
                    new SeededNoise(4, 0, 1, DataShape.point(Math.toIntExact(shape.size())))
                        .draw(name.hashCode())
                        .times(0.3)
                        .values()));
    return weights;
  }

  private static NetworkModel model(Assembly teacher) {
    NetworkModel model = new NetworkModel(teacher, FAST_START);
    model.load(weights(teacher));
    return model;
  }

  private static Batch latents(Assembly teacher) {
    double[] alphas = new double[BATCH];
    double[] sigmas = new double[BATCH];
    for (int i = 0; i < BATCH; i++) {
      alphas[i] = teacher.schedule().at(TIMES[i]).alpha();
      sigmas[i] = teacher.schedule().at(TIMES[i]).sigma();
    }
    return SIGNAL.combineEach(alphas, sigmas, NOISE);
  }

  /** The mean square of each signal that is predicted inside the graph of a step. */
  private static float[] squares(
      Assembly teacher, Optional<GuidanceScales> guidance, int[] labels, Condition known) {
    Assembly student =
        Parts.of(
            teacher.data(),
            teacher.schedule(),
            teacher.network(),
            teacher.preconditioning(),
            new OfTheTeacher(guidance));
    try (TrainingGraph graph =
        new TrainingGraph(
            student,
            BATCH,
            1,
            BuiltIn.adamW(1e-3, 1, 0, 1, 0.9),
            FAST_START,
            Optional.of(new TrainedTeacher(teacher, weights(teacher))))) {
      graph.initialize(1);
      assertThat(graph.shapes().keySet()).noneMatch(name -> name.startsWith("teacher"));
      TrainingInput input =
          new TrainingInput(1, SIGNAL, labels, TimeDraw.even(TIMES), 1)
              .withNoise(NOISE)
              .withCondition(known);
      try (Feeds feeds = graph.feed(input)) {
        return graph.step(feeds).losses();
      }
    }
  }

  private static void assertSquares(float[] found, Batch expected) {
    for (int i = 0; i < BATCH; i++) {
      float[] one = expected.example(i);
      double square = ((double) one[0] * one[0] + (double) one[1] * one[1]) / 2;
      assertThat((double) found[i]).isCloseTo(square, within(1e-4 * (1 + square)));
    }
  }
}
