package org.tweedie.engine.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.tensorflow.ndarray.Shape;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;

/**
 * All that training needs to go on from a step.
 *
 * @param step the last step taken
 * @param data what the data looked like, in words: see {@link #words}
 * @param tensors weights, their average and the optimizer's moments, by variable name
 * @param seen what was measured of the reading that may end training, as a text; empty for nothing
 * @param unwritten what the next line of metrics averages of steps up to this one: how many there
 *     are, and numbers; empty where the averages begin anew
 */
public record Checkpoint(
    long step, String data, Map<String, Tensor> tensors, String seen, String unwritten) {

  private static final String FORMAT = "tweedie-checkpoint-1";

  private static final String SEEN = "seen";

  private static final String UNWRITTEN = "unwritten";

  /** As {@link Double#toString} writes it. */
  private static final String NUMBER = "(-?[0-9]+\\.[0-9]+(E-?[0-9]{1,3})?|-?Infinity|NaN)";

  private static final Pattern WRITTEN =
      Pattern.compile("\\S+ (LESS|MORE|NEITHER)( [0-9]{1,18}=" + NUMBER + ")+");

  private static final Pattern AVERAGED = Pattern.compile("[0-9]{1,9}( " + NUMBER + ")+");

  /** Of a training that no reading may end. */
  public Checkpoint(long step, String data, Map<String, Tensor> tensors) {
    this(step, data, tensors, "", "");
  }

  /** The same with what was measured. */
  public Checkpoint having(String measured) {
    return new Checkpoint(step, data, tensors, measured, unwritten);
  }

  /** The same with what the next line of metrics averages of the steps so far. */
  public Checkpoint averaging(String window) {
    return new Checkpoint(step, data, tensors, seen, window);
  }

  /** The values without their shapes. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, tensor.values()));
    return values;
  }

  /** What a network depends on of its data, as in {@code 8x8x1, 17 levels, 10 classes}. */
  public static String words(DataDescription data) {
    return "%s, %s, %d classes"
        .formatted(
            data.shape(),
            data.levels().map(Levels::count).map(count -> count + " levels").orElse("continuous"),
            data.classes().size());
  }

  /**
   * Makes sure that nothing is missing of what a training goes on with.
   *
   * @param shapes of everything that is trained, by variable name
   * @param file what it was read from, to be named
   * @throws FileFormatException if something is missing, or of another shape
   */
  public void checkWhole(Map<String, Shape> shapes, Path file) throws FileFormatException {
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      Tensor found = tensors.get(entry.getKey());
      if (found == null || !Arrays.equals(found.shape(), entry.getValue().asArray())) {
        throw new FileFormatException(
            "%s is damaged: '%s' is not in it, or of another shape. Please put back a good copy, or take it away to go on from another."
                .formatted(file, entry.getKey()));
      }
    }
  }

  Safetensors file() {
    return file(FORMAT, Map.of());
  }

  /**
   * The file of some format.
   *
   * @param format its name
   * @param more what its metadata say beside step and data, in an order that is kept
   */
  Safetensors file(String format, Map<String, String> more) {
    // In a fixed order, which Map.of does not keep: equal checkpoints are equal files.
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", format);
    metadata.put("step", Long.toString(step));
    metadata.put("data", data);
    if (!seen.isEmpty()) {
      metadata.put(SEEN, seen);
    }
    if (!unwritten.isEmpty()) {
      metadata.put(UNWRITTEN, unwritten);
    }
    metadata.putAll(more);
    return new Safetensors(tensors, metadata);
  }

  static Checkpoint of(Safetensors file, String name) throws FileFormatException {
    return of(file, name, FORMAT, "a checkpoint");
  }

  static Checkpoint of(Safetensors file, String name, String format, String what)
      throws FileFormatException {
    String step = file.metadata().getOrDefault("step", "");
    String data = file.metadata().get("data");
    if (!format.equals(file.metadata().get("format"))
        || !step.matches("[0-9]{1,18}")
        || data == null) {
      throw new FileFormatException(
          "%s is not %s of this program, or of a version that it does not know."
              .formatted(name, what));
    }
    return new Checkpoint(
        Long.parseLong(step),
        data,
        file.tensors(),
        text(file, name, SEEN, WRITTEN),
        text(file, name, UNWRITTEN, AVERAGED));
  }

  private static String text(Safetensors file, String name, String key, Pattern form)
      throws FileFormatException {
    String text = file.metadata().getOrDefault(key, "");
    if (!text.isEmpty() && !form.matcher(text).matches()) {
      throw new FileFormatException(
          "%s is damaged: what was measured on the way, '%s' in its metadata, cannot be read."
              .formatted(name, key));
    }
    return text;
  }
}
