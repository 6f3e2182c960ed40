package org.tweedie.engine.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;

/**
 * Images whose pixels are black or white by chance, white with the probability that their grey
 * states (Salakhutdinov and Murray 2008; Burda et al., arXiv 1509.00519, section 5). An example
 * that is read is one draw, which its place alone settles; where drawing is dynamic, training sees
 * another each time.
 */
public final class BinaryExamples implements Examples {

  /** How examples become binary. */
  public enum Binarisation {
    /** Not at all. */
    NONE,
    /** By one draw for all time. */
    STATIC,
    /** By a draw each time that training sees one; by one for all time where it is measured. */
    DYNAMIC
  }

  private static final float BLACK = new Levels(2).value(0);
  private static final float WHITE = new Levels(2).value(1);

  private final Records greys;
  private final int brightest;
  private final Examples labelled;
  private final boolean dynamic;
  private final long seed;

  /**
   * Takes the records over.
   *
   * @param levels of the greys
   * @param greys for each example its levels, as unsigned bytes
   * @param labelled the same examples in grey, for their classes
   * @param dynamic whether training sees a draw of its own each time
   * @param seed of the one draw, another one for each split
   */
  BinaryExamples(Levels levels, Records greys, Examples labelled, boolean dynamic, long seed) {
    this.greys = greys;
    this.brightest = levels.count() - 1;
    this.labelled = labelled;
    this.dynamic = dynamic;
    this.seed = seed;
  }

  @Override
  public int size() {
    return greys.count();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    long place = new SplittableRandom(index).nextLong();
    write(index, new SplittableRandom(seed ^ place), target, offset);
  }

  @Override
  public void draw(int index, RandomGenerator random, float[] target, int offset) {
    if (dynamic) {
      write(index, random, target, offset);
    } else {
      read(index, target, offset);
    }
  }

  private void write(int index, RandomGenerator random, float[] target, int offset) {
    byte[] grey = greys.of(index);
    for (int i = 0; i < grey.length; i++) {
      boolean white = random.nextDouble() * brightest < Byte.toUnsignedInt(grey[i]);
      target[offset + i] = white ? WHITE : BLACK;
    }
  }

  @Override
  public int label(int index) {
    return labelled.label(index);
  }
}
