package org.tweedie.engine.codec;

import java.util.Arrays;

/**
 * A stack of symbols: a range asymmetric numeral system with a state of 64 bits (Duda, arXiv
 * 1311.2540). What is pushed last is popped first. A symbol is an interval of the numbers below
 * 2^precision, and its push costs {@code precision - log2(frequency)} bits.
 *
 * <p>To draw a symbol is to pop one that was never pushed: it comes by chance, with the probability
 * of its interval, and the bits that chose it are given back when they are pushed again. They are
 * what other symbols were coded in, so they would be by chance only if those symbols' probabilities
 * were right. A number that depends on the count of drawings alone is therefore added to them: the
 * symbols are then by chance whatever the bits are (a model of few steps draws latents that are
 * less and less likely otherwise).
 *
 * <p>The state is in [2^47, 2^63), so that signed arithmetic does, and words have 16 bits: with the
 * usual 32 the state may be as small as a frequency, and a symbol then costs thousandths of a bit
 * too much. Not for several threads.
 */
final class Rans {

  /** The largest precision. */
  static final int FINEST = 31;

  private static final int WORD = 16;
  private static final int HEAD = 63 - WORD;
  private static final long LEAST = 1L << HEAD;

  private final BitSource more;
  private char[] words;
  private int size;
  private long state;
  private int taken;

  /** How many symbols were drawn and not given back. */
  private long draws;

  /** An empty stack, which takes what is popped of it from a source. */
  Rans(BitSource more) {
    this(more, head(more), new char[64], 0, 0);
  }

  private Rans(BitSource more, long state, char[] words, int size, long draws) {
    this.more = more;
    this.state = state;
    this.words = words;
    this.size = size;
    this.draws = draws;
  }

  private static long head(BitSource source) {
    long head = 0;
    for (int bits = 0; bits < HEAD; bits += WORD) {
      head = head << WORD | source.next();
    }
    return LEAST | (head & (LEAST - 1));
  }

  /**
   * A stack as it was.
   *
   * @param state of {@link #state}
   * @param words of {@link #words}
   * @param draws how many symbols were drawn to make it
   * @throws DamagedException if there is no such state
   */
  static Rans of(long state, char[] words, long draws) {
    if (state < LEAST) {
      throw new DamagedException("its coder was never in such a state");
    }
    return new Rans(BitSource.none(), state, words.clone(), words.length, draws);
  }

  /** A number below 2^precision that lies in the interval of the symbol to be popped. */
  long peek(int precision) {
    return state & ((1L << precision) - 1);
  }

  /**
   * Takes away the symbol in whose interval {@link #peek} lies.
   *
   * @param start where its interval begins
   * @param frequency how long it is
   */
  void pop(long start, long frequency, int precision) {
    state = frequency * (state >>> precision) + peek(precision) - start;
    while (state < LEAST) {
      if (size == 0) {
        taken++;
      }
      state = state << WORD | (size == 0 ? more.next() : words[--size]);
    }
  }

  /**
   * Puts a symbol on top.
   *
   * @param start where its interval begins
   * @param frequency how long it is, at least 1
   * @throws DamagedException if it is not in the interval of all
   */
  void push(long start, long frequency, int precision) {
    if (frequency < 1 || start < 0 || start + frequency > 1L << precision) {
      throw new DamagedException("a symbol in it has no probability");
    }
    if (frequency == 1L << precision) {
      return;
    }
    while (state >= frequency << (63 - precision)) {
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = (char) state;
      state >>>= WORD;
    }
    state = ((state / frequency) << precision) + state % frequency + start;
  }

  /** A number below 2^precision that lies in the interval of the symbol to be drawn. */
  long peekDraw(int precision) {
    return (state + key()) & ((1L << precision) - 1);
  }

  /** Draws the symbol in whose interval {@link #peekDraw} lies. */
  void draw(long start, long frequency, int precision) {
    turn(key(), precision);
    draws++;
    pop(start, frequency, precision);
  }

  /** Gives back the bits that drew a symbol; the last one that was drawn first. */
  void giveBack(long start, long frequency, int precision) {
    push(start, frequency, precision);
    draws--;
    turn(-key(), precision);
  }

  /** As {@link #peekDraw}, for what completes the last drawing. */
  long peekMore(int precision) {
    return (state + keyOfMore()) & ((1L << precision) - 1);
  }

  /** Completes the last drawing; not counted. */
  void drawMore(long start, long frequency, int precision) {
    turn(keyOfMore(), precision);
    pop(start, frequency, precision);
  }

  /** Gives back what completed the last drawing, before the drawing itself is. */
  void giveBackMore(long start, long frequency, int precision) {
    push(start, frequency, precision);
    turn(-keyOfMore(), precision);
  }

  private void turn(long by, int precision) {
    long mask = (1L << precision) - 1;
    state = (state & ~mask) | ((state + by) & mask);
  }

  private long key() {
    return BitSource.mixed(draws);
  }

  private long keyOfMore() {
    return BitSource.mixed(-draws);
  }

  /** Pushes one of 2^bits equally probable numbers; up to 31 bits. */
  void pushEven(long value, int bits) {
    push(value, 1, bits);
  }

  /** Pops one of 2^bits equally probable numbers; up to 31 bits. */
  long popEven(int bits) {
    long value = peek(bits);
    pop(value, 1, bits);
    return value;
  }

  /** The bits that are in it. */
  double bits() {
    return (double) WORD * size + StrictMath.log((double) state) / StrictMath.log(2);
  }

  /** The bits that it took from its source. */
  double takenBits() {
    return (double) WORD * taken + HEAD;
  }

  /** The state, in [2^47, 2^63). */
  long state() {
    return state;
  }

  /** The words beneath the state, the lowest first; a copy. */
  char[] words() {
    return Arrays.copyOf(words, size);
  }

  /**
   * Makes sure that nothing is left but what an empty stack took from a source, which is so after
   * everything that was pushed on it was popped.
   *
   * @param source the same source anew
   * @throws DamagedException if it is not so
   */
  void checkEmpty(BitSource source) {
    boolean isEmpty = state == head(source) && draws == 0;
    // The first that was taken was the last to be given back.
    for (int i = size - 1; i >= 0; i--) {
      isEmpty &= words[i] == source.next();
    }
    if (!isEmpty) {
      throw new DamagedException("its bits do not end as they began");
    }
  }
}
