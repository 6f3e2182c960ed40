package org.tweedie.denoisers;

import java.util.List;
import java.util.stream.DoubleStream;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseSchedule;

/** Whether a velocity can be predicted under a schedule. */
final class VelocityFit {

  private VelocityFit() {}

  /**
   * A velocity is a rotation's speed: {@code v = d z / d phi} where {@code alpha = cos phi, sigma =
   * sin phi} (Salimans and Ho, arXiv 2202.00512, appendix D), so both must lie on the circle.
   */
  static List<String> objections(
      String objective, Parameterization predicts, NoiseSchedule schedule) {
    return predicts == Parameterization.VELOCITY && !isOnCircle(schedule)
        ? List.of(
            "The objective %s predicts velocity, which is defined where alpha^2 + sigma^2 = 1, and"
                    .formatted(objective)
                + " the schedule is not variance preserving. Let it predict noise, signal or"
                + " score, or take a variance preserving schedule.")
        : List.of();
  }

  /** Whether {@code alpha^2 + sigma^2 = 1} at some times. */
  static boolean isOnCircle(NoiseSchedule schedule) {
    return DoubleStream.of(0, 0.25, 0.5, 0.75, 1)
        .allMatch(time -> schedule.at(time).isVariancePreserving());
  }
}
