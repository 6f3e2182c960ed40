package org.tweedie.engine.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A schedule that is asked once for each time: a learned one adds up a thousand units for a level,
 * and a matrix of samplers walks the same times again and again.
 */
final class RememberedSchedule implements NoiseSchedule {

  private final NoiseSchedule schedule;
  private final Map<Double, Double> logSnrs = new ConcurrentHashMap<>();
  private final Map<Double, Double> slopes = new ConcurrentHashMap<>();
  private final Map<Double, Double> times = new ConcurrentHashMap<>();
  private final Map<Double, NoiseLevel> levels = new ConcurrentHashMap<>();
  private final Map<Double, NoiseLevel> moving = new ConcurrentHashMap<>();

  RememberedSchedule(NoiseSchedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public double logSnr(double t) {
    return logSnrs.computeIfAbsent(t, schedule::logSnr);
  }

  @Override
  public double logSnrSlope(double t) {
    return slopes.computeIfAbsent(t, schedule::logSnrSlope);
  }

  @Override
  public NoiseLevel at(double t) {
    return levels.computeIfAbsent(t, schedule::at);
  }

  @Override
  public NoiseRate rate(double t) {
    return movingAt(t).rate();
  }

  @Override
  public NoiseLevel movingAt(double t) {
    return moving.computeIfAbsent(t, schedule::movingAt);
  }

  @Override
  public double timeOf(double logSnr) {
    return times.computeIfAbsent(logSnr, schedule::timeOf);
  }

  @Override
  public int timesteps() {
    return schedule.timesteps();
  }
}
