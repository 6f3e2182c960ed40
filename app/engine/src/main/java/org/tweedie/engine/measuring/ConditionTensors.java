package org.tweedie.engine.measuring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.JsonFault;
import org.tweedie.engine.file.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What samples were asked to be beside their classes, in a file of samples: numbers and images as
 * tensors, each with one that says which examples have them; captions as a JSON list of texts and
 * nulls.
 */
final class ConditionTensors {

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String NUMBERS = "condition_numbers";
  private static final String IMAGES = "condition_images";
  private static final String KNOWN = "_known";

  private ConditionTensors() {}

  /** Adds tensors of what is known; none where nothing is. */
  static void add(Condition conditions, Map<String, Tensor> tensors) {
    List<Optional<float[]>> numbers =
        IntStream.range(0, conditions.count()).mapToObj(conditions::numbers).toList();
    numbers.stream()
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(one -> add(NUMBERS, numbers, new long[] {numbers.size(), one.length}, tensors));
    conditions
        .imageShape()
        .ifPresent(
            shape -> {
              long[] sizes = new long[shape.dimensions().size() + 1];
              Arrays.setAll(
                  sizes, i -> i == 0 ? conditions.count() : shape.dimensions().get(i - 1));
              add(
                  IMAGES,
                  IntStream.range(0, conditions.count()).mapToObj(conditions::image).toList(),
                  sizes,
                  tensors);
            });
  }

  private static void add(
      String name, List<Optional<float[]>> each, long[] sizes, Map<String, Tensor> tensors) {
    int size = Math.toIntExact(Arrays.stream(sizes).skip(1).reduce(1, (a, b) -> a * b));
    float[] values = new float[each.size() * size];
    float[] known = new float[each.size()];
    for (int i = 0; i < known.length; i++) {
      if (each.get(i).isPresent()) {
        known[i] = 1;
        System.arraycopy(each.get(i).get(), 0, values, i * size, size);
      }
    }
    tensors.put(name, new Tensor(sizes, values));
    tensors.put(name + KNOWN, new Tensor(new long[] {known.length}, known));
  }

  /** The captions; empty where none is known. */
  static Optional<String> captions(Condition conditions) {
    List<Optional<String>> captions =
        IntStream.range(0, conditions.count()).mapToObj(conditions::caption).toList();
    if (captions.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    String[] texts = new String[captions.size()];
    Arrays.setAll(texts, i -> captions.get(i).orElse(null));
    return Optional.of(JSON.writeValueAsString(texts));
  }

  /**
   * Reads what the others wrote.
   *
   * @param classes of the samples
   * @throws FileFormatException if it is not whole
   */
  static Condition read(
      Condition classes, Map<String, Tensor> tensors, Optional<String> captions, Path file)
      throws FileFormatException {
    try {
      return known(classes, tensors, captions, file);
    } catch (IllegalArgumentException impossible) {
      throw damaged(file, String.valueOf(impossible.getMessage()));
    }
  }

  private static Condition known(
      Condition classes, Map<String, Tensor> tensors, Optional<String> captions, Path file)
      throws FileFormatException {
    Condition read = classes;
    if (captions.isPresent()) {
      read = read.withCaptions(texts(captions.get(), classes.count(), file));
    }
    if (tensors.containsKey(NUMBERS)) {
      read = read.withNumbers(each(NUMBERS, classes.count(), tensors, file));
    }
    if (tensors.containsKey(IMAGES)) {
      long[] sizes = tensors.get(IMAGES).shape();
      read =
          read.withImages(
              new DataShape(Arrays.stream(sizes).skip(1).mapToObj(size -> (int) size).toList()),
              each(IMAGES, classes.count(), tensors, file));
    }
    return read;
  }

  private static List<Optional<String>> texts(String captions, int count, Path file)
      throws FileFormatException {
    try {
      List<String> texts = JSON.readValue(captions, new TypeReference<ArrayList<String>>() {});
      if (texts != null && texts.size() == count) {
        return texts.stream().map(Optional::ofNullable).toList();
      }
    } catch (JacksonException broken) {
      throw damaged(file, "its captions: " + JsonFault.words(broken));
    }
    throw damaged(file, "it has not as many captions as samples");
  }

  private static List<Optional<float[]>> each(
      String name, int count, Map<String, Tensor> tensors, Path file) throws FileFormatException {
    Tensor values = tensors.get(name);
    Tensor known = tensors.get(name + KNOWN);
    if (values == null
        || known == null
        || values.shape().length < 2
        || values.shape()[0] != count
        || known.values().length != count) {
      throw damaged(file, "'%s' are not as many as the samples".formatted(name));
    }
    int size = values.values().length / Math.max(1, count);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                known.values()[i] == 0
                    ? Optional.<float[]>empty()
                    : Optional.of(Arrays.copyOfRange(values.values(), i * size, (i + 1) * size)))
        .toList();
  }

  private static FileFormatException damaged(Path file, String what) {
    return new FileFormatException("%s is damaged: %s.".formatted(file, what));
  }
}
