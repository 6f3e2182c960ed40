package org.tweedie.study.stage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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

  /** Lines that are shown of the log of a process that did not say why it ended. */
  private static final int LINES = 6;

  private static final int TAIL = 65_536;

  /** Copies. */
  public Processes {
    plugins = List.copyOf(plugins);
  }

  @Override
  public Worker start(Job job, Consumer<Signal> signals) throws IOException {
    Path log = new StageFolder(Path.of(job.works().get(0).folder())).log();
    Files.createDirectories(log.getParent());
    Files.writeString(
        log,
        "--- %s: %s%n"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                job.works().stream().map(work -> work.stage().path()).toList()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    long from = Files.size(log);
    Process process =
        new ProcessBuilder(command())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    OutputStream input = process.getOutputStream();
    input.write((StudyJson.line(job) + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
    Thread reader =
        new Thread(() -> hear(process, log, from, signals), "signals of process " + process.pid());
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

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // Those that were set after the start are not among the arguments.
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("tweedie."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StageProcess.class.getName());
    plugins.forEach(folder -> command.add(folder.toString()));
    return command;
  }

  private static void hear(Process process, Path log, long from, Consumer<Signal> signals) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<Signal> signal = Signals.parse(line);
        if (signal.isPresent()) {
          signals.accept(signal.get());
        } else {
          // A library that prints where it should not.
          Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        }
      }
    } catch (IOException broken) {
      // Its end tells the rest.
      process.destroy();
    }
    signals.accept(new Signal.Exited(process.onExit().join().exitValue(), tail(log, from)));
  }

  private static List<String> tail(Path log, long from) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] printed = new byte[(int) Math.min(TAIL, Math.max(0, file.length() - from))];
      file.seek(file.length() - printed.length);
      file.readFully(printed);
      List<String> lines =
          new String(printed, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return List.copyOf(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
