package org.tweedie.denoisers;

/** Refusals of options that do not fit the data or one another. */
final class Fit {

  private Fit() {}

  /**
   * Refuses.
   *
   * @throws IllegalArgumentException if it is wrong, with a sentence for the user
   */
  static void refuseIf(boolean wrong, String sentence, Object... values) {
    if (wrong) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }
}
