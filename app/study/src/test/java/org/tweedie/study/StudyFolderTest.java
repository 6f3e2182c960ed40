package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.file.Lock;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;

class StudyFolderTest {

  @TempDir Path path;
  private StudyFolder folder;
  private Plan plan;
  private Trial trial;
  private Path metrics;

  @BeforeEach
  void writeAStudyWithOneTrialThatIsDone() throws IOException {
    folder = new StudyFolder(path.resolve("s"));
    plan =
        Plan.of(
            StudyReader.read(
                "s",
                "base: {data: toy, measures: bits, train: {steps: 20}}\naxes: {schedule: [linear, cosine]}\n",
                StudyArguments.NONE,
                any -> Optional.empty(),
                Fakes.registry(FakeMeasures.class)),
            Fakes.registry(FakeMeasures.class));
    folder.begin(plan, 2);
    trial = plan.trials().get(1);
    for (Stage stage : trial.atEnd()) {
      Outcome outcome = Outcome.none(stage.id()).begun().at(20).took(1, 2);
      folder
          .stage(stage.id())
          .write(
              (stage.id().phase() == Phase.MEASURE ? outcome.with(READINGS) : outcome)
                  .ended(Status.DONE, List.of()));
    }
    Path samples = folder.stage(trial.of(Phase.SAMPLE).get(0).id()).path();
    Files.createFile(samples.resolve("grid.png"));
    metrics =
        Files.writeString(
            folder.stage(trial.training().id()).path().resolve("metrics.jsonl"),
            """
            {"step":10,"train/loss":4.0,"train/bits_per_dim":3.0,"train/steps_per_second":5.0}
            {"step":10,"test/bits_per_dim":2.9}
            {"step":20,"train/loss":"NaN","train/bits_per_dim":2.5,"train/steps_per_second":10.0}
            """);
    folder.write(record(Status.DONE));
  }

  private static final List<Reading> READINGS =
      List.of(
          Reading.of("test_bpd", 2.25)
              .named("bits")
              .withStandardError(0.125)
              .inUnit("bits/dim")
              .lessIsBetter()
              .withExamples(new double[] {2, 2.5}),
          Reading.of("prior", Double.NaN).moreIsBetter().withReference(0.5));

  private TrialRecord record(Status status) {
    return new TrialRecord(
        StageFolder.FORMAT,
        trial.id(),
        9,
        trial.settings(),
        1,
        status,
        List.of(),
        20,
        trial.atEnd().stream().map(Stage::id).toList(),
        Map.of(20L, 2.25));
  }

  @Test
  void outcomesAreReadFromTheFiles() throws IOException {
    List<TrialOutcome> outcomes = folder.outcomes();
    assertThat(outcomes).hasSize(1);
    TrialOutcome outcome = outcomes.get(0);
    assertThat(outcome.number()).as("its number in the plan, not that of its record").isEqualTo(2);
    assertThat(outcome.settings()).isEqualTo(Map.of("schedule", "cosine"));
    assertThat(outcome.status()).isEqualTo(Status.DONE);
    assertThat(outcome.readings().values()).as("as they were measured").containsAll(READINGS);
    Map<String, Double> values = new LinkedHashMap<>();
    outcome.readings().forEach((key, reading) -> values.put(key, reading.value()));
    assertThat(values)
        .containsEntry("train_bpd", 2.5)
        .containsEntry("loss", Double.NaN)
        .containsEntry("steps_per_second", 10.0);
    assertThat(outcome.curves().get("test/bits_per_dim")).containsExactly(new double[] {10, 2.9});
    assertThat(outcome.curves().get("train/loss")).hasSize(2);
    assertThat(outcome.samples().orElseThrow().getFileName()).hasToString("grid.png");
    assertThat(outcome.seconds()).isEqualTo(9);
    assertThat(outcome.seconds(Phase.TRAIN)).isEqualTo(3);
  }

