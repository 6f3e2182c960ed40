package org.tweedie.engine.sampling;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.model.Batch;

/**
 * What samples are asked to be, of each part of a condition in turn; nothing is asked of a part
 * that is empty.
 *
 * @param classes by name, or by number from 0
 * @param captions texts
 * @param numbers by name; the same for all samples
 * @param images one each, in the model's scale
 */
public record AskedParts(
    List<String> classes, List<String> captions, Map<String, Double> numbers, List<Batch> images) {

  /** Copies. */
  public AskedParts {
    classes = List.copyOf(classes);
    captions = List.copyOf(captions);
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    images = List.copyOf(images);
  }

  /** Classes and captions alone. */
  public static AskedParts of(List<String> classes, List<String> captions) {
    return new AskedParts(classes, captions, Map.of(), List.of());
  }

  boolean isNothing() {
    return classes.isEmpty() && captions.isEmpty() && numbers.isEmpty() && images.isEmpty();
  }
}
