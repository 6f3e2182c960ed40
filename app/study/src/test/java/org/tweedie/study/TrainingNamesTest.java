package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.stage.StageId;

/** What the name of a training depends on beside the components that it is made of. */
class TrainingNamesTest {

  private static Tweedie tweedie;

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  /** The training of a study of one trial on points. */
  private static StageId training(String more) {
    String text =
        """
        base:
          data: points
          network: {type: mlp, width: 4, layers: 1}
        %s
        axes: {schedule: [linear]}
        """
            .formatted(more.indent(2));
    return Plan.of(
            StudyReader.read(
                "s.yaml", text, StudyArguments.NONE, any -> Optional.empty(), tweedie.components()),
            tweedie.components())
        .trials()
        .get(0)
        .training()
        .id();
  }

  private Path weights(String name, int seed) throws IOException {
    try (Run run =
        tweedie.create(
            folder.resolve(name),
            tweedie
                .example("moons")
                .with("network", Map.of("type", "mlp", "width", 4, "layers", 1))
                .with("train.steps", 1)
                .with("train.sample-every", 0)
                .with("train.seed", seed))) {
      run.train(RunListener.silent());
      return run.checkpoint();
    }
  }

  @Test
  void weightsThatItStartsFromCountByTheirContent() throws IOException {
    Path one = weights("one", 1);
    Path copy = Files.copy(one, folder.resolve("copy.safetensors"));
    Path other = weights("other", 2);
    StageId drawn = training("");
    StageId started = training("train: {from: '%s'}".formatted(one));
    assertThat(started).isNotEqualTo(drawn);
    assertThat(training("train: {from: '%s'}".formatted(copy))).isEqualTo(started);
    assertThat(training("train: {from: '%s'}".formatted(folder.resolve("one")))).isEqualTo(started);
    assertThat(training("train: {from: '%s'}".formatted(other))).isNotEqualTo(started);
  }

  /** As seen from the file that names them, also by the study's own file, which lies elsewhere. */
  @Test
  void weightsAreLookedForBesideTheFileThatNamesThem() throws IOException {
    weights("base", 1);
    Path configs = Files.createDirectories(folder.resolve("configs"));
    Files.writeString(
        configs.resolve("fine.yaml"),
        "data: points\nnetwork: {type: mlp, width: 4, layers: 1}\ntrain: {from: ../base}\n");
    for (String study :
        List.of(
            "base: configs/fine.yaml\naxes: {schedule: [linear]}\n",
            "base: configs/fine.yaml\naxes: {train.from: [configs/../base]}\n")) {
      Path file = Files.writeString(folder.resolve("study.yaml"), study);
      StudyConfig read =
          StudyReader.read(
              file, StudyArguments.NONE, any -> Optional.empty(), tweedie.components());
      assertThat(read.yaml()).contains(folder.resolve("base").toString()).doesNotContain("..");
    }
  }

  @Test
  void howOftenIsLookedCountsOnlyWhereThatMayEndIt() {
    String none = "train: {evaluate-every: %d, measure-every: %d}";
    assertThat(training(none.formatted(5, 6))).isEqualTo(training(none.formatted(7, 8)));
    String looks = none + "\nstopping: patience";
    StageId first = training(looks.formatted(5, 6));
    assertThat(first).isNotEqualTo(training(none.formatted(5, 6)));
    assertThat(training(looks.formatted(5, 8))).isEqualTo(first);
    assertThat(training(looks.formatted(7, 6))).isNotEqualTo(first);
    assertThat(training(looks.formatted(5, 6) + "\nsampler: heun")).isEqualTo(first);
  }

  @Test
  void whatAReadingDependsOnCountsWhereItMayEndIt() {
    String measured =
        """
        train: {evaluate-every: 5, measure-every: 6}
        stopping: {type: patience, reading: sliced_wasserstein}
        measures: [bound, {type: sliced-wasserstein, seed: 3}]
        sampler: {type: ddim, steps: 4}
        """;
    StageId first = training(measured);
    assertThat(training(measured.replace("steps: 4", "steps: 5"))).isNotEqualTo(first);
    assertThat(training(measured.replace("seed: 3", "seed: 4"))).isNotEqualTo(first);
    assertThat(training(measured.replace("measure-every: 6", "measure-every: 7")))
        .isNotEqualTo(first);
    assertThat(training(measured.replace("evaluate-every: 5", "evaluate-every: 7")))
        .isEqualTo(first);
    assertThat(training(measured.replace("bound, ", ""))).isEqualTo(first);
    assertThat(training(measured + "evaluate: {samples: 30}\n")).isNotEqualTo(first);
    assertThat(training(measured + "sample: {count: 7}\n"))
        .as("which is for looking at them")
        .isEqualTo(first);
    String weights = measured.replace("sliced_wasserstein", "test_bpd");
    assertThat(training(weights.replace("steps: 4", "steps: 5"))).isEqualTo(training(weights));
  }
}
