package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.report.TrialOutcome;

class StudyFolderTest {

  @TempDir Path path;
  private StudyFolder folder;
  private Plan plan;
  private String id;

  @BeforeEach
  void writeAStudyWithOneTrialThatIsDone() throws IOException {
    folder = new StudyFolder(path.resolve("s"));
    plan =
        Plan.of(
            StudyReader.read(
                "s",
                "base: {data: toy}\naxes: {schedule: [linear, cosine]}\n",
                StudyArguments.NONE,
                any -> Optional.empty(),
                Fakes.registry()),
            Fakes.registry());
    folder.begin(plan, 2);
    Trial trial = plan.trials().get(1);
    id = trial.id();
    Files.createDirectories(folder.run(id).samples());
    Files.createFile(folder.run(id).samples().resolve("grid.png"));
    Files.writeString(
        folder.run(id).metrics(),
        """
        {"step":10,"train/loss":4.0,"train/bits_per_dim":3.0,"train/steps_per_second":5.0}
        {"step":10,"test/bits_per_dim":2.9}
        {"step":20,"train/loss":"NaN","train/bits_per_dim":2.5,"train/steps_per_second":10.0}
        """);
    Files.writeString(
        folder.run(id).evaluation(),
        """
        {"total": {"mean": 2.25, "standardError": 0.125},
         "prior": {"mean": 0.25, "standardError": 0.0},
         "reconstruction": {"mean": 0.5, "standardError": 0.0},
         "diffusion": {"mean": 1.5, "standardError": "NaN"},
         "protocol": {"step": 20}}
        """);
    folder.write(
        new TrialRecord(
            id,
            9,
            trial.settings(),
            1,
            TrialRecord.DONE,
            1,
            7,
            3,
            0,
            "",
            20,
            Map.of(20L, 2.25),
            2));
  }

  @Test
  void outcomesAreReadFromTheFiles() throws IOException {
    List<TrialOutcome> outcomes = folder.outcomes();
    assertThat(outcomes).hasSize(1);
    TrialOutcome outcome = outcomes.get(0);
    assertThat(outcome.number()).as("its number in the plan, not that of its record").isEqualTo(2);
    assertThat(outcome.settings()).isEqualTo(Map.of("schedule", "cosine"));
    assertThat(outcome.status()).isEqualTo("done");
    assertThat(outcome.metrics())
        .containsEntry("test_bpd", 2.25)
        .containsEntry("test_bpd_se", 0.125)
        .containsEntry("prior", 0.25)
        .containsEntry("reconstruction", 0.5)
        .containsEntry("diffusion", 1.5)
        .containsEntry("diffusion_se", Double.NaN)
        .containsEntry("train_bpd", 2.5)
        .containsEntry("loss", Double.NaN)
        .containsEntry("steps_per_second", 10.0);
    assertThat(outcome.curves().get("test/bits_per_dim")).containsExactly(new double[] {10, 2.9});
    assertThat(outcome.curves().get("train/loss")).hasSize(2);
    assertThat(outcome.samples()).contains(folder.run(id).samples().resolve("grid.png"));
    assertThat(TrialResults.of(folder.run(id)).trainSeconds())
        .as("10 steps at 5 a second, and 10 at 10")
        .isCloseTo(3, within(1e-12));
  }

  @Test
  void withoutAPlanTheTrialsTellThemselves() throws IOException {
    Files.writeString(folder.plan(), "{\"metric\": ");
    assertThat(folder.outcomes()).extracting(TrialOutcome::number).containsExactly(9);
    assertThat(folder.threads()).contains(2);
    Files.delete(folder.plan());
    assertThat(folder.outcomes()).extracting(TrialOutcome::id).containsExactly(id);
  }

  @Test
  void aDamagedLineOfMetricsCostsThatLineAlone() throws IOException {
    String text = Files.readString(folder.run(id).metrics());
    Files.writeString(folder.run(id).metrics(), text.replace("{\"step\":10,\"test", "\0\0\0{"));
    TrialOutcome outcome = folder.outcomes().get(0);
    assertThat(outcome.metrics()).containsEntry("train_bpd", 2.5);
    assertThat(outcome.curves()).doesNotContainKey("test/bits_per_dim");
  }

  @Test
  void aRecordThatCannotBeReadIsATrialToLookAtAgain() throws IOException {
    Files.writeString(folder.run(id).path().resolve("trial.json"), "{\"id\": \"x\", ");
    assertThat(folder.read(id)).isEmpty();
    assertThat(folder.outcomes()).isEmpty();
  }

  @Test
  void trialsOfAnEarlierFormAreCountedAndNotReported() throws IOException {
    Files.createDirectories(folder.trials().resolve("0123"));
    folder.write(
        new TrialRecord("0123", 1, Map.of(), 1, TrialRecord.DONE, 1, 1, 1, 0, "", 3, Map.of(), 2));
    assertThat(folder.strangers(plan)).isEqualTo(1);
    assertThat(StudyChanges.of(plan, folder))
        .singleElement()
        .asString()
        .contains("1 trial of an earlier form of the study");
    assertThat(folder.outcomes()).hasSize(1);
  }

  @Test
  void aLockIsGivenToOneAtATime() throws IOException {
    try (StudyLock lock = StudyLock.take(folder.lock()).orElseThrow()) {
      assertThat(StudyLock.take(folder.lock())).isEmpty();
      assertThat(StudyLock.holder(folder.lock()))
          .isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(lock).isNotNull();
    }
    try (StudyLock again = StudyLock.take(folder.lock()).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }
}
