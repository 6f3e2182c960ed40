package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.cli.program.Program.Ended;
import org.tweedie.cli.program.Program.Running;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.study.TrialRecord;

/** What may happen to a study, and what is left of it. */
class StudyFaultsIT {

  private static final String AXES = "axes: {objective.predict: [noise, velocity]}\n";

  @TempDir Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private Running start(Path file, String study, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ablate", file.toString(), "--study", study));
    arguments.addAll(List.of(more));
    return Program.in(folder).start(arguments.toArray(String[]::new));
  }

  /** In this process, where nothing is about to happen to it: only the trials are others. */
  private Ended run(Path file, String study, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("ablate", file.toString(), "--study", study(study).toString()));
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  /** How often: {@code -Dtweedie.kills=20} for the long form. */
  @Test
  void killedAtAnyMomentAStudyComesToTheBitsOfOneThatNeverWas() throws Exception {
    int kills = Integer.getInteger("tweedie.kills", 2);
    Path file = Studies.moons(folder, kills > 2 ? 4000 : 400, AXES);
    run(file, "whole", "--parallel", "2").succeeded();

    Random random = new Random(kills);
    int during = 0;
    for (int kill = 0; kill < kills; kill++) {
      // Every other one while trials write, the others at any time from the start on.
      boolean writing = kill % 2 == 0;
      long delay = random.nextInt(writing ? 500 : 4000);
      long before = Studies.lines(study("parts"));
      try (Running running = start(file, "parts", "--parallel", "2")) {
        while (writing && running.process().isAlive() && Studies.lines(study("parts")) == before) {
          Thread.sleep(5);
        }
        boolean ended = running.process().waitFor(delay, TimeUnit.MILLISECONDS);
        during += ended ? 0 : 1;
        int status = running.kill().status();
        System.out.printf(
            "kill %d, %d ms after %s: status %d, %d lines of metrics, records %s%n",
            kill + 1,
            delay,
            writing ? "the first write" : "the start",
            status,
            Studies.lines(study("parts")),
            Files.exists(study("parts/plan.json")) ? Studies.statuses(study("parts")) : "none");
      }
    }
    assertThat(during).as("kills that came before the end").isPositive();
    run(file, "parts", "--parallel", "2").succeeded();
    assertThat(Studies.statuses(study("parts"))).containsOnly("done").hasSize(2);
    assertThat(Studies.results(study("parts"))).isEqualTo(Studies.results(study("whole")));
    assertThat(temporaries(study("parts")))
        .as("what a kill in the middle of a write leaves, at most one file a kill and trial")
        .hasSizeLessThanOrEqualTo(3 * kills);

    List<TrialRecord> records = Studies.records(study("parts"));
    run(file, "parts").succeeded();
    assertThat(Studies.records(study("parts"))).as("nothing is repeated").isEqualTo(records);
  }

  @Test
  void aSecondProcessOnTheFolderIsRefusedAndAnInterruptionSavesAll() throws Exception {
    Path file = Studies.moons(folder, 1_000_000, AXES);
    try (Running first = start(file, "study")) {
      first.await("20 lines of metrics", () -> Studies.lines(study("study")) >= 20);
      Ended second = run(file, "study").endedWith(2);
      assertThat(second.err())
          .contains(
              "Another 'ablate' (process %d) works on '%s'. Wait for it or stop it, or name another folder: --study DIR."
                  .formatted(first.process().pid(), study("study")));
      first.interrupt();
      Ended ended = first.end();
      assertThat(ended.status()).isNotZero();
      assertThat(ended.out())
          .contains("2 trials: 1 stopped.")
          .contains("Stopped; nothing is lost. Go on with: tweedie ablate --study study");
    }
    TrialRecord record = Studies.records(study("study")).get(0);
    assertThat(record.error()).isEqualTo("interrupted");
    assertThat(Files.readString(Studies.trial(study("study"), record).resolve("log.txt")))
        .as("the trial's process had the time to save")
        .contains("which is saved");
  }

