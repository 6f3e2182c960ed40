package org.tweedie.study.stage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the processes of a job print: the log of its first stage, a part for each process.
 *
 * @param file the log
 * @param from where the part of one process begins
 */
public record StageLog(Path file, long from) {

  /** Lines that are shown of the log of a process that did not say why it ended. */
  private static final int LINES = 6;

  private static final int TAIL = 65_536;

  /** Begins the part of a process. */
  public static StageLog begin(Job job) throws IOException {
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
    return new StageLog(log, Files.size(log));
  }

  /** Adds a line. */
  void add(String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }

  /** The last lines of the process that are not empty. */
  public List<String> lastWords() {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] printed = new byte[(int) Math.min(TAIL, Math.max(0, log.length() - from))];
      log.seek(log.length() - printed.length);
      log.readFully(printed);
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
