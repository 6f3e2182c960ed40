package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.fake.BuiltIn;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.Average;
import org.tweedie.engine.tensor.NetworkModel;
import org.tweedie.engine.tensor.SessionSettings;
import org.tweedie.engine.tensor.TrainedTeacher;
import org.tweedie.engine.tensor.TrainingGraph;
import org.tweedie.engine.tensor.UpdateSettings;

/**
 * Small networks of eight Gaussians in the plane that learn from another one to take few steps:
 * what they draw is nearer to the data than what their teacher draws in as many, from the same
 * noise.
 */
@Tag("long")
class StudentsLearnTest {

  private static final int BATCH = 128;
  private static final int COUNT = 128;
  private static final int REPLICATES = 8;
  private static final DataShape PLANE = DataShape.point(2);
  private static final SessionSettings FAST_START = new SessionSettings(0, false, false);
  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();

  private static final Coupling TRANSPORT =
      parts("{type: flow-matching, coupling: optimal-transport}", "ddim", "rectified-flow")
          .assembly()
          .objective()
          .coupling()
          .orElseThrow();

  private static Trained teacher;

  /** A network with its components and its averaged weights. */
  private record Trained(NetworkModel model, Assembled parts, Map<String, float[]> weights)
      implements AutoCloseable {

    TrainedTeacher asTeacher() {
      return new TrainedTeacher(parts.assembly(), weights);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  @BeforeAll
  static void train() {
    teacher = trained("{type: simple, predict: velocity}", "ddim", "cosine", 500, Optional.empty());
  }

  @AfterAll
  static void close() {
    teacher.close();
  }

  private static Assembled parts(String objective, String sampler, String schedule) {
    return Assembler.assemble(
        ConfigReader.read(
            "student",
            """
            data: {type: points, shape: gaussians}
            schedule: %s
            network: {type: mlp, width: 32}
            objective: %s
            sampler: %s
            """
                .formatted(schedule, objective, sampler),
            List.of(),
            BUILT_IN));
  }

  private static Trained trained(
      String objective, String sampler, String schedule, int steps, Optional<Trained> from) {
    Assembled parts = parts(objective, sampler, schedule);
    Assembly assembly = parts.assembly();
    UpdateSettings optimizer = BuiltIn.adamW(4e-3, 30, 0.01, 1, 0.98);
    NetworkModel model = TrainedModels.withoutWeights(assembly, FAST_START);
    try (TrainingGraph graph =
        new TrainingGraph(
            assembly, BATCH, 1, optimizer, FAST_START, from.map(Trained::asTeacher))) {
      Map<String, float[]> known = from.map(Trained::weights).orElse(Map.of());
      graph.initialize(1, known, known);
      RecentLosses losses = new RecentLosses(BATCH, OptionalInt.empty());
      Inputs inputs =
          new Inputs(assembly, parts.data().train(), losses, BATCH, 1, List.of(), steps);
      new TrainingLoop(graph, inputs).run(1, steps, (step, result) -> true);
      Map<String, float[]> weights = Average.in(graph.state(), Average.MAIN);
      model.load(weights);
      return new Trained(model, parts, weights);
    }
  }

  /** A step of the student's for four of its teacher's. */
  @Test
  void progressiveDistillationMakesFewStepsWorthMany() {
    try (Trained student =
        trained(
            "{type: progressive-distillation, teacher: it, steps: 2, teacher-steps: 4}",
            "{type: ddim, steps: 2}",
            "cosine",
            250,
            Optional.of(teacher))) {
      assertIsNearer(student, "{type: ddim, steps: 2}", 0.7);
    }
  }

  /**
   * One network for all scales: told 0 it leads where the teacher does that is told no class, told
   * 3 where one that is guided by it.
   */
  @Test
  void aStudentOfAllScalesLeadsWhereItsGuidedTeacherDoes() {
    try (Trained student =
        trained(
            "{type: progressive-distillation, teacher: it, steps: 4, guidance-scale: 0,"
                + " guidance-scale-to: 3}",
            "{type: ddim, steps: 4}",
            "cosine",
            300,
            Optional.of(teacher))) {
      Assembly eight =
          parts("{type: simple, predict: velocity}", "{type: ddim, steps: 8}", "cosine").assembly();
      int[] labels = IntStream.range(0, COUNT).map(i -> i % 8).toArray();
      Condition known = Condition.labels(labels);
      Map<Double, Batch> students = new LinkedHashMap<>();
      Map<Double, Batch> teachers = new LinkedHashMap<>();
      for (double scale : new double[] {0, 3}) {
        double[] told = new double[COUNT];
        Arrays.fill(told, scale);
        students.put(
            scale,
            samples(
                student.parts.assembly(),
                student.model.given(known.withFurtherNumber(0, told)),
                0));
        teachers.put(scale, samples(eight, guided(teacher.model, scale).given(known), 0));
      }
      double between = apart(at(teachers, 0), at(teachers, 3));
      for (double scale : new double[] {0, 3}) {
        assertThat(apart(at(students, scale), at(teachers, scale)))
            .as("squared distance at scale %s; of the teacher's two scales %s", scale, between)
            .isLessThan(0.25 * between);
      }
    }
  }

  private static Batch at(Map<Double, Batch> samples, double scale) {
    return Objects.requireNonNull(samples.get(scale));
  }

  /** The mean squared distance of samples from the same noise. */
  private static double apart(Batch one, Batch other) {
    return Arrays.stream(one.squaredDistances(other)).average().orElseThrow();
  }

  private static DiffusionModel guided(DiffusionModel model, double scale) {
    return new DiffusionModel() {
      @Override
      public NoiseSchedule schedule() {
        return model.schedule();
      }

      @Override
      public Prediction predict(Batch z, double[] times, Condition condition) {
        return model
            .predict(z, times, Condition.none(z.count()))
            .mix(scale, model.predict(z, times, condition));
      }
    };
  }

  @Test
  void consistencyDistillationJumpsToTheEnds() {
    try (Trained student =
        trained(
            "{type: consistency-distillation, teacher: it, intervals: 16}",
            "consistency",
            "cosine",
            300,
            Optional.of(teacher))) {
      assertIsNearer(student, "{type: ddim, steps: 1}", 0.5);
    }
  }

  @Test
  void consistencyTrainingJumpsToTheEnds() {
    try (Trained student =
        trained(
            "{type: consistency-training, first-intervals: 8, last-intervals: 64}",
            "consistency",
            "cosine",
            400,
            Optional.empty())) {
      assertIsNearer(student, "{type: ddim, steps: 1}", 0.7);
    }
  }

  /** Where paths are straight, one step along the flow leads nearly where many do. */
  @Test
  void reflowStraightensPaths() {
    try (Trained first =
            trained("{type: flow-matching}", "ddim", "rectified-flow", 300, Optional.empty());
        Trained second =
            trained(
                "{type: flow-matching, coupling: reflow, teacher: it, teacher-steps: 8}",
                "{type: ddim, steps: 1}",
                "rectified-flow",
                200,
                Optional.of(first))) {
      assertThat(bend(second.model)).isBetween(0.0, 0.3 * bend(first.model));
      assertIsNearer(second, first, "{type: ddim, steps: 1}", 0.5);
    }
  }

  /** How far the flow turns on the way, as a share of its square: 0 where paths are straight. */
  private static double bend(DiffusionModel model) {
    int steps = 40;
    Batch z = noise(0);
    Batch first = flow(model, z, 1);
    double turned = 0;
    double size = 0;
    for (int i = steps; i > 0; i--) {
      Batch flow = flow(model, z, (double) i / steps);
      double[] off = flow.squaredDistances(first);
      double[] square = flow.squaredDistances(Batch.zeros(PLANE, COUNT));
      for (int k = 0; k < COUNT; k++) {
        turned += off[k];
        size += square[k];
      }
      z = z.combine(1, -1.0 / steps, flow);
    }
    return turned / size;
  }

  private static Batch flow(DiffusionModel model, Batch z, double time) {
    return model.predict(z, time, Condition.none(COUNT)).flow();
  }

  private static void assertIsNearer(Trained student, String teachersSampler, double share) {
    assertIsNearer(student, teacher, teachersSampler, share);
  }

  /** Paired: the same noise, and the same examples to compare with. */
  private static void assertIsNearer(
      Trained student, Trained of, String teachersSampler, double share) {
    Assembly other =
        parts("{type: simple, predict: velocity}", teachersSampler, "cosine").assembly();
    double[] differences = new double[REPLICATES];
    double own = 0;
    double its = 0;
    for (int i = 0; i < REPLICATES; i++) {
      Batch data = examples(of.parts, i);
      double near = distance(samples(student.parts.assembly(), student.model, i), data);
      double far = distance(samples(other, of.model, i), data);
      own += near / REPLICATES;
      its += far / REPLICATES;
      differences[i] = far - near;
    }
    double mean = its - own;
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    double error = Math.sqrt(squares / (REPLICATES - 1) / REPLICATES);
    assertThat(own)
        .as(
            "squared Wasserstein distance; the teacher's is %s, error of the difference %s",
            its, error)
        .isLessThan(share * its);
    assertThat(mean).as("difference in standard errors of %s", error).isGreaterThan(3 * error);
  }

  private static Batch noise(int replicate) {
    return new SeededNoise(3, (long) replicate * COUNT, COUNT, PLANE).draw(0);
  }

  private static Batch samples(Assembly with, DiffusionModel model, int replicate) {
    return samples(with, model.given(Condition.none(COUNT)), replicate);
  }

  private static Batch samples(Assembly with, Denoiser model, int replicate) {
    Batch start = noise(replicate).times(Math.sqrt(model.schedule().at(1).power()));
    return with.sampler()
        .sample(
            model,
            start,
            new SeededNoise(2, (long) replicate * COUNT, COUNT, PLANE),
            StepListener.NONE);
  }

  private static Batch examples(Assembled parts, int replicate) {
    float[] values = new float[2 * COUNT];
    for (int i = 0; i < COUNT; i++) {
      parts.data().test().read(replicate * COUNT + i, values, 2 * i);
    }
    return Batch.of(PLANE, values);
  }

  /** The squared Wasserstein distance of two samples of one size, exact. */
  private static double distance(Batch first, Batch second) {
    int[] order = TRANSPORT.order(first, second);
    double sum = 0;
    for (int i = 0; i < first.count(); i++) {
      for (int k = 0; k < 2; k++) {
        double apart = first.values()[2 * i + k] - second.values()[2 * order[i] + k];
        sum += apart * apart;
      }
    }
    return sum / first.count();
  }
}
