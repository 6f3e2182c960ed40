package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.progress.Ending;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.progress.StopRequest;

/** Components that never come to an end, or that end the program, in a program of its own. */
@Tag("fuzz")
class NeverReturningFuzz {

  private static final String TIMES =
      """
      package acme;
      import jakarta.inject.Inject;
      import java.util.random.RandomGenerator;
      import org.tweedie.api.objective.*;
      public final class Odd implements TimeDistribution {
        @Inject public Odd() { %s }
        public TimeDraw draw(int n, RandomGenerator r, LossHistory h) {
          %s
          return TimeDraw.even(r.doubles(n).toArray());
        }
        public boolean isUniform() { %s return true; }
      }
      """;

  private static final String LOOP =
      "if (n() > 0) { System.out.println(\"in it\"); while (n() > 0) { Thread.onSpinWait(); } }";
  private static final String EXIT = "if (n() > 0) { System.exit(0); }";

  @TempDir private Path folder;

  /** The program: trains, and stops where it is asked to. */
  public static void main(String... arguments) throws IOException {
    Ending.guard(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    int status = 1;
    try (Tweedie tweedie = Tweedie.load(Path.of(arguments[0]))) {
      tweedie.problems().forEach(System.err::println);
      RunConfig config = tweedie.read(List.of(Path.of(arguments[1])), List.of());
      try (Run run = tweedie.create(Path.of(arguments[2]), config);
          StopRequest stop = new StopRequest()) {
        status = run.train(RunListener.silent().stoppedBy(stop::isWanted)) ? 0 : 1;
      }
    } catch (RuntimeException failure) {
      System.err.println(failure.getMessage());
      status = 2;
    }
    Ending.exit(status);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "loop, plugin, 2, Listing what the plugin brings has not come to an end within 3 s",
    "loop, constructor, 2, has not come to an end within 3 s: it is in acme.Odd",
    "loop, draw, 143, a plugin's code did not come to an end",
    "exit, plugin, 1, ended by System.exit",
    "exit, constructor, 1, ended by System.exit",
    "exit, draw, 1, ended by System.exit"
  })
  void theProgramEndsInWordsAndInTime(String what, String where, int status, String words)
      throws IOException, InterruptedException {
    Path plugins = folder.resolve("plugins");
    String does = (what.equals("loop") ? LOOP : EXIT).replace("n()", "acme.ThePlugin.n()");
    new TestJar()
        .pluginClass(
            "acme.ThePlugin",
            """
            package acme;
            import org.tweedie.api.plugin.*;
            public final class ThePlugin implements DiffusionPlugin {
              public static int n() { return 1; }
              public String name() { %s return "acme"; }
              public void configure(Components c) { c.add(Kinds.TIMES, "odd", Odd.class); }
            }
            """
                .formatted(where.equals("plugin") ? does : ""))
        .source(
            "acme.Odd",
            TIMES.formatted(
                where.equals("constructor") ? does : "", where.equals("draw") ? does : "", ""))
        .write(plugins.resolve("acme.jar"));
    Path config =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: points
            network: {type: mlp, width: 4, layers: 1}
            times: acme/odd
            train: {steps: 2, batch: 4}
            """);
    Path err = folder.resolve("err.txt");
    Path out = folder.resolve("out.txt");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dtweedie.plugin.seconds=3",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                NeverReturningFuzz.class.getName(),
                plugins.toString(),
                config.toString(),
                folder.resolve("run").toString())
            .redirectError(err.toFile())
            .redirectOutput(out.toFile())
            .start();
    try {
      if (status == 143) {
        while (program.isAlive() && !Files.readString(out).contains("in it")) {
          program.waitFor(200, TimeUnit.MILLISECONDS);
        }
        program.destroy();
        assertThat(program.waitFor(15, TimeUnit.SECONDS)).as("ends when it is asked to").isTrue();
      } else {
        assertThat(program.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
      }
      assertThat(Files.readString(err)).contains(words);
      assertThat(program.exitValue()).isEqualTo(status);
    } finally {
      program.destroyForcibly();
    }
  }
}
