package org.tweedie.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.objective.Denoising;
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

  /** Its loss is the mean square of what the teacher predicts, and nothing of the student's. */
  private static final class OfTheTeacher implements Objective {

    @Override
    public Parameterization predicts() {
      return Parameterization.VELOCITY;
    }

    @Override
    public Optional<TeacherRun> teacher() {
      return Optional.of(new TeacherRun("it", 0));
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

  @ParameterizedTest
  @ValueSource(strings = {"signal", "noise", "velocity", "score", "flow"})
  void predictsWhatItDoesAsAModel(String predict) {
    Assembly teacher =
        Assembler.assemble(
                ConfigReader.read(
                    "teacher",
                    """
                    data: {type: points, shape: moons}
                    network: {type: mlp, width: 8, layers: 1}
                    preconditioning: edm
                    objective: {type: simple, predict: %s}
                    train: {label-dropout: 1}
                    """
                        .formatted(predict),
                    List.of(),
                    new PluginLoader().load(List.of()).registry()))
            .assembly();
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
    Batch signal = new SeededNoise(1, 0, BATCH, PLANE).draw(0);
    Batch noise = new SeededNoise(1, 0, BATCH, PLANE).draw(1);
    double[] times = {0.01, 0.2, 0.4, 0.6, 0.8, 1};
    float[] found;
    Assembly student =
        Parts.of(
            teacher.data(),
            teacher.schedule(),
            teacher.network(),
            teacher.preconditioning(),
            new OfTheTeacher());
    try (TrainingGraph graph =
        new TrainingGraph(
            student,
            BATCH,
            1,
            BuiltIn.adamW(1e-3, 1, 0, 1, 0.9),
            FAST_START,
            Optional.of(new TrainedTeacher(teacher, weights)))) {
      graph.initialize(1);
      assertThat(graph.shapes().keySet()).noneMatch(name -> name.startsWith("teacher"));
      TrainingInput input =
          new TrainingInput(1, signal, new int[BATCH], TimeDraw.even(times), 1).withNoise(noise);
      try (Feeds feeds = graph.feed(input)) {
        found = graph.step(feeds).losses();
      }
    }
    double[] alphas = new double[BATCH];
    double[] sigmas = new double[BATCH];
    for (int i = 0; i < BATCH; i++) {
      alphas[i] = teacher.schedule().at(times[i]).alpha();
      sigmas[i] = teacher.schedule().at(times[i]).sigma();
    }
    try (NetworkModel model = new NetworkModel(teacher, FAST_START)) {
      model.load(weights);
      Batch expected =
          model
              .predict(signal.combineEach(alphas, sigmas, noise), times, Condition.none(BATCH))
              .signal();
      for (int i = 0; i < BATCH; i++) {
        float[] one = expected.example(i);
        double square = ((double) one[0] * one[0] + (double) one[1] * one[1]) / 2;
        assertThat((double) found[i]).isCloseTo(square, within(1e-4 * (1 + square)));
      }
    }
  }
}
