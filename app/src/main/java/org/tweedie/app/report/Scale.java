package org.tweedie.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A linear axis from {@code low} to {@code high}, which it reaches a little beyond. */
record Scale(double low, double high) {

  private static final double MARGIN = 0.06;
  private static final int TICKS = 4;

  /** The axis that shows all of some numbers; what is not finite does not count. */
  static Scale over(DoubleStream values) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    double first = finite.length == 0 ? 0 : finite[0];
    double last = finite.length == 0 ? 1 : finite[finite.length - 1];
    double room = last > first ? (last - first) * MARGIN : Math.max(1e-6, Math.abs(first) * MARGIN);
    return new Scale(first - room, last + room);
  }

  /** Where a number lies, in per cent from the lower end. */
  double percent(double value) {
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

  /** What to write at the ticks. */
  Numbers labels() {
    List<Double> ticks = ticks();
    return ticks.size() < 2
        ? Numbers.resolving(high - low, 2)
        : Numbers.resolving((ticks.get(1) - ticks.get(0)) * 1.0001, 1);
  }
}
