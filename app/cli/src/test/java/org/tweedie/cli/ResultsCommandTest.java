package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.plugin.PluginLoader;

/**
 * The command that asks a study, on a folder as version 0.1 left it: its files have no format
 * number.
 */
class ResultsCommandTest {

  @TempDir Path study;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeAStudy() throws IOException {
    trial("b7", 2, "cosine", "done", 1.5);
    trial("a3", 1, "linear", "done", 1.75);
    trial("c1", 3, "cosine", "failed", 0);
    Files.createDirectories(study.resolve("trials/not-begun"));
    Files.writeString(
        study.resolve("plan.json"),
        """
        {"trials": [
          {"number": 1, "id": "a3", "settings": {"schedule": "linear", "sampler.steps": "50"}, "seed": 1},
          {"number": 2, "id": "b7", "settings": {"schedule": "cosine", "sampler.steps": "50"}, "seed": 1},
          {"number": 3, "id": "c1", "settings": {"schedule": "cosine", "sampler.steps": "50"}, "seed": 1},
          {"number": 4, "id": "d0", "settings": {"schedule": "cosine", "sampler.steps": "9"}, "seed": 1}]}
        """);
  }

  @Test
  void trialsAreReadFromTheirFolders() {
    assertThat(run()).isZero();
    Golden.check("results-table", out.toString());
  }

  @Test
  void trialsAreChosenSortedAndPrintedForMachines() {
    assertThat(
            run(
                "--where",
                "schedule = \"cosine\" OR number = 1",
                "--sort",
                "test_bpd",
                "--select",
                "number,schedule",
                "--csv"))
        .isZero();
    assertThat(out.toString().lines())
        .containsExactly("number,schedule", "2,cosine", "1,linear", "3,cosine");
  }

  @Test
  void wrongConditionNamesTheColumnsThereAre() {
    assertThat(run("--where", "scedule = 'linear'")).isEqualTo(2);
    Golden.check("results-wrong-where", err.toString());
  }

  @Test
  void folderWithoutTrialsIsNoStudy() {
    study = study.resolve("trials");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("There is no study in", "no folder 'trials'");
  }

  @Test
  void damagedTrialIsNamedAndTheOthersAreShown() throws IOException {
    Path file = study.resolve("trials/a3/trial.json");
    Files.writeString(file, "{");
    assertThat(run("--select", "id", "--csv")).isZero();
    assertThat(out.toString().lines()).containsExactly("id", "b7", "c1");
    assertThat(err.toString())
        .contains("Left out " + file + ": it is damaged, or was changed after it was written.");
  }

  private int run(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "results";
    arguments[1] = study.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Program.commandLine(new PluginLoader())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private void trial(String id, int number, String schedule, String status, double bits)
      throws IOException {
    Path folder = Files.createDirectories(study.resolve("trials").resolve(id));
    Files.writeString(
        folder.resolve("trial.json"),
        """
        {"id": "%s", "number": %d, "settings": {"schedule": "%s", "sampler.steps": "50"},
         "seed": 1, "status": "%s", "attempts": 1, "wallSeconds": 12.5, "trainSeconds": 10,
         "exit": 0, "error": "", "steps": 9, "rungs": {}, "threads": 2}"""
            .formatted(id, number, schedule, status));
    if (status.equals("done")) {
      Files.writeString(
          folder.resolve("evaluation.json"),
          "{\"unit\": \"bits/dim\", \"total\": {\"mean\": %s}, \"prior\": {\"mean\": 0.25}}"
              .formatted(bits));
    }
  }
}
