package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.cli.program.Program.Running;
import org.tweedie.engine.fake.Golden;

/** Runs that stop, by their own will or not, and go on. */
class ResumeIT {

  @TempDir static Path folder;

  /** For what needs no process of its own. */
  private static Session session;

  @BeforeAll
  static void start() {
    session = Session.in(folder);
  }

  @AfterAll
  static void end() {
    session.close();
  }

  @BeforeEach
  void clear() {
    FolderContents.clear(folder);
  }

  @Test
  void goingOnGivesTheBitsOfNeverHavingStopped() throws IOException {
    String[] often = {"--set", "train={log-every: 2, label-dropout: 0.3}"};
    Program program = Program.in(folder);
    program.run(with(Runs.digits(12, often), "--run", "whole")).succeeded();
    program.run(with(Runs.digits(6, often), "--run", "parts")).succeeded();
    assertThat(program.run("train", "--resume", "--run", "parts", "--set", "train.steps=12"))
        .satisfies(ended -> assertThat(ended.succeeded().out()).contains("going on after step 6"));

    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    String last = "checkpoints/step-00000012.safetensors";
    assertThat(parts.resolve(last)).hasSameBinaryContentAs(whole.resolve(last));
    assertThat(Runs.metrics(parts)).isEqualTo(Runs.metrics(whole));
    for (String file : List.of("config.yaml", "evaluation.json", "samples/grid.png")) {
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(Files.readString(parts.resolve("provenance.json")))
        .contains("\"after_step\" : 0", "\"after_step\" : 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schedule=learned", "times={type: importance, strips: 4, warmup: 2}"})
  void soDoWhatIsLearnedBesideTheNetworkAndWhatWasSeen(String choice) throws IOException {
    String[] more = {"--set", choice, "--set", "objective=vlb"};
    session.run(with(Runs.moons(12, more), "--run", "whole")).succeeded();
    session.run(with(Runs.moons(6, more), "--run", "parts")).succeeded();
    session.run("train", "--resume", "--run", "parts", "--set", "train.steps=12").succeeded();
    String last = "checkpoints/step-00000012.safetensors";
    assertThat(folder.resolve("parts").resolve(last))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve(last));
  }

  @Test
  void interruptionSavesTheLastStepAndTellsHowToGoOn() throws IOException {
    Path run = folder.resolve("long");
    int reached;
    try (Running training = training()) {
      training.await("five lines of metrics", () -> lines(run) >= 5);
      training.interrupt();
      Program.Ended ended = training.end();
      assertThat(ended.status()).as("exit status; output:%n%s", ended.err()).isNotZero();
      assertThat(ended.out())
          .contains("which is saved. Go on with: tweedie train --resume --run long");
      reached = Integer.parseInt(ended.out().replaceAll("(?s).*Stopped after step (\\d+).*", "$1"));
    }
    assertThat(Runs.checkpoints(run)).hasSize(1);
    assertThat(Runs.metrics(run).get(Runs.metrics(run).size() - 1)).containsEntry("step", reached);

    String more = "train.steps=" + (reached + 5);
    String said =
        Program.in(folder)
            .run("train", "--resume", "--run", "long", "--set", more)
            .succeeded()
            .out();
    assertThat(said).contains("going on after step " + reached);
  }

