package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.progress.RunListener;
import picocli.CommandLine;

class DistillCommandTest {

  private static final List<String> SMALL =
      List.of(
          "--set",
          "evaluate.samples=20",
          "--set",
          "sample.count=4",
          "--set",
          "train.steps=2",
          "--set",
          "objective.weight=snr-plus-one");

  @TempDir private static Path folder;

  private static Tweedie tweedie;
  private static Path teacher;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    teacher = folder.resolve("teacher");
    RunConfig config =
        tweedie
            .example("moons")
            .with("network", Map.of("type", "mlp", "width", 16, "layers", 1))
            .with("train.steps", 4)
            .with("train.batch", 16)
            .with("train.sample-every", 0);
    try (Run run = tweedie.create(teacher, config)) {
      run.train(RunListener.silent());
    }
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private int execute(String... arguments) {
    CommandLine program = Program.commandLine(new PluginLoader());
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all =
        Stream.concat(Stream.of("distill", teacher.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    return program.execute(all);
  }

  /** Two rounds, each a run; the same command again has nothing to do. */
  @Test
  void stepsAreHalvedRoundByRound() {
    String[] arguments =
        Stream.concat(Stream.of("--to", "1", "--from", "4"), SMALL.stream()).toArray(String[]::new);
    assertThat(execute(arguments)).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .contains("Round 1 of 2: a student of 2 steps", "Round 2 of 2: a student of 1 step")
        .contains("learns from '" + teacher + "' after step 4")
        .contains("learns from '" + folder.resolve("teacher-1-2") + "' after step 2")
        .contains("Wrote");
    RunConfig student = tweedie.config(folder.resolve("teacher-1"));
    assertThat(student.at("objective.predict")).hasValue("velocity");
    assertThat(student.at("objective.weight")).hasValue("snr-plus-one");
    assertThat(student.at("sampler.steps")).hasValue("1");
    out.getBuffer().setLength(0);
    assertThat(execute(arguments)).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .contains(folder.resolve("teacher-1-2") + " is done already")
        .doesNotContain("Wrote");
  }

  @Test
  void whatIsWrongIsSaidInWords() {
    assertThat(execute("--to", "3", "--from", "8")).isEqualTo(Program.WRONG_INPUT);
    assertThat(err.toString()).contains("8 steps are not halved to 3");
    assertThat(execute("--to", "0")).isEqualTo(Program.WRONG_INPUT);
    assertThat(err.toString()).contains("at least one step, not --to 0");
    assertThat(execute("--to", "1", "--objective", "simple")).isEqualTo(Program.WRONG_INPUT);
    assertThat(err.toString())
        .contains("The objective 'simple' learns from no teacher. Those that do: ")
        .contains("progressive-distillation");
    assertThat(execute("--to", "1", "--from", "4", "--objective", "consistency-distillation"))
        .isEqualTo(Program.WRONG_INPUT);
    assertThat(err.toString()).contains("--from is for objectives that halve the steps");
    assertThat(execute("--to", "1", "--guidance-scale", "4:1")).isEqualTo(Program.WRONG_INPUT);
    assertThat(err.toString())
        .contains("--guidance-scale takes one scale of 0 or more, as in 2, or two that rise");
    assertThat(execute("--to", "1", "--set", "steps")).isEqualTo(Program.WRONG_INPUT);
    assertThat(err.toString()).contains("'steps' sets nothing");
  }
}
