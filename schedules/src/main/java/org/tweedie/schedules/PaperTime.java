package org.tweedie.schedules;

/**
 * The time of a paper's formula whose log SNR is infinite at both ends.
 *
 * @param u the time, in [0, 1], to full relative precision
 * @param rest 1 - u, likewise
 */
record PaperTime(double u, double rest) {

  /** How much later this is, from whichever of the two is the smaller and so more precise. */
  private double since(PaperTime earlier) {
    return u < 0.5 ? u - earlier.u : earlier.rest - rest;
  }

  /**
   * The part of a paper's time that a schedule runs through as its own time goes from 0 to 1.
   *
   * @param first the paper's time at time 0
   * @param last the paper's time at time 1
   */
  record Stretch(PaperTime first, PaperTime last) {

    /** The paper's time at a time of the schedule. */
    PaperTime at(double t) {
      return new PaperTime((1 - t) * first.u + t * last.u, (1 - t) * first.rest + t * last.rest);
    }

    /** How fast the paper's time runs. */
    double rate() {
      return last.since(first);
    }

    /** The schedule's time; the nearer end for what lies outside. */
    double timeOf(PaperTime time) {
      return Math.min(1, Math.max(0, time.since(first) / rate()));
    }
  }
}
