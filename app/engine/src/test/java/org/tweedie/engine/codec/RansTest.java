package org.tweedie.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RansTest {

  /** Cumulative frequencies of some symbols, of which one may have nearly everything. */
  private static long[] cumulative(SplittableRandom random, int symbols, int precision) {
    double[] weights = new double[symbols];
    Arrays.setAll(weights, i -> Math.exp(random.nextDouble(20)));
    double sum = Arrays.stream(weights).sum();
    long spare = (1L << precision) - symbols;
    long[] cumulative = new long[symbols + 1];
    for (int i = 0; i < symbols; i++) {
      cumulative[i + 1] = cumulative[i] + 1 + (long) (spare * weights[i] / sum);
    }
    cumulative[symbols] = 1L << precision;
    return cumulative;
  }

  private static int pop(Rans rans, long[] cumulative, int precision) {
    long target = rans.peek(precision);
    int symbol = 0;
    while (cumulative[symbol + 1] <= target) {
      symbol++;
    }
    rans.pop(cumulative[symbol], cumulative[symbol + 1] - cumulative[symbol], precision);
    return symbol;
  }

  private static void push(Rans rans, int symbol, long[] cumulative, int precision) {
    rans.push(cumulative[symbol], cumulative[symbol + 1] - cumulative[symbol], precision);
  }

  /** Symbols drawn by their probabilities: the length is their information. */
  @Property(tries = 200)
  void whatIsPushedIsPoppedAndTakesTheBitsOfItsEntropy(
      @ForAll long seed, @ForAll @IntRange(min = 6, max = 31) int precision) {
    SplittableRandom random = new SplittableRandom(seed);
    int symbols = 2 + random.nextInt(Math.min(60, (1 << precision) - 2));
    long[] cumulative = cumulative(random, symbols, precision);
    Rans rans = new Rans(BitSource.seeded(seed));
    int[] sent = new int[2000];
    double entropy = 0;
    for (int i = 0; i < sent.length; i++) {
      long target = random.nextLong(1L << precision);
      while (cumulative[sent[i] + 1] <= target) {
        sent[i]++;
      }
      long frequency = cumulative[sent[i] + 1] - cumulative[sent[i]];
      entropy += precision - Math.log(frequency) / Math.log(2);
      push(rans, sent[i], cumulative, precision);
    }
    assertThat(rans.bits() - rans.takenBits())
        .isBetween(entropy * 0.9999 - 64, entropy * 1.0001 + 64);
    Rans stored = Rans.of(rans.state(), rans.words(), 0);
    for (int i = sent.length - 1; i >= 0; i--) {
      assertThat(pop(stored, cumulative, precision)).isEqualTo(sent[i]);
    }
    stored.checkEmpty(BitSource.seeded(seed));
  }

  @Test
  void aLongMessageComesWithinATenThousandthOfItsEntropy() {
    SplittableRandom random = new SplittableRandom(3);
    int precision = 31;
    long[] cumulative = cumulative(random, 40, precision);
    Rans rans = new Rans(BitSource.seeded(1));
    double entropy = 0;
    for (int i = 0; i < 1_000_000; i++) {
      long target = random.nextLong(1L << precision);
      int symbol = 0;
      while (cumulative[symbol + 1] <= target) {
        symbol++;
      }
      entropy +=
          precision - Math.log((double) cumulative[symbol + 1] - cumulative[symbol]) / Math.log(2);
      push(rans, symbol, cumulative, precision);
    }
    assertThat(rans.bits() - rans.takenBits()).isCloseTo(entropy, within(64 + 1e-5 * entropy));
  }

  @Property(tries = 200)
  void whatIsDrawnIsGivenBack(
      @ForAll long seed, @ForAll @IntRange(min = 6, max = 31) int precision) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] cumulative = cumulative(random, 20, precision);
    Rans rans = new Rans(BitSource.seeded(seed));
    int[] drawn = new int[300];
    for (int i = 0; i < drawn.length; i++) {
      long target = rans.peekDraw(precision);
      while (cumulative[drawn[i] + 1] <= target) {
        drawn[i]++;
      }
      long start = cumulative[drawn[i]];
      rans.draw(start, cumulative[drawn[i] + 1] - start, precision);
    }
    for (int i = drawn.length - 1; i >= 0; i--) {
      long start = cumulative[drawn[i]];
      rans.giveBack(start, cumulative[drawn[i] + 1] - start, precision);
    }
    rans.checkEmpty(BitSource.seeded(seed));
    assertThat(rans.bits() - rans.takenBits()).isCloseTo(0, within(1.0));
    assertThatThrownBy(() -> rans.checkEmpty(BitSource.seeded(seed + 1)))
        .isInstanceOf(DamagedException.class);
  }

  /** What was pushed is not by chance at all, and what is drawn from its bits is. */
  @Test
  void whatIsDrawnIsByChanceWhateverTheBitsAre() {
    Rans rans = new Rans(BitSource.seeded(1));
    int draws = 16_000;
    for (int i = 0; i < draws; i++) {
      rans.pushEven(5, 8);
    }
    int[] counts = new int[16];
    for (int i = 0; i < draws; i++) {
      long target = rans.peekDraw(4);
      counts[(int) target]++;
      rans.draw(target, 1, 4);
    }
    double expected = draws / 16.0;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).as("of 15 degrees of freedom").isBetween(3.0, 40.0);
  }

  @Test
  void refusesWhatWasNeverAStack() {
    assertThatThrownBy(() -> Rans.of(12, new char[0], 0)).isInstanceOf(DamagedException.class);
    Rans rans = Rans.of(1L << 47, new char[0], 0);
    assertThatThrownBy(() -> rans.popEven(31)).isInstanceOf(DamagedException.class);
    assertThatThrownBy(() -> rans.push(5, 0, 8)).isInstanceOf(DamagedException.class);
  }
}
