package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.study.TrialRecord;

/** How a training begins, what it sees and when it ends, as a user and a study choose it. */
class TrainingChoicesIT {

  private static final String STUDY =
      """
      base:
        data: {type: points, shape: moons}
        network: {type: mlp, width: 16, layers: 1}
        objective: {type: simple, predict: velocity}
        sampler: {type: ddim, steps: 4}
        train: {steps: 12, batch: 8, accumulate: 2, checkpoint-every: 5, sample-every: 0, evaluate-every: 2, threads: 1}
        evaluate: {draws: 1, examples: 40}
        sample: {count: 24}
        measures: [bound, sliced-wasserstein]
        stopping: {type: patience, patience: 1, min-delta: 1e6}
      axes:
        sampler.steps: [2, 4]
      metrics: [sliced_wasserstein, test_bpd]
      """;

  @TempDir Path folder;

  private String ablate(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ablate", file.toString()));
    arguments.addAll(List.of("--study", folder.resolve("study").toString()));
    arguments.addAll(List.of(more));
    return Session.shared().run(arguments.toArray(String[]::new)).succeeded().out();
  }

  private String train(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(Runs.moons(12, more)));
    arguments.addAll(List.of("--run", folder.resolve(name).toString()));
    return Session.shared().run(arguments.toArray(String[]::new)).succeeded().out();
  }

  private static final String[] PATIENCE = {
    "--set",
    "train.evaluate-every=2",
    "--set",
    "stopping={type: patience, patience: 1, min-delta: 1e6}"
  };

  @Test
  void aTrainingThatNothingMakesBetterEndsAndSaysSo() throws IOException {
    String said = train("run", PATIENCE);
    assertThat(said)
        .contains("Training ended after step 4 of 12: 'test/bits_per_dim' has not become better")
        .contains("of step 4");
    assertThat(Runs.checkpoints(folder.resolve("run")).get(0).getFileName().toString())
        .isIn("step-00000002.safetensors", "step-00000004.safetensors");
    assertThat(
            Session.shared()
                .run("train", "--resume", "--run", folder.resolve("run").toString())
                .succeeded()
                .out())
        .contains("Training ended after step 4 of 12");
    assertThat(Files.readString(folder.resolve("run/provenance.json")))
        .contains("\"ended\" : \"Training ended after step 4 of 12");
  }

  @Test
  void aStudyMeasuresTrainingsThatEndedBefore() throws IOException {
    Path file = Files.writeString(folder.resolve("study.yaml"), STUDY);
    String said = ablate(file);
    assertThat(said).contains("2 trials: 2 done.");
    List<String> newest = new ArrayList<>();
    for (TrialRecord record : Studies.records(folder.resolve("study"))) {
      List<Path> checkpoints = Runs.checkpoints(Studies.training(folder.resolve("study"), record));
      newest.add(checkpoints.get(checkpoints.size() - 1).getFileName().toString());
    }
    assertThat(newest).containsExactly("step-00000004.safetensors", "step-00000004.safetensors");
    assertThat(ablate(file, "--plan")).contains("1 training (1 done)");
  }
}
