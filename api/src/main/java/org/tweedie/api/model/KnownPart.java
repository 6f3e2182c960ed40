package org.tweedie.api.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A part of a condition: what is known of each example of a batch. Immutable as far as its values
 * are.
 *
 * @param each of each example; no list where it is known of none
 */
record KnownPart<T>(List<Optional<T>> each) {

  static <T> KnownPart<T> none() {
    return new KnownPart<>(List.of());
  }

  static <T> KnownPart<T> of(List<Optional<T>> each) {
    return each.stream().allMatch(Optional::isEmpty) ? none() : new KnownPart<>(List.copyOf(each));
  }

  boolean isEmpty() {
    return each.isEmpty();
  }

  /** Of one example, which is not checked to be there. */
  Optional<T> of(int index) {
    return each.isEmpty() ? Optional.empty() : each.get(index);
  }

  /** The same with something else in the place of what is known. */
  <U> KnownPart<U> map(Function<Optional<T>, Optional<U>> change) {
    return of(each.stream().map(change).toList());
  }

  /** The same where some examples' are not known. */
  KnownPart<T> hiding(IntPredicate hidden) {
    return of(
        IntStream.range(0, each.size())
            .mapToObj(i -> hidden.test(i) ? Optional.<T>empty() : each.get(i))
            .toList());
  }

  /** Of some examples. */
  KnownPart<T> at(int... indices) {
    return each.isEmpty() ? this : of(Arrays.stream(indices).mapToObj(each::get).toList());
  }

  /**
   * This one's examples, then another's.
   *
   * @param count how many this one's are
   * @param others how many the other's are
   */
  KnownPart<T> followedBy(int count, KnownPart<T> other, int others) {
    if (each.isEmpty() && other.isEmpty()) {
      return this;
    }
    List<Optional<T>> all = new ArrayList<>(filled(count));
    all.addAll(other.filled(others));
    return of(all);
  }

  private List<Optional<T>> filled(int count) {
    return each.isEmpty() ? Collections.nCopies(count, Optional.empty()) : each;
  }
}