  @Test
  void withoutAPlanTheTrialsTellOfThemselves() throws IOException {
    Files.writeString(folder.plan(), "{\"metrics\": ");
    assertThat(folder.outcomes()).extracting(TrialOutcome::number).containsExactly(9);
    assertThat(folder.damaged()).containsExactly(folder.plan());
    assertThat(folder.refusal()).as("it is made anew").isEmpty();
    assertThat(folder.threads()).isEmpty();
  }

  /** A number that is well-formed and another one than was measured. */
  @Test
  void aChangedNumberIsNotShownButTold() throws IOException {
    Path outcome = folder.stage(trial.of(Phase.MEASURE).get(0).id()).outcome();
    String text = Files.readString(outcome);
    assertThat(text).contains("2.25");
    Files.writeString(outcome, text.replace("2.25", "1.25"));
    assertThat(folder.damaged()).containsExactly(outcome);
    TrialOutcome shown = folder.outcomes().get(0);
    assertThat(shown.reading("test_bpd")).isEmpty();
    assertThat(shown.reading("train_bpd")).as("the rest is shown").isPresent();
    Files.writeString(outcome, text);
    Files.writeString(outcome, withoutChecksum(outcome));
    assertThat(folder.damaged()).as("an earlier version wrote no checksum").isEmpty();
    assertThat(folder.outcomes().get(0).reading("test_bpd")).contains(READINGS.get(0));
  }

  @Test
  void aChangedPlanAndAChangedTrialAreTold() throws IOException {
    Path file = folder.trials().resolve(trial.id() + ".json");
    Files.writeString(file, Files.readString(file).replace("2.25", "2.24"));
    assertThat(folder.damaged()).containsExactly(file);
    String plan = Files.readString(folder.plan());
    assertThat(plan).contains("\"threads\" : 2");
    Files.writeString(folder.plan(), plan.replace("\"threads\" : 2", "\"threads\" : 3"));
    assertThat(folder.damaged()).contains(folder.plan());
  }

  /** A file as an earlier version wrote it. */
  private static String withoutChecksum(Path file) throws IOException {
    String text = Files.readString(file);
    String earlier = text.replaceFirst(",\\s*\"checksum\" : \"crc32c [0-9a-f]{8}\"", "");
    assertThat(earlier).isNotEqualTo(text);
    return earlier;
  }

  @Test
  void aDamagedLineOfMetricsCostsThatLineAlone() throws IOException {
    Files.writeString(metrics, Files.readString(metrics).replace("{\"step\":10,\"test", "\0\0\0{"));
    TrialOutcome outcome = folder.outcomes().get(0);
    assertThat(outcome.reading("train_bpd").orElseThrow().value()).isEqualTo(2.5);
    assertThat(outcome.curves()).doesNotContainKey("test/bits_per_dim");
  }

  @Test
  void aRecordThatCannotBeReadIsATrialToLookAtAgain() throws IOException {
    Path file = folder.trials().resolve(trial.id() + ".json");
    Files.writeString(file, "{\"id\": \"x\", ");
    assertThat(folder.read(trial.id())).isEmpty();
    assertThat(folder.outcomes()).isEmpty();
    assertThat(folder.damaged()).containsExactly(file);
  }

  @Test
  void aByteThatIsNotUtf8HidesNothingElse() throws IOException {
    Path file = Files.write(folder.trials().resolve("0123.json"), new byte[] {'{', (byte) 0xff});
    assertThat(folder.outcomes()).hasSize(1);
    assertThat(folder.damaged()).containsExactly(file);
    Path outcome = folder.stage(trial.of(Phase.MEASURE).get(0).id()).outcome();
    byte[] bytes = Files.readAllBytes(outcome);
    bytes[20] = (byte) 0xff;
    Files.write(outcome, bytes);
    assertThat(folder.damaged()).containsExactlyInAnyOrder(file, outcome);
    assertThat(folder.outcomes().get(0).reading("test_bpd")).isEmpty();
    assertThat(folder.outcomes().get(0).reading("train_bpd")).isPresent();
  }

