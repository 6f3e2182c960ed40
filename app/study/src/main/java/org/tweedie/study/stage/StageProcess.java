package org.tweedie.study.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.progress.Ending;

/**
 * The program as what works on a study's stages: it reads its job from its input, answers on its
 * output, and prints for people on its error stream. It ends, with everything saved, when its input
 * does: when the study asks it to, or is no more.
 */
public final class StageProcess {

  private StageProcess() {}

  /**
   * Works.
   *
   * @param plugins the folders of plugins
   */
  public static void main(String... plugins) throws IOException {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    Locale.setDefault(Locale.ROOT);
    Ending.guard(new PrintWriter(System.err, true, Charset.defaultCharset()));
    PrintStream answers = System.out;
    // What components print is for people.
    System.setOut(System.err);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Job job = StudyJson.parse(input.readLine(), Job.class).orElseThrow();
    StopSignal stopping = new StopSignal();
    Thread listener = new Thread(() -> listen(input, stopping), "input");
    listener.setDaemon(true);
    listener.start();
    double startup = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    try (Tweedie tweedie = Tweedie.load(Stream.of(plugins).map(Path::of).toArray(Path[]::new));
        StageWorker worker =
            new StageWorker(
                tweedie,
                stopping,
                signal -> {
                  answers.println(Signals.line(signal));
                  answers.flush();
                })) {
      worker.run(job, startup);
    }
    Ending.exit(0);
  }

  private static void listen(BufferedReader input, StopSignal stopping) {
    try {
      // There is one job, and nothing else to be told until the input ends.
      while (input.readLine() != null) {}
    } catch (IOException broken) {
      // As good as its end.
      System.err.println("The study cannot be heard any more: " + broken.getMessage());
    }
    stopping.want();
  }
}
