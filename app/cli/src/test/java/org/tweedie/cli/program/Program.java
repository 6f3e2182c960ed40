package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The packaged program, started by its script as a process of its own.
 *
 * @param folder its working directory
 * @param options options of its JVM
 * @param environment what it finds in its environment besides the tests' own
 */
record Program(Path folder, List<String> options, Map<String, String> environment) {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Quick to start, which counts more here than speed. */
  private static final List<String> QUICK =
      List.of("-Dtweedie.optimize=false", "-XX:TieredStopAtLevel=1");

  /**
   * How a program ended.
   *
   * @param status its exit status
   * @param out what it printed to its standard output
   * @param err what it printed to its standard error
   */
  record Ended(int status, String out, String err) {

    /** This, if the program succeeded. */
    Ended succeeded() {
      assertThat(status).as("exit status; output:%n%s%s", out, err).isZero();
      return this;
    }

    /** This, if the program ended with a status. */
    Ended endedWith(int expected) {
      assertThat(status).as("exit status; output:%n%s%s", out, err).isEqualTo(expected);
      return this;
    }
  }

  /** The program in a working directory. */
  static Program in(Path folder) {
    return new Program(folder, QUICK, Map.of());
  }

  /** The same with another option for its JVM. */
  Program with(String option) {
    List<String> all = new ArrayList<>(options);
    all.add(option);
    return new Program(folder, all, environment);
  }

  /** The same in another locale of the environment. */
  Program inLocale(String other) {
    return with("LC_ALL", other);
  }

  /** The same with a variable in its environment. */
  Program with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Program(folder, options, more);
  }

  /** The script that starts it. */
  static Path script() {
    Path script = Path.of(System.getProperty("tweedie.program"));
    assertThat(script).as("the start script, which 'mvn package' makes").isExecutable();
    return script;
  }

  /** Runs the program to its end. */
  Ended run(String... arguments) {
    try (Running running = start(arguments)) {
      return running.end();
    }
  }

  /** Starts the program. */
  Running start(String... arguments) {
    try {
      Path out = Files.createTempFile("tweedie", ".out");
      Path err = Files.createTempFile("tweedie", ".err");
      List<String> command = new ArrayList<>(List.of(script().toString()));
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      builder.environment().put("TWEEDIE_OPTS", String.join(" ", options));
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that was started; closing it ends it, whatever it does. */
  record Running(Process process, Path out, Path err) implements AutoCloseable {

    /** Waits until something holds. */
    void await(String what, BooleanSupplier condition) {
      long limit = System.nanoTime() + LIMIT.toNanos();
      while (!condition.getAsBoolean()) {
        assertThat(process.isAlive()).as("%s; output:%n%s%s", what, read(out), read(err)).isTrue();
        assertThat(System.nanoTime()).as("waited too long: %s", what).isLessThan(limit);
        pause();
      }
    }

    /** Interrupts the program as Ctrl-C does. */
    void interrupt() {
      // Where the build runs in the background of a script, children ignore what Ctrl-C sends; a
      // polite kill goes the same way through the program.
      String signal = ignoresInterrupts() ? "-TERM" : "-INT";
      try {
        int status =
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        assertThat(status).as("status of kill").isZero();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    /** Ends the program without warning, as a crash of the machine would. */
    Ended kill() {
      process.destroyForcibly();
      return end();
    }

    /** Waits until the program has ended. */
    Ended end() {
      try {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(
              "the program did not end in time; output:\n" + read(out) + read(err));
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      return new Ended(process.exitValue(), read(out), read(err));
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean ignoresInterrupts() {
      Path status = Path.of("/proc", Long.toString(process.pid()), "status");
      return Files.exists(status)
          && read(status)
              .lines()
              .filter(line -> line.startsWith("SigIgn:"))
              .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void pause() {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException(e);
    }
  }
}