  @Test
  void anIdThatWasChangedShowsNoOtherTrialsNumbers() throws IOException {
    Path file = folder.trials().resolve(trial.id() + ".json");
    String text = withoutChecksum(file);
    String other = plan.trials().get(0).id();
    Files.writeString(file, text.replace(trial.id(), other));
    assertThat(folder.read(trial.id())).isEmpty();
    assertThat(folder.damaged()).containsExactly(file);
    Files.delete(file);
    Path copied =
        Files.writeString(
            folder.trials().resolve(other + ".json"), text.replace(trial.id(), other));
    assertThat(folder.outcomes()).as("its stages are not those of the plan").isEmpty();
    assertThat(folder.damaged()).containsExactly(copied);
  }

  @Test
  void aPlanWhoseIdWasChangedIsTold() throws IOException {
    String text = withoutChecksum(folder.plan());
    Files.writeString(folder.plan(), text.replace(plan.trials().get(0).id(), trial.id()));
    assertThat(folder.outcomes()).extracting(TrialOutcome::number).containsExactly(2);
    assertThat(folder.damaged()).contains(folder.plan());
  }

  @Test
  void anotherStagesOutcomeIsNotBelieved() throws IOException {
    Path outcome = folder.stage(trial.of(Phase.MEASURE).get(0).id()).outcome();
    Files.copy(
        folder.stage(trial.training().id()).outcome(),
        outcome,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(folder.damaged()).containsExactly(outcome);
    Files.writeString(outcome, "{\"stage\": \"../../x\"}");
    assertThat(folder.damaged()).containsExactly(outcome);
  }

  @Test
  void stagesOfAnEarlierFormAreCountedAndNotReported() throws IOException {
    StageId other = new StageId(Phase.SAMPLE, "0123");
    folder.stage(other).write(Outcome.none(other));
    assertThat(StudyChanges.of(plan, folder))
        .containsExactly(
            "Of an earlier form of the study there is 1 sampling more; it stays in its folder, and is not in the report.");
    assertThat(folder.outcomes()).hasSize(1);
  }

  /** Made by the version before stages: two networks with two seeds each, and one that diverges. */
  @Test
  void anEarlierStudyIsReadAndNotGoneOnWith() throws Exception {
    StudyFolder earlier =
        new StudyFolder(
            Path.of(getClass().getResource("/earlier-study/plan.json").toURI()).getParent());
    assertThat(earlier.refusal().orElseThrow())
        .contains(
            "was made by an earlier version of the program: its files are of format 1, and this version's of format 2.",
            "Please begin it anew in another folder");
    List<TrialOutcome> outcomes = earlier.outcomes();
    assertThat(outcomes)
        .extracting(TrialOutcome::status)
        .containsExactly(
            Status.DONE, Status.DONE, Status.FAILED, Status.DONE, Status.DONE, Status.FAILED);
    assertThat(outcomes.get(0).settings()).containsEntry("train.learning-rate", "1e-3");
    assertThat(outcomes.get(0).reading("test_bpd").orElseThrow())
        .hasToString("test_bpd = -1.1756217272784726 +- 3.0617425183962106");
    assertThat(outcomes.get(0).curves().get("train/loss")).hasSize(8);
    assertThat(outcomes.get(2).reason()).first().asString().contains("Training stopped at step 2");
    assertThat(earlier.damaged()).isEmpty();
  }

  @Test
  void aLockIsGivenToOneAtATime() throws IOException {
    try (Lock lock = Lock.take(folder.lock()).orElseThrow()) {
      assertThat(Lock.take(folder.lock())).isEmpty();
      assertThat(Lock.holder(folder.lock()))
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(lock).isNotNull();
    }
    try (Lock again = Lock.await(folder.lock())) {
      assertThat(again).isNotNull();
    }
  }
}
