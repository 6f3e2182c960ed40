package org.tweedie.laws.identity;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * An identity while it is being checked: many comparisons, of which the worst is kept. What a
 * component throws is a comparison that failed.
 */
final class Check {

  private final String identity;
  private final String equation;
  private final String tolerance;
  private final String advice;
  private double worst = -1;
  private String where = "";
  private String expected = "";
  private String found = "";

  private Check(String identity, String equation, String tolerance, String advice) {
    this.identity = identity;
    this.equation = equation;
    this.tolerance = tolerance;
    this.advice = advice;
  }

  static Check of(String identity, String equation, String tolerance) {
    return new Check(identity, equation, tolerance, "");
  }

  /** The same with a sentence on what to look at where it fails. */
  Check advising(String sentence) {
    return new Check(identity, equation, tolerance, sentence);
  }

  /** What comparisons find. */
  Finding over(Consumer<Check> comparisons) {
    try {
      comparisons.accept(this);
    } catch (RuntimeException thrown) {
      StackTraceElement[] trace = thrown.getStackTrace();
      String at = trace.length == 0 ? "" : " at " + trace[0];
      note(
          Double.POSITIVE_INFINITY,
          "a result",
          "the exception " + thrown + at,
          "when it was asked");
    }
    Verdict verdict = worst <= 1 ? Verdict.HOLDS : Verdict.FAILS;
    return new Finding(identity, equation, where, expected, found, tolerance, verdict, advice);
  }

  /** That an identity says nothing of this component. */
  Finding doesNotApply(String reason) {
    return Finding.doesNotApply(identity, equation, reason);
  }

  /** Compares numbers: they may differ by an absolute amount. */
  void near(double expect, double find, double allowed, String place, Object... values) {
    double error = expect == find ? 0 : Math.abs(find - expect) / allowed;
    if (Double.isNaN(error)) {
      error = Double.POSITIVE_INFINITY;
    }
    if (error > worst) {
      note(error, number(expect), number(find), place, values);
    }
  }

  /** Compares arrays by their largest difference. */
  void near(float[] expect, float[] find, double allowed, String place, Object... values) {
    if (expect.length != find.length) {
      that(false, expect.length + " values", find.length, place, values);
      return;
    }
    for (int i = 0; i < expect.length; i++) {
      near(expect[i], find[i], allowed, place, values);
    }
  }

  /** Notes whether something holds. */
  void that(boolean holds, String expect, Object find, String place, Object... values) {
    double error = holds ? 0 : Double.POSITIVE_INFINITY;
    if (error > worst) {
      note(error, expect, text(find), place, values);
    }
  }

  private void note(double error, String expect, String find, String place, Object... values) {
    if (error > worst) {
      worst = error;
      expected = expect;
      found = find;
      where = place.formatted(values);
    }
  }

  private static String text(Object value) {
    return value instanceof Number number && !(value instanceof Integer || value instanceof Long)
        ? number(number.doubleValue())
        : String.valueOf(value);
  }

  /** Ten digits, without zeros at the end. */
  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.valueOf((long) value);
    }
    String text = String.format(Locale.ROOT, "%.10g", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+(?=e|$)", "") : text;
  }
}
