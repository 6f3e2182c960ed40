package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tweedie.cli.project.PluginTemplate;

/** What {@code tweedie plugin new} writes builds, passes its tests, and works beside the others. */
class NewPluginIT {

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("org.tweedie.cli.project.PluginTemplate#KINDS")
  void aNewProjectPassesItsContractTests(String kind) throws IOException {
    assertThat(PluginProject.ofKind(kind).testReports())
        .as("test classes: plugin and component")
        .hasSize(2)
        .allMatch(report -> report.contains("Failures: 0, Errors: 0, Skipped: 0"))
        .noneMatch(report -> report.startsWith("Tests run: 0"));
  }

  /** What a diffusion is not made of. */
  private static final Set<String> OF_LATENTS = Set.of("model", "encoder", "decoder");

  @Test
  void aRunCanBeMadeOfThemAlone() throws IOException {
    // That of an augmentation turns images, and that of data makes points.
    train(
        kind -> !kind.equals("augmentation") && !OF_LATENTS.contains(kind),
        "--set",
        "sampler.steps=4",
        "--set",
        "sampler.grid=karras");
    assertThat(folder.resolve("run/samples/scatter.png")).exists();
    assertThat(Files.readString(folder.resolve("run/config.yaml")))
        .as("a jar's sampler with the options that the built-in ones have")
        .contains(
            "  type: own-sampler/own-sampler\n  steps: 4\n  grid: karras\n  log-snr-range: []\n  times: []\n");
  }

  @Test
  void soCanOneOfLatents() throws IOException {
    train(kind -> kind.equals("data") || OF_LATENTS.contains(kind));
    assertThat(folder.resolve("run/samples/scatter.png")).exists();
    assertThat(Files.readString(folder.resolve("run/config.yaml")))
        .contains("own-model/own-model", "own-encoder/own-encoder", "own-decoder/own-decoder");
  }

  /** Trains with those kinds from jars, all of which lie in the plugins' folder. */
  private void train(Predicate<String> chosen, String... more) throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    StringBuilder config = new StringBuilder();
    for (String kind : PluginTemplate.KINDS) {
      Files.copy(PluginProject.ofKind(kind).jar(), plugins.resolve("own-" + kind + ".jar"));
      if (chosen.test(kind)) {
        config.append(kind).append(": own-").append(kind).append("\n");
      }
    }
    config.append(
        "train: {steps: 4, batch: 16, threads: 2, evaluate-every: 2}\nevaluate: {draws: 1, examples: 20}\n");
    Path file = Files.writeString(folder.resolve("own.yaml"), config);
    List<String> command = new ArrayList<>(List.of("train", file.toString()));
    command.addAll(List.of("--run", folder.resolve("run").toString()));
    command.addAll(List.of("--plugins", plugins.toString(), "--set", "sample.count=12"));
    command.addAll(List.of(more));
    Program.Ended ended = InProcess.run(command.toArray(String[]::new)).succeeded();
    assertThat(ended.err()).doesNotContain("problem");
  }
}
