package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  void aRunCanBeMadeOfThemAlone() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    StringBuilder config = new StringBuilder();
    for (String kind : PluginTemplate.KINDS) {
      Files.copy(PluginProject.ofKind(kind).jar(), plugins.resolve("own-" + kind + ".jar"));
      // That of an augmentation turns images, and that of data makes points.
      if (!kind.equals("augmentation")) {
        config.append(kind).append(": own-").append(kind).append("\n");
      }
    }
    config.append(
        "train: {steps: 4, batch: 16, threads: 2, evaluate-every: 2}\nevaluate: {draws: 1, examples: 20}\n");
    Path file = Files.writeString(folder.resolve("own.yaml"), config);
    List<String> command =
        List.of(
            "train",
            file.toString(),
            "--run",
            folder.resolve("run").toString(),
            "--plugins",
            plugins.toString(),
            "--set",
            "sample.count=12",
            "--set",
            "sampler.steps=4",
            "--set",
            "sampler.grid=karras");
    Program.Ended ended = InProcess.run(command.toArray(String[]::new)).succeeded();
    assertThat(ended.err()).doesNotContain("problem");
    assertThat(folder.resolve("run/samples/scatter.png")).exists();
    assertThat(Files.readString(folder.resolve("run/config.yaml")))
        .as("a jar's sampler with the options that the built-in ones have")
        .contains(
            "  type: own-sampler/own-sampler\n  steps: 4\n  grid: karras\n  log-snr-range: []\n  times: []\n");
  }
}
