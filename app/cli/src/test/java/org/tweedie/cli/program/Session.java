package org.tweedie.cli.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.tweedie.engine.plugin.PluginLoader;
import tools.jackson.databind.json.JsonMapper;

/**
 * One process of the packaged program that is asked many command lines, one after the other: unlike
 * {@link Program}, with one start for all. What else is written to the process's streams is no part
 * of an answer.
 */
final class Session implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Begins the line of an answer. */
  private static final String ANSWER = "answer: ";

  private final Process process;
  private final PrintStream questions;
  private final BufferedReader answers;

  private Session(Process process) {
    this.process = process;
    questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static final class Shared {
    static final Session IN_THE_MODULE = Session.in(Path.of("").toAbsolutePath());
  }

  /**
   * One for all tests that name absolute paths; it ends with the tests' process. Its working
   * directory is the module's.
   */
  static Session shared() {
    return Shared.IN_THE_MODULE;
  }

  /** Starts it in a folder. */
  static Session in(Path folder) {
    try {
      // Under the very name that the archive of classes has them by.
      Path libraries = Program.script().getParent().resolveSibling("lib").toRealPath();
      Path tests =
          Path.of(Session.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-XX:SharedArchiveFile=" + libraries.resolve("tweedie.jsa"),
              "-Xlog:cds*=off",
              "-Dtweedie.optimize=false",
              "--enable-native-access=ALL-UNNAMED",
              "-Dsun.misc.unsafe.memory.access=allow",
              "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
              "-Dorg.bytedeco.javacpp.platform.extension="
                  + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
              "-Djava.awt.headless=true",
              "-cp",
              libraries + "/*" + System.getProperty("path.separator") + tests,
              Session.class.getName());
      builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
      return new Session(
          builder
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks it one command line. */
  Program.Ended run(String... arguments) {
    questions.println(JSON.writeValueAsString(arguments));
    try {
      String line = answers.readLine();
      while (line != null && !line.startsWith(ANSWER)) {
        line = answers.readLine();
      }
      if (line == null) {
        throw new AssertionError("the session ended at " + String.join(" ", arguments));
      }
      return JSON.readValue(line.substring(ANSWER.length()), Program.Ended.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    questions.close();
    try {
      if (process.waitFor(20, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** Answers command lines until there are no more. */
  public static void main(String... none) throws IOException {
    PrintStream answers = System.out;
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int status =
          org.tweedie.cli.Program.commandLine(new PluginLoader())
              .setOut(new PrintWriter(out, true))
              .setErr(new PrintWriter(err, true))
              .execute(JSON.readValue(line, String[].class));
      answers.println(
          ANSWER
              + JSON.writeValueAsString(new Program.Ended(status, out.toString(), err.toString())));
      answers.flush();
    }
  }
}
