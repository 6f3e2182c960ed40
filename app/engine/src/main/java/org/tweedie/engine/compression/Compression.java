package org.tweedie.engine.compression;

import java.util.OptionalInt;
import org.tweedie.engine.codec.Order;
import org.tweedie.engine.problem.RunException;

/**
 * How examples are compressed.
 *
 * @param order of the latents: {@code bottom-up}, which takes few bits beforehand, or {@code
 *     top-down}, which takes some for each step
 * @param steps T, the number of steps of the chain; at least 1
 * @param optimal whether the steps are where the bound is least instead of even in time
 * @param bits there are 2^bits equally probable bins, where bins are so; 1 to 15
 * @param precision frequencies are multiples of 2^-precision; empty for what costs next to nothing
 * @param batch at most so many examples at once; at least 1
 * @param chunk at most so many examples in a part of the file that stands for itself; at least 1
 * @param seed where the first bits come from
 */
public record Compression(
    String order,
    int steps,
    boolean optimal,
    int bits,
    OptionalInt precision,
    int batch,
    int chunk,
    long seed) {

  private static final int MOST = 65_535;
  private static final int FINEST = 31;

  /**
   * Checks.
   *
   * @throws RunException if there is no such order, or a number is out of range
   */
  public Compression {
    if (Order.named(order).isEmpty()) {
      throw new RunException("--order is bottom-up or top-down, not '%s'.".formatted(order));
    }
    check("--steps", steps, 1, MOST);
    check("--bits", bits, 1, 15);
    check("--batch", batch, 1, MOST);
    check("--chunk", chunk, 1, MOST);
    // As many levels as there may be must each have some frequency.
    check("--precision", precision.orElse(FINEST), Math.max(12, bits + 1), FINEST);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new RunException("%s is %d to %d, not %d.".formatted(option, least, most, value));
    }
  }

  Order chosenOrder() {
    return Order.named(order).orElseThrow();
  }

  /** What costs next to nothing in this order. */
  int chosenPrecision() {
    return precision.orElse(chosenOrder().usualPrecision());
  }
}
