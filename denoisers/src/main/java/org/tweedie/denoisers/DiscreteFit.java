package org.tweedie.denoisers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseSchedule;

/** Whether the bound of discrete steps goes with a schedule's ends. */
final class DiscreteFit {

  private DiscreteFit() {}

  /**
   * The first step's weight is that of some noise, the last one's that of some signal.
   *
   * @param otherwise what else the objective offers, as {@code "Set x, or take"}; or {@code "Take"}
   */
  static List<String> objections(
      String objective, Parameterization predicts, NoiseSchedule schedule, String otherwise) {
    List<String> objections = new ArrayList<>();
    if (Double.isInfinite(schedule.logSnr(0))) {
      objections.add(
          ("The objective %s needs some noise at time 0, and the schedule has none there: the first"
                  + " step's weight is infinite. %s a schedule with a finite log SNR at time 0.")
              .formatted(objective, otherwise));
    }
    boolean predictsNoise =
        predicts == Parameterization.NOISE || predicts == Parameterization.SCORE;
    if (Double.isInfinite(schedule.logSnr(1)) && predictsNoise) {
      objections.add(
          ("The objective %s predicts %s, which says nothing of the signal where none is left, and"
                  + " the schedule leaves none at time 1. Let it predict signal or velocity, or take"
                  + " a schedule with a finite log SNR at time 1.")
              .formatted(objective, predicts.name().toLowerCase(Locale.ROOT)));
    }
    return objections;
  }
}
