package org.tweedie.study.report;

/** What lies between two numbers; NaN where nothing is known of them. */
record Interval(double low, double high) {

  /** Of what nothing is known. */
  static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  boolean isKnown() {
    return !Double.isNaN(low);
  }
}
