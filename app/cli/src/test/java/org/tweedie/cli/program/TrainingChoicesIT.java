package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        sample: {count: 12}
      """;

  @TempDir Path folder;

  private Path study(String rest) throws IOException {
    return Files.writeString(folder.resolve("study.yaml"), STUDY + rest);
  }

  private String ablate(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ablate", file.toString()));
    arguments.addAll(List.of("--study", folder.resolve("study").toString()));
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(String[]::new)).succeeded().out();
  }

  private String train(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(Runs.moons(12, more)));
    arguments.addAll(List.of("--run", folder.resolve(name).toString()));
    return InProcess.run(arguments.toArray(String[]::new)).succeeded().out();
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
            InProcess.run("train", "--resume", "--run", folder.resolve("run").toString())
                .succeeded()
                .out())
        .contains("Training ended after step 4 of 12");
    assertThat(Files.readString(folder.resolve("run/provenance.json")))
        .contains("\"ended\" : \"Training ended after step 4 of 12");
  }

  @Test
  void aStudyMeasuresTrainingsThatEndedBefore() throws IOException {
    Path file =
        study(
            """
            axes:
              stopping: [none, {type: patience, patience: 1, min-delta: 1e6}]
              sampler.steps: [2, 4]
            metrics: [sliced_wasserstein, test_bpd]
            """);
    String said = ablate(file);
    assertThat(said).contains("4 trials: 4 done.");
    List<String> newest = new ArrayList<>();
    for (TrialRecord record : Studies.records(folder.resolve("study"))) {
      List<Path> checkpoints = Runs.checkpoints(Studies.training(folder.resolve("study"), record));
      newest.add(checkpoints.get(checkpoints.size() - 1).getFileName().toString());
    }
    assertThat(newest)
        .containsExactlyInAnyOrder(
            "step-00000012.safetensors",
            "step-00000012.safetensors",
            "step-00000004.safetensors",
            "step-00000004.safetensors");
    assertThat(ablate(file, "--plan")).contains("2 trainings (2 done)");
  }

  /** What a training starts from is known by its content. */
  @Test
  void aStudyVariesWhatATrainingStartsFrom() throws IOException {
    train("base", "--set", "train.steps=3");
    Path file = study("axes: {train.from: ['', base]}\nseeds: [1]\n");
    String first = ablate(file, "--plan");
    assertThat(first).contains("2 trainings, ");
    List<String> ids = ids(first);
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    Files.move(folder.resolve("base"), folder.resolve("moved"));
    study("axes: {train.from: ['', moved]}\nseeds: [1]\n");
    assertThat(ids(ablate(file, "--plan"))).as("the same weights elsewhere").isEqualTo(ids);
    InProcess.run(
            "train",
            "--resume",
            "--run",
            folder.resolve("moved").toString(),
            "--set",
            "train.steps=5")
        .succeeded();
    List<String> later = ids(ablate(file, "--plan"));
    assertThat(later.get(0)).isEqualTo(ids.get(0));
    assertThat(later.get(1)).as("other weights").isNotEqualTo(ids.get(1));
  }

  private static List<String> ids(String plan) {
    List<String> ids = new ArrayList<>();
    Matcher found = Pattern.compile("(?m)^ *\\d+ .* ([0-9a-f]{12}) +").matcher(plan);
    while (found.find()) {
      ids.add(found.group(1));
    }
    return ids;
  }
}
