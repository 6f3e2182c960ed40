package org.tweedie.study.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * An axis.
 *
 * @param low its lower end
 * @param high its upper end
 * @param logarithmic whether equal distances are equal factors; then both ends are above 0
 */
record Scale(double low, double high, boolean logarithmic) {

  private static final double MARGIN = 0.06;
  private static final int TICKS = 4;

  /** The factor beyond which a linear axis shows the smaller numbers as a line along its end. */
  private static final double WIDE = 10;

  private static final double PLAIN_FROM = 1e-4;
  private static final double PLAIN_TO = 1e6;

  /** A linear axis. */
  Scale(double low, double high) {
    this(low, high, false);
  }

  /** Whether numbers want a logarithmic axis: all are above 0, and they differ by orders. */
  static boolean areWide(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    return finite.length > 0 && finite[0] > 0 && finite[finite.length - 1] > WIDE * finite[0];
  }

  /** The axis that shows all of some numbers well: logarithmic where they are wide, or linear. */
  static Scale fitting(double[] values) {
    return areWide(DoubleStream.of(values))
        ? logarithmicOver(DoubleStream.of(values))
        : over(DoubleStream.of(values));
  }

  /** The logarithmic axis that shows all of some numbers; what is not above 0 does not count. */
  static Scale logarithmicOver(DoubleStream values) {
    Scale exponents = over(values.filter(value -> value > 0).map(Math::log10));
    return new Scale(Math.pow(10, exponents.low), Math.pow(10, exponents.high), true);
  }

  /** The linear axis that shows all of some numbers; what is not finite does not count. */
  static Scale over(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    double first = finite.length == 0 ? 0 : finite[0];
    double last = finite.length == 0 ? 1 : finite[finite.length - 1];
    double room = last > first ? (last - first) * MARGIN : Math.max(1e-6, Math.abs(first) * MARGIN);
    return new Scale(first - room, last + room);
  }

  /**
   * Where a number lies, in per cent from the lower end; at this end where a logarithmic axis has
   * no place for it.
   */
  double percent(double value) {
    if (logarithmic) {
      return value <= low ? 0 : 100 * Math.log(value / low) / Math.log(high / low);
    }
    return 100 * (value - low) / (high - low);
  }

  /** The same as an SVG coordinate, as in {@code 12.5%}. */
  String at(double value) {
    return decimal(percent(value)) + "%";
  }

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Round numbers within the axis: multiples of 1, 2 or 5 times a power of ten. */
  List<Double> ticks() {
    return logarithmic ? powers() : multiples();
  }

  private List<Double> multiples() {
    double rough = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        DoubleStream.of(1, 2, 5, 10)
            .map(factor -> factor * power)
            .filter(candidate -> candidate >= rough * 0.999)
            .findFirst()
            .orElse(10 * power);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step); k * step <= high; k++) {
      ticks.add(k * step);
    }
    return ticks;
  }

  /** Powers of ten, with their multiples by 2 and 5 where the axis has few of them. */
  private List<Double> powers() {
    double decades = Math.log10(high / low);
    int[] factors = decades < TICKS / 2.0 ? new int[] {1, 2, 5} : new int[] {1};
    int every = (int) Math.max(1, Math.ceil(decades / TICKS));
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (int factor : factors) {
        double tick = Double.parseDouble(factor + "e" + power);
        if (Math.floorMod(power, every) == 0 && tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** What a caption says of the axis, if anything. */
  String note() {
    return logarithmic ? " The axis is logarithmic: equal distances are equal factors." : "";
  }

  /** What to write at a tick. */
  String label(double tick) {
    if (!logarithmic) {
      return numbers().plain(tick);
    }
    return tick >= PLAIN_FROM && tick < PLAIN_TO
        ? new BigDecimal(Double.toString(tick)).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.0e", tick)
            .replaceFirst("e([+-])0?", "e$1")
            .replace("+", "");
  }

  /**
   * The ticks' labels for a page.
   *
   * @param side what of a label's style says where it stands
   * @param from where the scale's lower end is, 0 or 100 per cent
   */
  String labels(String side, int from) {
    StringBuilder labels = new StringBuilder();
    for (double tick : ticks()) {
      labels.append(
          "<span style=\"%s:%s%%\">%s</span>"
              .formatted(side, decimal(Math.abs(from - percent(tick))), label(tick)));
    }
    return labels.toString();
  }

  private Numbers numbers() {
    List<Double> ticks = ticks();
    return ticks.size() < 2
        ? Numbers.resolving(high - low, 2)
        : Numbers.resolving((ticks.get(1) - ticks.get(0)) * 1.0001, 1);
  }
}
