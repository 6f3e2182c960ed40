package org.tweedie.study.stage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.engine.file.AtomicFile;

/**
 * A folder in which a study and a process on another machine leave word for each other, where both
 * see the same files: the job, what is heard of it, and the order to stop. Beside it lies the
 * study's pulse, a number that grows as long as the study is there: where it does not, the process
 * ends. No machine compares its clock with another's.
 *
 * @param folder in the folder that all mailboxes of a study are in
 */
public record Mailbox(Path folder) {

  /** The last line of what is heard of a job that came to its end. */
  private static final String OVER = "over";

  /** What was heard since the last look. */
  public record News(List<Signal> signals, long position, boolean isOver) {}

  /** Makes one for a job. */
  public static Mailbox create(Path folder, Job job) throws IOException {
    Files.createDirectories(folder);
    Mailbox mailbox = new Mailbox(folder.toAbsolutePath());
    Files.writeString(mailbox.signals(), "");
    AtomicFile.write(mailbox.job(), StudyJson.line(job));
    return mailbox;
  }

  /** A job as its file has it. */
  public static byte[] text(Job job) {
    return StudyJson.line(job).getBytes(StandardCharsets.UTF_8);
  }

  /** The mailboxes in a folder. */
  public static List<Mailbox> in(Path mailboxes) throws IOException {
    List<Mailbox> found = new ArrayList<>();
    if (Files.isDirectory(mailboxes)) {
      try (DirectoryStream<Path> folders =
          Files.newDirectoryStream(mailboxes, Files::isDirectory)) {
        folders.forEach(folder -> found.add(new Mailbox(folder)));
      }
    }
    return found;
  }

  /** Says that the study is there. */
  public static void beat(Path mailboxes, long count) throws IOException {
    AtomicFile.write(pulse(mailboxes), Long.toString(count));
  }

  private static Path pulse(Path mailboxes) {
    return mailboxes.resolve("pulse");
  }

  private Path job() {
    return folder.resolve("job.json");
  }

  private Path signals() {
    return folder.resolve("signals");
  }

  private Path order() {
    return folder.resolve("stop");
  }

  private Path number() {
    return folder.resolve("id");
  }

  /** Its job. */
  Job read() throws IOException {
    return StudyJson.parse(Files.readString(job()), Job.class).orElseThrow();
  }

  /** Asks the process to stop. */
  public void orderStop() throws IOException {
    Files.writeString(order(), "");
  }

  /** Whether the process is to stop; also where the mailbox is no more. */
  boolean isStopOrdered() {
    return Files.exists(order()) || !Files.exists(job());
  }

  /** The study's pulse; empty where it cannot be read now. */
  String pulse() {
    try {
      return Files.readString(pulse(Optional.ofNullable(folder.getParent()).orElse(Path.of(""))));
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** Keeps what a cluster calls the job, so that a later start of the study can end it. */
  public void submitted(String id) throws IOException {
    Files.writeString(number(), id);
  }

  /** What a cluster calls the job, if it was given to one. */
  public Optional<String> id() throws IOException {
    return Files.exists(number()) ? Optional.of(Files.readString(number())) : Optional.empty();
  }

  /** Tells the study. */
  void tell(Signal signal) throws IOException {
    add(Signals.line(signal));
  }

  /** Tells the study that nothing more comes. */
  void over() throws IOException {
    add(OVER);
  }

  private void add(String line) throws IOException {
    Files.writeString(signals(), line + "\n", StandardOpenOption.APPEND);
  }

  /**
   * What was told from a position on, in whole lines.
   *
   * @param position 0, or that of the last news
   */
  public News news(long position) throws IOException {
    byte[] told;
    try (RandomAccessFile file = new RandomAccessFile(signals().toFile(), "r")) {
      told = new byte[(int) Math.max(0, file.length() - position)];
      file.seek(position);
      file.readFully(told);
    }
    int end = told.length;
    while (end > 0 && told[end - 1] != '\n') {
      end--;
    }
    List<String> lines = new String(told, 0, end, StandardCharsets.UTF_8).lines().toList();
    return new News(
        lines.stream().flatMap(line -> Signals.parse(line).stream()).toList(),
        position + end,
        lines.contains(OVER));
  }

  /** Takes it away. */
  public void delete() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
