package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.TrainingFailure;

/** Ways in which files are damaged, and what may come of it: nothing, or words. */
public final class Damage {

  /** Begins what is said of a file in which one digit is another. */
  public static final String ANOTHER_DIGIT = "another digit";

  private static final int FLIPS = 4;

  private Damage() {}

  /** What is done with a damaged file. */
  @FunctionalInterface
  public interface Attempt {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * A file's bytes, damaged in all ways.
   *
   * @param seed where chance begins
   * @return by what was done
   */
  public static Map<String, byte[]> of(byte[] whole, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, byte[]> damaged = new LinkedHashMap<>();
    damaged.put("empty", new byte[0]);
    damaged.put("its first byte alone", Arrays.copyOf(whole, Math.min(1, whole.length)));
    damaged.put("half of it", Arrays.copyOf(whole, whole.length / 2));
    damaged.put("all but its last byte", Arrays.copyOf(whole, Math.max(0, whole.length - 1)));
    int cut = random.nextInt(Math.max(1, whole.length));
    damaged.put("cut at " + cut, Arrays.copyOf(whole, cut));
    for (int i = 0; i < FLIPS && whole.length > 0; i++) {
      // Near the beginning, where formats say most, as often as anywhere.
      int at = random.nextInt(i % 2 == 0 ? whole.length : Math.min(whole.length, 200));
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      damaged.put("one bit at " + at, flipped);
    }
    byte[] other = whole.clone();
    if (whole.length > 0) {
      int at = random.nextInt(whole.length);
      other[at] = (byte) 0xff;
      damaged.put("no UTF-8 at " + at, other);
    }
    int[] digits = IntStream.range(0, whole.length).filter(at -> isDigit(whole, at)).toArray();
    // Of tensors it would be any other bit.
    boolean isText = IntStream.range(0, whole.length).noneMatch(at -> whole[at] == 0);
    for (int i = 0; i < FLIPS && digits.length > 0 && isText; i++) {
      int at = digits[random.nextInt(digits.length)];
      byte[] changed = whole.clone();
      changed[at] = (byte) ('1' + (whole[at] - '0' + random.nextInt(8)) % 9);
      damaged.put(ANOTHER_DIGIT + " at " + at, changed);
    }
    byte[] zeros = whole.clone();
    Arrays.fill(zeros, whole.length / 2, whole.length, (byte) 0);
    damaged.put("zeros from its middle on", zeros);
    damaged.put("JSON of nothing", "null\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    damaged.put("another JSON", "{\"a\": [1]}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return damaged;
  }

  private static boolean isDigit(byte[] text, int at) {
    return text[at] >= '0' && text[at] <= '9';
  }

  /**
   * Tries something that may fail as is documented, in words.
   *
   * @return whether it failed
   */
  public static boolean fails(String what, Attempt attempt) {
    try {
      attempt.run();
      return false;
    } catch (ConfigException
        | DataException
        | RunException
        | TrainingFailure
        | IOException documented) {
      assertThat(documented.getMessage())
          .as(what)
          .isNotBlank()
          .doesNotContain("java.", "Exception", "tools.jackson", "(null)");
      return true;
    } catch (Exception | Error other) {
      throw new AssertionError(what, other);
    }
  }

  /** The contents of all files of a folder, by their paths in it. */
  public static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /** Makes a folder of such contents. */
  public static Path write(Path folder, Map<String, byte[]> contents) throws IOException {
    for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    return folder;
  }
}
