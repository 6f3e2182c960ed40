package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.cli.program.Program.Ended;
import org.tweedie.cli.program.Program.Running;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.study.TrialRecord;
import org.tweedie.study.stage.Phase;

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
    return Session.shared().run(arguments.toArray(String[]::new));
  }

  /**
   * The components of a plugin kill the program that started their process when they have been
   * asked so many times, in the middle of training and of sampling; every other time their own
   * process too. How often: {@code -Dtweedie.kills=20} for the long form.
   */
  @Test
  void killedAnywhereAStudyComesToTheBitsOfOneThatNeverWas() throws Exception {
    int kills = Integer.getInteger("tweedie.kills", 2);
    int steps = 40 * kills;
    Path file = Studies.moons(folder, steps, AXES);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("sampler: {type: ddim, steps: 4}", "sampler: killing")
            .replace("base:\n", "base:\n  times: killing\n"));
    killingPlugin();
    run(file, "whole", "--parallel", "2").succeeded();

    Path orders = Files.createDirectories(folder.resolve("orders"));
    for (int kill = 0; kill < kills; kill++) {
      String asked = kill == kills - 1 ? "samples" : "times";
      int calls = kill == kills - 1 ? 1 : 7 + 3 * (kill % 5);
      Files.writeString(orders.resolve(asked), calls + (kill % 2 == 0 ? " both" : " program"));
      long before = Studies.lines(study("parts"));
      Ended ended =
          Program.in(folder)
              .with("-Dtweedie.test.orders=" + orders)
              .run("ablate", file.toString(), "--study", "parts", "--parallel", "2");
      assertThat(ended.status()).as("kill %d: %s", kill, ended).isEqualTo(137);
      assertThat(orders.resolve(asked)).as("the order was carried out").doesNotExist();
      System.out.printf(
          "kill %d by %s: %d more lines of metrics%n",
          kill + 1, asked, Studies.lines(study("parts")) - before);
    }
    run(file, "parts", "--parallel", "2").succeeded();
    assertThat(Studies.statuses(study("parts"))).containsOnly("done").hasSize(2);
    assertThat(Studies.results(study("parts"))).isEqualTo(Studies.results(study("whole")));
    assertThat(temporaries(study("parts")))
        .as("what a kill in the middle of a write leaves, at most one file a kill and process")
        .hasSizeLessThanOrEqualTo(3 * kills);

    List<TrialRecord> records = Studies.records(study("parts"));
    run(file, "parts").succeeded();
    assertThat(Studies.records(study("parts"))).as("nothing is repeated").isEqualTo(records);
  }

  private void killingPlugin() {
    new TestJar()
        .plugin(
            "acme",
            "components.add(Kinds.TIMES, \"killing\", KillingTimes.class);",
            "components.add(Kinds.SAMPLER, \"killing\", KillingSampler.class);")
        .source(
            "acme.Orders",
            """
            package acme;
            import java.nio.file.*;
            /** Files that name the call at which to kill, and whom. */
            final class Orders {
              private static int calls;
              static synchronized void heed(String name) {
                String orders = System.getProperty("tweedie.test.orders", "");
                Path order = Path.of(orders, name);
                try {
                  if (orders.isEmpty() || !Files.exists(order)) { return; }
                  String[] words = Files.readString(order).split(" ");
                  if (++calls < Integer.parseInt(words[0])) { return; }
                  // Of several processes one carries it out.
                  if (!Files.deleteIfExists(order)) { return; }
                  ProcessHandle.current().parent().get().destroyForcibly();
                  if (words[1].equals("both")) { Runtime.getRuntime().halt(137); }
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }
            }
            """)
        .source(
            "acme.KillingTimes",
            """
            package acme;
            import jakarta.inject.Inject;
            import java.util.random.RandomGenerator;
            import org.tweedie.api.objective.*;
            import org.tweedie.api.plugin.*;
            @Description("uniform times, until an order is heard")
            public final class KillingTimes implements TimeDistribution {
              @Inject public KillingTimes() {}
              public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
                Orders.heed("times");
                double[] times = random.doubles(count).toArray();
                double[] ones = new double[count];
                java.util.Arrays.fill(ones, 1);
                return new TimeDraw(times, ones, ones);
              }
              public boolean isUniform() { return true; }
            }
            """)
        .source(
            "acme.KillingSampler",
            TestJar.samplerSource("KillingSampler", "")
                .replace("return start", "Orders.heed(\"samples\"); return start"))
        .write(folder.resolve("plugins").resolve("acme.jar"));
  }

  @Test
  void aSecondProcessOnTheFolderIsRefusedAndAnInterruptionSavesAll() throws Exception {
    Path file = Studies.moons(folder, 1_000_000, AXES);
    try (Running first = start(file, "study")) {
      first.await("20 lines of metrics", () -> Studies.lines(study("study")) >= 20);
      Ended second = run(file, "study").endedWith(2);
      assertThat(second.err())
          .contains(
              "Another process (%d) works on '%s'. Wait for it or stop it, or name another folder: --study DIR."
                  .formatted(first.process().pid(), study("study")));
      first.interrupt();
      Ended ended = first.end();
      assertThat(ended.status()).isNotZero();
      assertThat(ended.out())
          .contains("2 trials: 1 stopped.")
          .contains("Stopped; nothing is lost. Go on with: tweedie ablate --study study");
    }
    TrialRecord record = Studies.records(study("study")).get(0);
    assertThat(record.error()).containsExactly("interrupted");
    assertThat(Runs.checkpoints(Studies.training(study("study"), record)))
        .as("the process had the time to save")
        .last()
        .asString()
        .contains("%08d".formatted(Studies.outcome(study("study"), record).step()));
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
    Path trial = Studies.training(study("study"), Studies.records(study("study")).get(0));
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
    Path metrics = Studies.training(study("study"), stopped).resolve("metrics.jsonl");
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
            "Note      The plugin 'acme' is not what the study was begun with: it was 1\\.2\\.0 sha256 [0-9a-f]{16} and is 1\\.2\\.0 sha256 [0-9a-f]{16}\\. What depends on it is done anew\\.");
    List<TrialRecord> after = Studies.records(study("study"));
    assertThat(after.get(0)).as("the trial without the plugin").isEqualTo(before.get(0));
    assertThat(after.get(1).id()).isNotEqualTo(before.get(1).id());
    assertThat(Studies.training(study("study"), after.get(1)))
        .as("the network knows nothing of the sampler")
        .isEqualTo(Studies.training(study("study"), before.get(1)));
    assertThat(Studies.stage(study("study"), before.get(1), Phase.SAMPLE))
        .as("the earlier samples stay")
        .exists();
    assertThat(run(file, "study").succeeded().out())
        .doesNotContain("The plugin 'acme'")
        .contains("Of an earlier form of the study there are 1 sampling");
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
