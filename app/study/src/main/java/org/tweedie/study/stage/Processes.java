package org.tweedie.study.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Works on stages in processes of this program, with the Java, the options and the class path that
 * this process has. A process is told its job on its input and answers on its output; it ends when
 * its input does, so also when this process is killed.
 *
 * @param plugins the folders in which it looks for plugins
 */
public record Processes(List<Path> plugins) implements Workers {

  /** Copies. */
  public Processes {
    plugins = List.copyOf(plugins);
  }

  @Override
  public Worker start(Job job, Consumer<Signal> signals) throws IOException {
    StageLog log = StageLog.begin(job);
    Process process =
        new ProcessBuilder(
                ProgramCommand.of(
                    StageProcess.class, plugins.stream().map(Path::toString).toList()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
            .start();
    OutputStream input = process.getOutputStream();
    input.write((StudyJson.line(job) + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    Thread reader =
        new Thread(() -> hear(process, log, signals), "signals of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
    return new Worker() {
      @Override
      public void stop() {
        try {
          input.close();
        } catch (IOException gone) {
          // Then it needs no asking any more.
          return;
        }
      }

      @Override
      public void kill() {
        process.destroyForcibly();
      }
    };
  }

  private static void hear(Process process, StageLog log, Consumer<Signal> signals) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Signal> signal = Signals.parse(line);
        if (signal.isPresent()) {
          signals.accept(signal.get());
        } else {
          // A library that prints where it should not.
          log.add(line);
        }
      }
    } catch (IOException broken) {
      // Its end tells the rest.
      process.destroy();
    }
    signals.accept(new Signal.Exited(process.onExit().join().exitValue(), log.lastWords()));
  }
}
