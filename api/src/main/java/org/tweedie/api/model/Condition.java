package org.tweedie.api.model;

import java.util.Arrays;

/** What is known of each example of a batch: here its class. Immutable. */
public final class Condition {

  /** The label of an example of which nothing is known. */
  public static final int NONE = -1;

  private final int[] labels;

  private Condition(int[] labels) {
    this.labels = labels;
  }

  /** No condition for any of {@code count} examples. */
  public static Condition none(int count) {
    return all(NONE, count);
  }

  /** The same class for all of {@code count} examples. */
  public static Condition all(int label, int count) {
    int[] labels = new int[count];
    Arrays.fill(labels, label);
    return new Condition(labels);
  }

  /** A class for each example, {@link #NONE} where it has none. */
  public static Condition labels(int... labels) {
    return new Condition(labels.clone());
  }

  /** How many examples it speaks of. */
  public int count() {
    return labels.length;
  }

  /** The class of an example, or {@link #NONE}. */
  public int label(int index) {
    return labels[index];
  }

  /** Whether nothing is known of any example. */
  public boolean isNone() {
    return Arrays.stream(labels).allMatch(label -> label == NONE);
  }

  /** The conditions of the examples {@code from} (inclusive) to {@code to} (exclusive). */
  public Condition slice(int from, int to) {
    return new Condition(Arrays.copyOfRange(labels, from, to));
  }

  /** This one's examples followed by the other's. */
  public Condition followedBy(Condition other) {
    int[] all = Arrays.copyOf(labels, labels.length + other.labels.length);
    System.arraycopy(other.labels, 0, all, labels.length, other.labels.length);
    return new Condition(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && Arrays.equals(labels, condition.labels);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(labels);
  }

  @Override
  public String toString() {
    return "Condition" + Arrays.toString(labels);
  }
}
