package org.tweedie.denoisers;

import java.util.List;
import org.tweedie.api.schedule.NoiseSchedule;

/** Whether the bound of discrete steps goes with a schedule's beginning. */
final class DiscreteFit {

  private DiscreteFit() {}

  /**
   * The first step's weight is that of some noise.
   *
   * @param otherwise what else the objective offers, as {@code "Set x, or take"}; or {@code "Take"}
   */
  static List<String> objections(String objective, NoiseSchedule schedule, String otherwise) {
    return Double.isInfinite(schedule.logSnr(0))
        ? List.of(
            ("The objective %s needs some noise at time 0, and the schedule has none there: the"
                    + " first step's weight is infinite. %s a schedule with a finite log SNR at"
                    + " time 0.")
                .formatted(objective, otherwise))
        : List.of();
  }
}
