package org.tweedie.study.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Numbers as people read them: all of one column with the same decimals.
 *
 * @param decimals digits after the point
 */
record Numbers(int decimals) {

  static final String UNKNOWN = "–";

  private static final int MOST_DECIMALS = 8;
  private static final double OUTLYING = 10;

  /**
   * Two significant digits of the largest spread; four of the numbers where nothing spreads. A
   * spread of more than ten times the median does not count: a variant that diverges is to take no
   * digit from the others.
   */
  static Numbers of(Study study) {
    double[] spreads =
        study.variants().stream()
            .mapToDouble(variant -> variant.summary().spread())
            .filter(value -> value > 0 && Double.isFinite(value))
            .sorted()
            .toArray();
    if (spreads.length == 0) {
      return resolving(means(study).max().orElse(1), 4);
    }
    double limit = OUTLYING * spreads[(spreads.length - 1) / 2];
    return resolving(DoubleStream.of(spreads).filter(it -> it <= limit).max().orElseThrow(), 2);
  }

  private static DoubleStream means(Study study) {
    return study.variants().stream()
        .mapToDouble(variant -> Math.abs(variant.summary().mean()))
        .filter(value -> value > 0);
  }

  /** The decimals that show a number with some significant digits. */
  static Numbers resolving(double value, int digits) {
    int decimals = digits - 1 - (int) Math.floor(Math.log10(value));
    return new Numbers(Math.min(MOST_DECIMALS, Math.max(0, decimals)));
  }

  /** With two decimals more, for tables that are all there is. */
  Numbers withMore() {
    return new Numbers(Math.min(MOST_DECIMALS, decimals + 2));
  }

  String plain(double value) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    // A minus before a zero says nothing.
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0\\.?0*") ? text.substring(1) : text.replace('-', '\u2212');
  }

  String signed(double value) {
    String text = plain(value);
    return value > 0 && text.matches(".*[1-9].*") ? "+" + text : text;
  }

  /** A mean with its spread. */
  String of(Summary summary) {
    return summary.count() < 2
        ? plain(summary.mean())
        : plain(summary.mean()) + " ± " + plain(summary.spread());
  }

  String of(Interval interval) {
    return Double.isNaN(interval.low())
        ? UNKNOWN
        : signed(interval.low()) + " to " + signed(interval.high());
  }

  static String probability(double p) {
    if (Double.isNaN(p)) {
      return UNKNOWN;
    }
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }

  static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