  @Test
  void aCrashCostsNoMoreThanTheStepsSinceTheLastCheckpoint() throws IOException {
    Path run = folder.resolve("long");
    try (Running training = training("--set", "train.checkpoint-every=10")) {
      training.await("25 lines of metrics", () -> lines(run) >= 25);
      assertThat(training.kill().status()).isNotZero();
    }
    List<Path> left = Runs.checkpoints(run);
    String newest =
        left.stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".safetensors"))
            .reduce((earlier, later) -> later)
            .orElseThrow();
    int step = Integer.parseInt(newest.replaceAll("\\D", ""));
    assertThat(step).isGreaterThanOrEqualTo(20);
    String more = "train.steps=" + (step + 5);
    assertThat(
            Program.in(folder)
                .run("train", "--resume", "--run", "long", "--set", more)
                .succeeded()
                .out())
        .contains("going on after step " + step);
    assertThat(Runs.metrics(run))
        .as("steps, none of them twice")
        .extracting(record -> record.get("step"))
        .doesNotHaveDuplicates()
        .hasSize(step + 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network.width=8",
        "train.learning-rate=0.5",
        "train.seed=2",
        "train.threads=1",
        "data.noise=0.1",
        "objective.predict=signal",
        "schedule=linear"
      })
  void whatWouldChangeTheNumbersIsRefusedAndNothingTouched(String change) {
    Path run = Shared.moons(folder);
    FolderContents before = FolderContents.of(folder);
    Program.Ended ended =
        session
            .run("train", "--resume", "--run", "run", "--set", change, "--set", "train.steps=9")
            .endedWith(2);
    assertThat(ended.err()).contains(change.substring(0, change.indexOf('=')).split("\\.")[0]);
    Golden.check("program/resume-" + change.replaceAll("[^a-z]+", "-"), ended.err());
    assertThat(FolderContents.of(folder)).as("the files of %s", run).isEqualTo(before);
  }

  @Test
  void aDamagedRecordOfTheBeginningIsNamed() throws IOException {
    Path provenance = Shared.moons(folder).resolve("provenance.json");
    Files.writeString(provenance, "[ { \"after_step\" : 0 } ]");
    Program.Ended ended =
        session.run("train", "--resume", "--run", "run", "--set", "train.steps=9").endedWith(2);
    assertThat(ended.err())
        .contains("run/provenance.json", "'data'", "'tensorflow'", "put back the file")
        .doesNotContain("Exception");
  }

  @Test
  void aMachineWithMoreCoresIsTakenOnceItUsesAsManyThreads() {
    Program two = Program.in(folder).with("-XX:ActiveProcessorCount=2");
    Program three = Program.in(folder).with("-XX:ActiveProcessorCount=3");
    two.run(Runs.moons(3, "--run", "run", "--set", "train.threads=0")).succeeded();
    String[] resume = {"train", "--resume", "--run", "run", "--set", "train.steps=5"};
    assertThat(three.run(resume).endedWith(2).err())
        .contains("[changed-machine]", "Please go on with --set train.threads=2.");
    three.run(with(resume, "--set", "train.threads=2")).succeeded();
  }

  @Test
  void aRunGoesOnByTheKernelsThatItWasBegunWith() throws IOException {
    Path provenance = Shared.moons(folder).resolve("provenance.json");
    String begun = Files.readString(provenance);
    String other = begun.replaceFirst("(\"onednn\" : )\"\\w+\"", "$1\"0\"");
    assertThat(other).isNotEqualTo(begun);
    Files.writeString(provenance, other);
    assertThat(
            session
                .run("train", "--resume", "--run", "run", "--set", "train.steps=9")
                .endedWith(2)
                .err())
        .contains("[changed-machine]", "Please go on with TF_ENABLE_ONEDNN_OPTS=0.");
  }

  @Test
  void whatOnlyLooksAtTheRunMayChange() {
    Shared.moons(folder);
    String said =
        session
            .run(
                "train",
                "--resume",
                "--run",
                "run",
                "--set",
                "train={steps: 8, log-every: 1, keep: 1}",
                "--set",
                "sampler.steps=4",
                "--set",
                "evaluate.draws=2")
            .succeeded()
            .out();
    assertThat(said).contains("2 draws each", "of step 8");
  }

  @Test
  void aRunThatIsThereIsNotOverwritten() {
    Shared.moons(folder);
    FolderContents before = FolderContents.of(folder);
    Program.Ended ended = session.run(Runs.moons(3, "--run", "run")).endedWith(2);
    Golden.check("program/run-exists", ended.err());
    assertThat(FolderContents.of(folder)).isEqualTo(before);
  }

  /** A rate that is too high by far makes some steps of growing losses, and then infinity. */
  @Test
  void aLossThatIsNotFiniteStopsTrainingAndLeavesTheLastGoodCheckpoint() {
    Program.Ended ended =
        session
            .run(
                Runs.moons(
                    60,
                    "--run",
                    "run",
                    "--set",
                    "train={learning-rate: 30, warmup: 0, clip: 0, checkpoint-every: 1, keep: 100}"))
            .endedWith(1);
    assertThat(ended.err())
        .containsPattern("Training stopped at step \\d+: .*(NaN|Infinity)")
        .contains(
            "What to try, in another run (--run DIR): a smaller train.learning-rate (now 30.0)")
        .doesNotContain("\tat ");
    Matcher good =
        Pattern.compile(
                "The last good checkpoint is (run/checkpoints/step-0*(\\d+)\\.safetensors)\\.")
            .matcher(ended.err());
    assertThat(good.find()).as("the checkpoint is named in: %s", ended.err()).isTrue();
    assertThat(folder.resolve(good.group(1))).exists();
    String report =
        session.run("evaluate", "run", "--checkpoint", good.group(2), "--json").succeeded().out();
    assertThat(report).contains("\"total\"").doesNotContain("NaN", "Infinity");
  }

  private static Running training(String... more) {
    return Program.in(folder)
        .start(with(Runs.moons(1_000_000, "--run", "long", "--set", "train.log-every=1"), more));
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  private static long lines(Path run) {
    try {
      Path metrics = run.resolve("metrics.jsonl");
      return Files.exists(metrics) ? Files.readAllLines(metrics).size() : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
