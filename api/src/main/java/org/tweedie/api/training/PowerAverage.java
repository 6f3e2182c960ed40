package org.tweedie.api.training;

import org.apiguardian.api.API;

/**
 * The average whose shares rise with a power of time (Karras et al., "Analyzing and Improving the
 * Training Dynamics of Diffusion Models", arXiv 2312.02696, section 3.1): after a time t, the
 * weights at time s have the density
 *
 * <pre>
 * p(s) = (gamma + 1) s^gamma / t^(gamma + 1),   0 &lt; s &lt; t,
 * </pre>
 *
 * <p>with the decay {@code (1 - 1/n)^(gamma + 1)} at step n. The shares of steps are exactly the
 * integrals of p: after n steps, the weights of step i have {@code (i/n)^(gamma + 1) - ((i -
 * 1)/n)^(gamma + 1)}. The starting weights have none. The width of p in relation to the training's
 * length stays the same however long it is:
 *
 * <pre>
 * width = sqrt((gamma + 1) / (gamma + 3)) / (gamma + 2)
 * </pre>
 *
 * <p>Immutable; safe for many threads.
 *
 * @param exponent gamma, at least 0, where all steps have equal shares
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record PowerAverage(double exponent) implements WeightAverage {

  /** The width of the mean of all steps. */
  public static final double WIDEST = 1 / Math.sqrt(12);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the exponent is below 0 or not finite
   */
  public PowerAverage {
    if (!(exponent >= 0 && Double.isFinite(exponent))) {
      throw new IllegalArgumentException("the exponent must be at least 0, and is " + exponent);
    }
  }

  /**
   * The average of a width.
   *
   * @param width the standard deviation of p in shares of the training, above 0, at most {@link
   *     #WIDEST}
   * @throws IllegalArgumentException if there is none of this width
   */
  public static PowerAverage ofWidth(double width) {
    if (!(width > 0 && width <= WIDEST)) {
      throw new IllegalArgumentException(
          "the width must be above 0 and at most 1/sqrt(12), and is " + width);
    }
    // It falls with the exponent, and is below 1 / (gamma + 2).
    double low = 0;
    double high = 1 / width;
    for (double middle = high / 2; low < middle && middle < high; middle = (low + high) / 2) {
      if (width(middle) > width) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new PowerAverage(high);
  }

  /** The standard deviation of p in shares of the training. */
  public double width() {
    return width(exponent);
  }

  private static double width(double exponent) {
    return Math.sqrt((exponent + 1) / (exponent + 3)) / (exponent + 2);
  }

  @Override
  public double decay(long step) {
    return StrictMath.pow(1 - 1.0 / step, exponent + 1);
  }
}