  /**
   * A disk that is full, by the limit of a process and its children to the size of a file: what is
   * larger cannot be written. POSIX counts it in blocks of 512 bytes, some shells in 1,024.
   */
  @Test
  void whatCannotBeWrittenIsToldAndMadeUpForLater() throws Exception {
    assumeTrue(File.separatorChar == '/', "There is no ulimit on Windows.");
    Path file = Studies.moons(folder, 12, "axes: {schedule: [linear]}\n");
    Process limited =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 16; trap '' XFSZ; exec \"$0\" \"$@\"",
                Program.script().toString(),
                "ablate",
                file.toString(),
                "--study",
                "study")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertThat(limited.waitFor(3, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(folder.resolve("out.txt"));
    assertThat(limited.exitValue()).as(said).isEqualTo(1);
    assertThat(said).contains("File too large", "1 trial: 1 failed.");
    assertThat(Studies.statuses(study("study"))).containsExactly("failed");

    run(file, "study").succeeded();
    assertThat(Studies.statuses(study("study"))).containsExactly("done");
    Path trial = Studies.trial(study("study"), Studies.records(study("study")).get(0));
    assertThat(Runs.metrics(trial))
        .extracting(record -> record.get("step"))
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void aCorruptLineOfMetricsIsToldAndCostsNoMore() throws Exception {
    Path file = Studies.moons(folder, 300_000, "axes: {schedule: [cosine]}\n");
    try (Running first = start(file, "study")) {
      first.await("20 lines of metrics", () -> Studies.lines(study("study")) >= 20);
      first.interrupt();
      first.end();
    }
    TrialRecord stopped = Studies.records(study("study")).get(0);
    Path metrics = Studies.trial(study("study"), stopped).resolve("metrics.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
    lines.set(4, lines.get(4).substring(9) + "\0\0");
    Files.write(metrics, lines);

    try (Running again = start(file, "study")) {
      again.await("more lines", () -> Studies.lines(study("study")) > lines.size() + 5);
      again.interrupt();
      assertThat(again.end().err())
          .contains("metrics.jsonl had lines that are no JSON objects ([5]); they were taken out");
    }
    assertThat(Runs.metrics(metrics.getParent()))
        .extracting(record -> record.get("step"))
        .doesNotHaveDuplicates()
        .doesNotContain(5)
        .contains(4, 6, lines.size(), lines.size() + 1);
    assertThat(metrics.resolveSibling("metrics.jsonl.damaged")).exists();
  }

  @Test
  void aJarThatWasReplacedIsToldAndItsTrialsAreRunAnew() throws Exception {
    Path plugins = folder.resolve("plugins");
    jar(plugins, "");
    Path file = Studies.moons(folder, 3, "axes: {sampler: [ddim, heun-of-acme]}\n");
    assertThat(run(file, "study").succeeded().out()).doesNotContain("Note");
    List<TrialRecord> before = Studies.records(study("study"));
    assertThat(run(file, "study").succeeded().out()).as("with the same jar").doesNotContain("Note");

    jar(plugins, "/* built anew */ int i = 0;");
    assertThat(run(file, "study").succeeded().out())
        .containsPattern(
            "Note      The plugin 'acme' is not what the study was begun with: it was 1\\.2\\.0 sha256 [0-9a-f]{16} and is 1\\.2\\.0 sha256 [0-9a-f]{16}\\. Trials that use it are run anew\\.");
    List<TrialRecord> after = Studies.records(study("study"));
    assertThat(after.get(0)).as("the trial without the plugin").isEqualTo(before.get(0));
    assertThat(after.get(1).id()).isNotEqualTo(before.get(1).id());
    assertThat(Studies.trial(study("study"), before.get(1)).resolve("trial.json"))
        .as("the earlier trial stays")
        .exists();
    assertThat(run(file, "study").succeeded().out())
        .doesNotContain("The plugin 'acme'")
        .contains("1 trial of an earlier form of the study stays in its folder");
  }

  private static void jar(Path plugins, String body) {
    new TestJar()
        .plugin("acme", "components.sampler(\"heun-of-acme\", Heun.class);")
        .source("acme.Heun", TestJar.samplerSource("Heun", body))
        .write(plugins.resolve("acme.jar"));
  }

  private static List<String> temporaries(Path study) {
    Map<String, Integer> files = FolderContents.of(study).hashes();
    return files.keySet().stream()
        .filter(name -> name.substring(name.lastIndexOf('/') + 1).startsWith("."))
        .toList();
  }
}
