package org.tweedie.engine.data;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tweedie.api.data.Examples;

/**
 * The values and labels of some examples, in their order.
 *
 * @param all of which these are some
 * @param places theirs among all
 */
record ChosenExamples(Examples all, int... places) implements Examples {

  /** Those whose place is wanted. */
  static ChosenExamples of(Examples all, IntPredicate wanted) {
    return new ChosenExamples(all, IntStream.range(0, all.size()).filter(wanted).toArray());
  }

  @Override
  public int size() {
    return places.length;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    all.read(places[index], target, offset);
  }

  @Override
  public int label(int index) {
    return all.label(places[index]);
  }
}
