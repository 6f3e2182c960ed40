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
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
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
    PrintStream answers = begin();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Job job = StudyJson.parse(input.readLine(), Job.class).orElseThrow();
    StopSignal stopping = new StopSignal();
    Thread listener = new Thread(() -> listen(input, stopping), "input");
    listener.setDaemon(true);
    listener.start();
    work(
        job,
        stopping,
        signal -> {
          answers.println(Signals.line(signal));
          answers.flush();
        },
        List.of(plugins));
    Ending.exit(0);
  }

  /** Prepares the process; what it prints on its output goes to people from now on. */
  static PrintStream begin() {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    Locale.setDefault(Locale.ROOT);
    Ending.guard(new PrintWriter(System.err, true, Charset.defaultCharset()));
    PrintStream answers = System.out;
    System.setOut(System.err);
    return answers;
  }

  /** Works on a job. */
  static void work(Job job, StopSignal stopping, Consumer<Signal> answers, List<String> plugins)
      throws IOException {
    double startup = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    try (Tweedie tweedie = Tweedie.load(plugins.stream().map(Path::of).toArray(Path[]::new));
        StageWorker worker = new StageWorker(tweedie, stopping, answers)) {
      worker.run(job, startup);
    }
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
