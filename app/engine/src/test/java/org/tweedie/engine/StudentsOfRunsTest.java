package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Distillation;
import org.tweedie.engine.inspection.Inspector;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.progress.RunListener;

/** Runs that learn from other runs. */
class StudentsOfRunsTest {

  private static final int STEPS = 6;

  private static Tweedie tweedie;

  @TempDir private static Path shared;

  /** A run of a few steps. */
  private static Path teacher;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    teacher = shared.resolve("teacher");
    trained(teacher, config()).close();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static RunConfig config() {
    return tweedie
        .example("moons")
        .with("network", Map.of("type", "mlp", "width", 16, "layers", 1))
        .with("train.steps", STEPS)
        .with("train.batch", 16)
        .with("train.sample-every", 0)
        .with("train.threads", 1);
  }

  private static RunConfig student(String objective, Path from) {
    Map<String, Object> options = new LinkedHashMap<>(Map.of("type", objective));
    switch (objective) {
      case "consistency-training" -> options.put("last-intervals", 40);
      case "flow-matching" ->
          options.putAll(
              Map.of("coupling", "reflow", "teacher", from.toString(), "teacher-steps", 3));
      default -> options.put("teacher", from.toString());
    }
    boolean jumps = objective.startsWith("consistency");
    return config()
        .with("objective", options)
        .with(
            "sampler",
            jumps ? Map.of("type", "consistency", "steps", 2) : Map.of("type", "ddim", "steps", 4))
        .with("measures", List.of("energy-distance"))
        .with("evaluate.samples", 20)
        .with("train.seed", 3);
  }

  private static Run trained(Path folder, RunConfig config) throws IOException {
    Run run = tweedie.create(folder, config);
    assertThat(run.train(RunListener.silent())).isTrue();
    return run;
  }

