package org.tweedie.study.report;

/** What lies between two numbers; NaN where nothing is known of them. */
record Interval(double low, double high) {

  static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);
}
