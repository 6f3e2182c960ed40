package org.tweedie.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.spark.api.java.function.Function;

/**
 * A task whose process has its files in a folder of its worker's own: they come with the task, and
 * what is new or was changed goes back with its result. It makes the pulse that the process would
 * see of the study.
 *
 * @param command the program and its arguments
 * @param files a zip of files
 */
record CarriedTask(List<String> command, byte[] files) implements Function<Integer, Brought> {

  private static final int BEAT_SECONDS = 4;
  private static final String MAILBOXES = "mailbox";
  private static final String PRINTED = "log.txt";

  /** How a file was when it came. */
  private record State(long size, long modified) {

    static State of(Path file) throws IOException {
      return new State(Files.size(file), Files.getLastModifiedTime(file).toMillis());
    }
  }

  /** Copies the command. */
  CarriedTask {
    command = List.copyOf(command);
  }

  @Override
  public Brought call(Integer any) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tweedie-task");
    ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
    try {
      Map<Path, State> came = unpack(folder);
      AtomicLong beats = new AtomicLong();
      beat(folder, beats);
      ScheduledFuture<?> beating =
          pulse.scheduleWithFixedDelay(
              () -> beat(folder, beats), BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
      int status = ProcessTask.run(command, folder.toFile(), folder.resolve(PRINTED).toFile());
      beating.cancel(false);
      return new Brought(status, changed(folder, came));
    } finally {
      pulse.shutdownNow();
      delete(folder);
    }
  }

  private static void beat(Path folder, AtomicLong beats) {
    try {
      Path next = folder.resolve("pulse.next");
      Files.writeString(next, Long.toString(beats.incrementAndGet()));
      Files.move(
          next,
          folder.resolve(MAILBOXES).resolve("pulse"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private Map<Path, State> unpack(Path folder) throws IOException {
    Map<Path, State> came = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(files))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("a file came that belongs nowhere: " + entry.getName());
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.copy(zip, file);
        came.put(file, State.of(file));
      }
    }
    return came;
  }

  private static byte[] changed(Path folder, Map<Path, State> came) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        Path name = folder.relativize(file);
        boolean stays =
            name.endsWith("lock")
                || (name.startsWith(MAILBOXES) && name.getNameCount() == 2)
                || (name.getNameCount() == 1 && !name.endsWith(PRINTED));
        if (!stays && !State.of(file).equals(came.get(file))) {
          zip.putNextEntry(new ZipEntry(name.toString()));
          Files.copy(file, zip);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