  private static Path copied(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Its checkpoint, its samples and what is measured of it need no teacher. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "progressive-distillation",
        "consistency-distillation",
        "consistency-training",
        "flow-matching"
      })
  void aStudentGoesOnBitForBitAndIsUsedLikeAnyRun(String objective) throws IOException {
    Path own = copied(teacher, folder.resolve("teacher"));
    RunConfig config = student(objective, own);
    int[] asked = {0};
    try (Run whole = trained(folder.resolve("whole"), config);
        Run stopped = tweedie.create(folder.resolve("stopped"), config)) {
      stopped.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 3));
      try (Run resumed = tweedie.resume(folder.resolve("stopped"), config)) {
        assertThat(resumed.step()).isEqualTo(3);
        assertThat(resumed.train(RunListener.silent())).isTrue();
        assertThat(resumed.checkpoint()).hasSameBinaryContentAs(whole.checkpoint());
      }
      assertThat(Files.readString(whole.checkpoint(), StandardCharsets.ISO_8859_1))
          .as("a checkpoint holds no teacher")
          .doesNotContain("teacher/");
    }
    delete(own);
    try (Run opened = tweedie.open(folder.resolve("whole"))) {
      assertThat(opened.sample(Samples.count(3)).count()).isEqualTo(3);
      assertThat(opened.measure(RunListener.silent()).readings()).isNotEmpty();
    }
    try (Run done = tweedie.resume(folder.resolve("whole"), config)) {
      assertThat(done.train(RunListener.silent())).as("all steps are done").isTrue();
    }
  }

  @Test
  void provenanceNamesTheTeacher() throws IOException {
    try (Run run =
        tweedie.create(folder.resolve("run"), student("consistency-distillation", teacher))) {
      assertThat(run.notes().get(0))
          .matches("learns from '.*teacher' after step 6 \\(sha256 [0-9a-f]{12}\\.\\.\\.\\)");
      assertThat(Files.readString(folder.resolve("run").resolve("provenance.json")))
          .containsPattern(
              "(?s)\"teacher\" : \\{\\s+\"run\" : \".*teacher\",.*\"after_step\" : 6,\\s+"
                  + "\"sha256\" : \"[0-9a-f]{64}\"");
    }
  }

  @Test
  void aTrainingGoesOnWithTheTeacherThatItWasBegunWith() throws IOException {
    Path own = copied(teacher, folder.resolve("teacher"));
    RunConfig config = student("progressive-distillation", own);
    int[] asked = {0};
    try (Run stopped = tweedie.create(folder.resolve("run"), config)) {
      stopped.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 2));
    }
    try (Run longer = tweedie.resume(own, config().with("train.steps", STEPS + 2))) {
      longer.train(RunListener.silent());
    }
    assertThatThrownBy(() -> tweedie.resume(folder.resolve("run"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is not what it was when the run was begun");
    delete(own);
    assertThatThrownBy(() -> tweedie.resume(folder.resolve("run"), config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("There is no run '%s'", own);
  }

  @Test
  void aTeacherThatDoesNotFitIsRefusedInWords() {
    RunConfig config = student("consistency-distillation", teacher);
    assertThatThrownBy(
            () -> tweedie.create(folder.resolve("run"), config.with("schedule", "sigmoid")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("objective")
        .hasMessageContaining("was trained on another noise schedule ({type: cosine");
    assertThatThrownBy(
            () ->
                tweedie.create(
                    folder.resolve("run"),
                    config.with("objective.teacher", folder.resolve("nowhere").toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("There is no run '%s'", folder.resolve("nowhere"));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aStudyKnowsTheTeachersContent() {
    assertThat(
            new Inspector(Optional.empty())
                .inspect(student("consistency-distillation", teacher), Location.of("study"))
                .inputs()
                .get(Kind.Stage.TRAINING))
        .hasEntrySatisfying(
            "the newest checkpoint of the run '" + teacher + "'",
            content -> assertThat(content).startsWith("step 6, sha256 "));
  }

  /** Halving: each round is a run whose teacher is the round before. */
  @Test
  void roundsHalveTheStepsOfTheTeacher() throws IOException {
    Distillation distillation;
    try (Run run = tweedie.open(teacher)) {
      distillation =
          new Distillation(
              teacher,
              run.config(),
              run.assembly().data().shape(),
              run.assembly().objective().predicts(),
              Distillation.objectives(tweedie.components()).get(0));
    }
    Path last = folder.resolve("student");
    List<Distillation.Round> rounds = distillation.rounds(8, 2, last);
    assertThat(rounds)
        .containsExactly(
            new Distillation.Round(4, folder.resolve("student-4"), teacher),
            new Distillation.Round(2, last, folder.resolve("student-4")));
    assertThatThrownBy(() -> distillation.rounds(12, 2, last))
        .hasMessage("12 steps are not halved to 2: take 2 times a power of two, as 32.");
    for (Distillation.Round round : rounds) {
      RunConfig config = distillation.student(round, rounds.size(), List.of());
      assertThat(config.train().steps()).isEqualTo(STEPS / 2);
      try (Run student = trained(round.folder(), config)) {
        assertThat(student.assembly().objective().timesteps()).hasValue(round.steps());
        assertThat(student.config().at("sampler.steps")).hasValue(round.steps() + "");
        assertThat(student.config().at("train.from")).hasValue(round.teacher().toString());
        assertThat(student.notes())
            .as("beside its teacher only that there are few steps")
            .filteredOn(note -> !note.startsWith("The learning rate gets to"))
            .hasSize(2);
      }
    }
  }

  /**
   * Two rounds of all scales: the second teacher is told the scale as its own teacher was asked.
   */
  @Test
  void aStudentOfSeveralScalesIsToldOne() throws IOException {
    Distillation distillation = guidedBy(new GuidanceScales(1, 4));
    Path last = folder.resolve("student");
    List<Distillation.Round> rounds = distillation.rounds(8, 2, last);
    for (Distillation.Round round : rounds) {
      RunConfig config = distillation.student(round, rounds.size(), List.of());
      assertThat(config.at("objective.guidance-scale-to")).hasValue("4");
      assertThat(config.at("guidance.scale")).hasValue("2.5");
      int[] asked = {0};
      try (Run stopped = tweedie.create(round.folder(), config)) {
        stopped.train(RunListener.silent().stoppedBy(() -> ++asked[0] == 2));
      }
      try (Run resumed = tweedie.resume(round.folder(), config);
          Run whole = trained(folder.resolve("whole-" + round.steps()), config)) {
        assertThat(resumed.train(RunListener.silent())).isTrue();
        assertThat(resumed.checkpoint()).hasSameBinaryContentAs(whole.checkpoint());
      }
    }
    try (Run student = tweedie.open(last)) {
      Samples samples = Samples.count(3).seed(1).ofClass(1);
      Batch usual = student.sample(samples);
      assertThat(student.measure(RunListener.silent()).readings()).isNotEmpty();
      try (Run told = tweedie.open(last, config -> config.with("guidance.scale", 4))) {
        assertThat(told.sample(samples)).isNotEqualTo(usual);
      }
      assertThatThrownBy(
              () -> tweedie.open(last, config -> config.with("guidance.scale", 5)).close())
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("the network learnt those from 1.0 to 4.0");
    }
  }

  /** The flow of its students is guided already. */
  @Test
  void aStudentOfOneScaleIsTaughtByAGuidedTeacherOnce() {
    Distillation distillation = guidedBy(GuidanceScales.of(3));
    List<Distillation.Round> rounds = distillation.rounds(8, 2, folder.resolve("student"));
    assertThat(distillation.student(rounds.get(0), 2, List.of()).at("objective.guidance-scale"))
        .hasValue("3");
    RunConfig second = distillation.student(rounds.get(1), 2, List.of());
    assertThat(second.at("objective.guidance-scale")).hasValue("1");
    assertThat(second.at("guidance")).isEqualTo(config().at("guidance"));
  }

  private static Distillation guidedBy(GuidanceScales scales) {
    try (Run run = tweedie.open(teacher)) {
      return new Distillation(
          teacher,
          run.config(),
          run.assembly().data().shape(),
          run.assembly().objective().predicts(),
          Distillation.objectives(tweedie.components()).get(0),
          Optional.of(scales));
    }
  }

  @Test
  void guidanceThatCannotBeIsRefusedInWords() throws IOException {
    Path always = folder.resolve("always");
    trained(always, config().with("train.label-dropout", 0)).close();
    RunConfig student = student("progressive-distillation", always).with("train.label-dropout", 0);
    assertThatThrownBy(
            () ->
                tweedie.create(folder.resolve("run"), student.with("objective.guidance-scale", 2)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has never seen an example without its class");
    assertThatThrownBy(
            () ->
                tweedie.create(
                    folder.resolve("run"),
                    student
                        .with("network", "linear")
                        .with("objective.teacher", teacher.toString())
                        .with("objective.guidance-scale-to", 2)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("takes no numbers");
  }
}
