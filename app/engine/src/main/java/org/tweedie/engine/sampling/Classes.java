package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Assembly;

/**
 * Which classes to sample.
 *
 * @param labels the labels, in the order of a grid's rows; empty for samples without a condition
 * @param names what to call each
 */
public record Classes(List<Integer> labels, List<String> names) {

  /** Copies. */
  public Classes {
    labels = List.copyOf(labels);
    names = List.copyOf(names);
  }

  /** All classes of the data, or none where the data have none or the network saw none of them. */
  public static Classes all(Assembly assembly) {
    return assembly.labelDropout() == 1 ? none() : all(assembly.data());
  }

  private static Classes all(DataDescription data) {
    return new Classes(IntStream.range(0, data.classes().size()).boxed().toList(), data.classes());
  }

  /** No condition. */
  public static Classes none() {
    return new Classes(List.of(), List.of());
  }

  /**
   * Classes to draw samples of, by name or by number; all where none is named. Guidance that brings
   * classes draws them from a network that saw none.
   *
   * @throws IllegalArgumentException if there is no such class; the message says which there are
   */
  public static Classes of(Assembly assembly, List<String> wanted) {
    DataDescription data = assembly.data();
    boolean drawn = assembly.labelDropout() < 1 || assembly.guidance().bringsClasses();
    if (wanted.isEmpty()) {
      return drawn ? all(data) : none();
    }
    if (!drawn) {
      throw new IllegalArgumentException(
          "The model was trained with every label hidden, so samples of a class cannot be drawn.");
    }
    if (data.classes().isEmpty()) {
      throw new IllegalArgumentException(
          "The data have no classes, so samples of a class cannot be drawn.");
    }
    List<Integer> labels = new ArrayList<>();
    for (String name : wanted) {
      labels.add(label(data, name));
    }
    return new Classes(labels, labels.stream().map(data.classes()::get).toList());
  }

  /** Whether samples are to have no condition. */
  public boolean isEmpty() {
    return labels.isEmpty();
  }

  /**
   * A condition for each of {@code count} samples: {@code repeat} of one class, then the next, from
   * the first again after the last.
   */
  public Condition inTurn(int count, int repeat) {
    return labels.isEmpty()
        ? Condition.none(count)
        : Condition.labels(
            IntStream.range(0, count).map(i -> labels.get(i / repeat % labels.size())).toArray());
  }

  private static int label(DataDescription data, String wanted) {
    int byName = data.classes().indexOf(wanted);
    if (byName >= 0) {
      return byName;
    }
    if (wanted.matches("\\d{1,6}") && Integer.parseInt(wanted) < data.classes().size()) {
      return Integer.parseInt(wanted);
    }
    throw new IllegalArgumentException(
        "There is no class '%s'. Classes, by name or by number from 0: %s"
            .formatted(wanted, String.join(", ", data.classes())));
  }
}
