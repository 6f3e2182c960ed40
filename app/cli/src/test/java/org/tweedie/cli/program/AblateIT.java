package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.TrialRecord;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Status;

/** Studies that go well, or not quite. */
class AblateIT {

  @TempDir Path folder;

  private Program.Ended ablate(String... more) {
    List<String> arguments = new ArrayList<>(List.of("ablate"));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--study", study().toString()));
    return Session.shared().run(arguments.toArray(String[]::new));
  }

  private Path study() {
    return folder.resolve("study");
  }

  private Path moons(int steps, String rest) {
    return Studies.moons(folder, steps, rest);
  }

  @Test
  void whatIsDoneIsNotRepeatedWhenTheStudyGrows() throws IOException {
    Path file = moons(6, "axes: {schedule: [linear, cosine]}\nseeds: [2]\n");
    ablate(file.toString()).succeeded();
    assertThat(Studies.statuses(study())).containsExactly("done", "done");
    List<TrialRecord> before = Studies.records(study());
    assertThat(before)
        .allSatisfy(
            record ->
                assertThat(Studies.outcome(study(), record).seconds())
                    .containsOnlyKeys("start", "train"));

    moons(6, "axes: {schedule: [sigmoid, cosine, linear]}\nseeds: [2]\n");
    String planned = ablate(file.toString(), "--plan").succeeded().out();
    assertThat(planned)
        .containsPattern("1 +sigmoid +2 +[0-9a-f]{12} +to do")
        .containsPattern("2 +cosine +2 +[0-9a-f]{12} +done")
        .contains("schedule: another network for each value")
        .contains("3 trainings (2 done), 3 samplings (2 done)")
        .contains("3 trials, 2 of them done; 1 at a time")
        .containsPattern("It may take about \\d+:\\d\\d\\.");
    String said = ablate(file.toString()).succeeded().out();
    assertThat(said).contains("3 trials: 3 done.");
    List<TrialRecord> after = Studies.records(study());
    assertThat(after).hasSize(3).containsAll(before);

    List<TrialOutcome> outcomes = new StudyFolder(study()).outcomes();
    assertThat(outcomes)
        .extracting(outcome -> outcome.settings().get("schedule"))
        .containsExactly("sigmoid", "cosine", "linear");
    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.readings())
                  .containsKeys("test_bpd", "train_bpd", "loss", "steps_per_second");
              assertThat(outcome.curves().get("train/loss")).hasSize(6);
              assertThat(outcome.samples()).isPresent();
            });
    // A training is an ordinary run.
    Path trial = Studies.training(study(), after.get(0));
    assertThat(Session.shared().run("evaluate", trial.toString(), "--json").succeeded().out())
        .contains("\"total\"");
    assertThat(Files.readString(trial.resolve("config.yaml")))
        .contains("type: sigmoid", "seed: 2", "threads: 1");
  }

  @Test
  void trainingsThatTakeEquallyLongAreTriedOnce() throws IOException {
    Path file = moons(6, "axes: {train.learning-rate: [1e-3, 2e-3]}\n");
    assertThat(ablate(file.toString(), "--plan").succeeded().out())
        .contains("2 trainings, 2 samplings")
        .containsPattern("It may take about \\d+:\\d\\d\\.");
  }

  @Test
  void aTrialThatFailsIsShownAndTheOthersGoOn() throws IOException {
    String axes = "axes: {train.learning-rate: [1e30, 1e-3]}\n";
    Path file = moons(6, axes + "budget: {retries: 1}\n");
    // In a process of its own, since the display writes to the process's error stream.
    Program.Ended ended =
        Program.in(folder)
            .run("ablate", file.toString(), "--study", study().toString())
            .endedWith(1);
    assertThat(ended.err())
        .contains("[1/2] train.learning-rate=1e30, seed 1: failed, and is tried again")
        .containsPattern("Training stopped at step \\d+: the loss is")
        .containsPattern("All it printed: .*log\\.txt")
        .contains("[2/2] train.learning-rate=1e-3, seed 1: done, test_bpd ");
    assertThat(ended.out()).contains("2 trials: 1 done, 1 failed.");
    assertThat(Studies.records(study()).get(0))
        .satisfies(
            record -> {
              assertThat(Studies.outcome(study(), record).attempts()).isEqualTo(2);
              assertThat(record.error())
                  .first()
                  .asString()
                  .containsPattern("Training stopped at step \\d+: the loss is");
            });

    // The first step's loss is that of the starting weights, on the first batch and its noise.
    List<Double> first =
        new StudyFolder(study())
            .outcomes().stream()
                .map(outcome -> outcome.curves().get("train/loss").get(0)[1])
                .toList();
    assertThat(first.get(0)).as("trials of one seed are a pair").isEqualTo(first.get(1));

    Path other = folder.resolve("fast");
    Session.shared()
        .run(
            "ablate", file.toString(), "--study", other.toString(), "--fail-fast", "--retries", "0")
        .endedWith(1);
    assertThat(Studies.statuses(other)).as("only the first was tried").containsExactly("failed");
  }

  @Test
  void onlyTheBestGoOnAfterARungAndGoOnAsIfTheyHadNeverStopped() throws IOException {
    Path file =
        moons(
            8,
            """
            axes: {train.learning-rate: [1e-5, 1e-2, 1e-4]}
            budget: {rungs: [4], keep: 0.3}
            """);
    ablate(file.toString(), "--parallel", "2").succeeded();
    List<TrialRecord> records = Studies.records(study());
    assertThat(records).hasSize(3);
    assertThat(records.get(0).status()).as("the baseline goes on").isEqualTo(Status.DONE);
    List<TrialRecord> stopped =
        records.stream().filter(record -> record.status() == Status.STOPPED).toList();
    assertThat(stopped).hasSizeBetween(1, 2);
    assertThat(stopped)
        .allSatisfy(
            record -> {
              assertThat(record.step()).isEqualTo(4);
              assertThat(record.error())
                  .containsExactly("not among the best by test_bpd after 4 steps");
            });
    TrialRecord whole = records.get(0);
    assertThat(whole.rungs()).containsOnlyKeys(4L, 8L);
    moons(8, "axes: {train.learning-rate: [1e-5]}\n");
    Path straight = folder.resolve("straight");
    Session.shared().run("ablate", file.toString(), "--study", straight.toString()).succeeded();
    assertThat(Studies.results(study())).containsAllEntriesOf(Studies.results(straight));
  }

  @Test
  void aTrialThatTakesTooLongIsStoppedAndNotBegunAgain() throws IOException {
    Path file = moons(1_000_000, "axes: {schedule: [linear]}\nbudget: {trial-limit: 2s}\n");
    ablate(file.toString()).endedWith(1);
    TrialRecord record = Studies.records(study()).get(0);
    assertThat(record.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(Studies.outcome(study(), record).total()).isGreaterThan(2);
    ablate(file.toString()).endedWith(1);
    assertThat(Studies.outcome(study(), record).attempts())
        .as("it is not begun again")
        .isEqualTo(1);
  }

  @Test
  void fiveSamplersOnOneNetworkTrainItOnce() {
    Path file =
        moons(6, "axes: {sampler.steps: [1, 2, 3, 4, 5], sampler.eta: [0, 0.5, 1]}\nseeds: 3\n");
    assertThat(ablate(file.toString()).succeeded().out()).contains("45 trials: 45 done.");
    assertThat(FolderContents.of(study()).hashes().keySet())
        .as("runs that were trained")
        .filteredOn(name -> name.endsWith("/provenance.json"))
        .hasSize(3);
    assertThat(study().resolve("sample").toFile().list()).as("samplings").hasSize(45);
  }
}
