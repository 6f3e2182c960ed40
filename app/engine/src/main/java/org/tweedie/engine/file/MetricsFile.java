package org.tweedie.engine.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run's measurements: a JSON object a line, each with a {@code step}, handed to the operating
 * system as it is added. Values that are not finite are written as texts, {@code "NaN"} and the
 * like, since JSON has no numbers for them. Not for several threads at once.
 */
public final class MetricsFile implements AutoCloseable {

  private static final String STEP = "step";
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> RECORD =
      new TypeReference<>() {};

  private final BufferedWriter out;

  private MetricsFile(BufferedWriter out) {
    this.out = out;
  }

  /**
   * Opens a file to add to; it is created where there is none, and a last line that a crash cut off
   * is taken away.
   *
   * @throws FileFormatException if a line before the last is not a JSON object
   */
  public static MetricsFile open(Path path) throws IOException {
    if (Files.exists(path)) {
      rewrite(path, record -> true);
    }
    return new MetricsFile(
        Files.newBufferedWriter(
            path,
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND));
  }

  /**
   * Opens a file to add to, without the records of later steps that it may hold: what a resumed run
   * needs, since it makes these anew.
   *
   * @param step the last step that stays
   * @throws FileFormatException if a line before the last is not a JSON object
   */
  public static MetricsFile resume(Path path, long step) throws IOException {
    if (Files.exists(path)) {
      rewrite(path, record -> step(record) <= step);
    }
    return open(path);
  }

  /**
   * Makes sure that {@link #resume} can read what is there, before anything else is written.
   *
   * @throws FileFormatException if a line before the last is not a JSON object
   */
  public static void check(Path path) throws IOException {
    if (Files.exists(path)) {
      read(path);
    }
  }

  /**
   * Adds a record.
   *
   * @param values the other columns, in the order in which they are written
   */
  public void append(long step, Map<String, ?> values) throws IOException {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(STEP, step);
    record.putAll(values);
    out.write(JSON.writeValueAsString(record) + "\n");
    out.flush();
  }

  /**
   * Reads all records, {@code step} included; a last line that a crash cut off is passed over.
   *
   * @throws FileFormatException if a line before the last is not a JSON object
   */
  public static List<Map<String, Object>> read(Path path) throws IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    for (String line : wholeLines(path)) {
      records.add(parse(path, records.size() + 1, line));
    }
    return records;
  }

  /**
   * What can be read of a file, however damaged it is.
   *
   * @param records the lines that are whole, in order
   * @param damaged the numbers of the others, from 1; a last line that was cut off is not one
   */
  public record Salvage(List<Map<String, Object>> records, List<Integer> damaged) {}

  /** Reads what can be read; nothing where there is no file. */
  public static Salvage salvage(Path path) throws IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    List<Integer> damaged = new ArrayList<>();
    if (Files.exists(path)) {
      int number = 0;
      for (String line : wholeLines(path)) {
        number++;
        try {
          records.add(parse(path, number, line));
        } catch (FileFormatException notAnObject) {
          damaged.add(number);
        }
      }
    }
    return new Salvage(records, damaged);
  }

  /**
   * Takes out the lines that cannot be read; the file as it was stays beside it, as {@code
   * metrics.jsonl.damaged}.
   *
   * @return the numbers of these lines, from 1; empty where all was well
   */
  public static List<Integer> repair(Path path) throws IOException {
    List<Integer> damaged = salvage(path).damaged();
    if (!damaged.isEmpty()) {
      AtomicFile.write(
          path.resolveSibling(path.getFileName() + ".damaged"), Files.readAllBytes(path));
      List<String> lines = wholeLines(path);
      StringBuilder kept = new StringBuilder();
      for (int i = 0; i < lines.size(); i++) {
        if (!damaged.contains(i + 1)) {
          kept.append(lines.get(i)).append('\n');
        }
      }
      AtomicFile.write(path, kept.toString());
    }
    return damaged;
  }

  /**
   * The records near the end of a file that may be written to meanwhile.
   *
   * @param bytes how far back to look
   */
  public static List<Map<String, Object>> last(Path path, int bytes) throws IOException {
    byte[] tail;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(0, file.length() - bytes);
      tail = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(tail);
    }
    String text = new String(tail, StandardCharsets.UTF_8);
    List<Map<String, Object>> records = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      try {
        records.add(parse(path, 0, line));
      } catch (FileFormatException cut) {
        // The first line of the tail may lack its beginning.
      }
    }
    return records;
  }

  private static Map<String, Object> parse(Path path, int number, String line)
      throws FileFormatException {
    try {
      Map<String, Object> record = JSON.readValue(line, RECORD);
      if (record != null) {
        return record;
      }
    } catch (JacksonException e) {
      throw new FileFormatException(notAnObject(path, number), e);
    }
    throw new FileFormatException(notAnObject(path, number));
  }

  private static String notAnObject(Path path, int number) {
    return "%s:%d is not a JSON object. Take the line out or repair it.".formatted(path, number);
  }

  /** A record is whole when its line has ended: what follows the last line end was cut off. */
  private static List<String> wholeLines(Path path) throws IOException {
    String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static void rewrite(Path path, Predicate<Map<String, Object>> keep) throws IOException {
    List<Map<String, Object>> records = read(path);
    List<String> lines = wholeLines(path);
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      if (keep.test(records.get(i))) {
        kept.append(lines.get(i)).append('\n');
      }
    }
    if (kept.toString().getBytes(StandardCharsets.UTF_8).length != Files.size(path)) {
      AtomicFile.write(path, kept.toString());
    }
  }

  private static long step(Map<String, Object> record) {
    // A record without a step belongs to no later one, and stays.
    return record.get(STEP) instanceof Number number ? number.longValue() : Long.MIN_VALUE;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
