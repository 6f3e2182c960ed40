package org.tweedie.engine.tensor;

import java.util.Locale;

/**
 * The digits that numbers are written with. TensorFlow for Java names its operations by them in the
 * JVM's own locale, and refuses the names that come of digits other than 0 to 9; files, too, are
 * found again by the numbers in their names.
 */
public final class PlainDigits {

  private PlainDigits() {}

  /** Makes sure of the digits 0 to 9; a JVM that writes them by itself stays as it is. */
  public static void ensure() {
    if (!String.format("%d%.1f", 10, 0.5).equals("100.5")) {
      Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    }
  }
}
