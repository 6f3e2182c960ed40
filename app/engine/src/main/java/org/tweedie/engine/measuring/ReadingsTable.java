package org.tweedie.engine.measuring;

import java.util.List;
import java.util.Locale;
import org.tweedie.api.measure.Reading;

/** Readings for people: one a line, with its error and what data have in the samples' place. */
final class ReadingsTable {

  private ReadingsTable() {}

  static String text(List<Reading> readings) {
    boolean references = readings.stream().anyMatch(reading -> isKnown(reading.reference()));
    StringBuilder text = new StringBuilder();
    int width = Math.max(34, readings.stream().mapToInt(it -> it.name().length()).max().orElse(0));
    String row = "%-" + width + "s %24s %12s";
    text.append((row + "%n").formatted("", "samples", references ? "data" : ""));
    for (Reading reading : readings) {
      String value =
          (isKnown(reading.value()) ? number(reading.value()) : "not defined")
              + (isKnown(reading.standardError()) ? " ± " + number(reading.standardError()) : "")
              + (reading.unit().isEmpty() ? "" : " " + reading.unit());
      text.append(
          (row + "  %s")
              .formatted(
                  reading.name(),
                  value,
                  isKnown(reading.reference()) ? number(reading.reference()) : "",
                  better(reading))
              .stripTrailing());
      text.append(System.lineSeparator());
    }
    if (references) {
      text.append(
          "%nThe column 'data' has as many examples of the data's other split in the samples' place:%nabout what a perfect model would have."
              .formatted());
    }
    return text.toString().stripTrailing();
  }

  static String better(Reading reading) {
    return switch (reading.better()) {
      case LESS -> "lower is better";
      case MORE -> "higher is better";
      case NEITHER -> "";
    };
  }

  private static boolean isKnown(double value) {
    return !Double.isNaN(value);
  }

  /** Four digits after the point, or an exponent where those say nothing. */
  static String number(double value) {
    double size = Math.abs(value);
    return String.format(
        Locale.ROOT, size != 0 && (size < 0.001 || size >= 1e5) ? "%.3e" : "%.4f", value);
  }
}
