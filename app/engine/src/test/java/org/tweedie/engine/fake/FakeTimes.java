package org.tweedie.engine.fake;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Description;

/** Even times, spread from one offset. */
@Description("even times")
public final class FakeTimes implements TimeDistribution {

  /** Without options. */
  @Inject
  public FakeTimes() {}

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    double offset = random.nextDouble();
    double[] times = new double[count];
    Arrays.setAll(times, i -> (offset + (double) i / count) % 1);
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return new TimeDraw(times, ones, ones);
  }

  @Override
  public boolean isUniform() {
    return true;
  }
}
