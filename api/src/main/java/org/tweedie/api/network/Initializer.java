package org.tweedie.api.network;

/**
 * How a parameter starts.
 *
 * @param kind constant, or normally distributed
 * @param value the constant, or the standard deviation
 */
public record Initializer(Kind kind, double value) {

  /** The two ways. */
  public enum Kind {
    /** Every element is {@link Initializer#value}. */
    CONSTANT,
    /**
     * Elements are independent and normal with mean 0 and the standard deviation {@link
     * Initializer#value}.
     */
    NORMAL
  }

  /** All zero. */
  public static Initializer zeros() {
    return new Initializer(Kind.CONSTANT, 0);
  }

  /** All one. */
  public static Initializer ones() {
    return new Initializer(Kind.CONSTANT, 1);
  }

  /** Normal with mean 0. */
  public static Initializer normal(double standardDeviation) {
    return new Initializer(Kind.NORMAL, standardDeviation);
  }
}
