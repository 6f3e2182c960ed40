package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Description;

/** Times drawn evenly from [0, 1], each on its own. Immutable. */
@Description("each example's time drawn evenly, on its own")
public final class UniformTimes implements TimeDistribution {

  /** Without options. */
  @Inject
  public UniformTimes() {}

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    return TimeDraw.even(random.doubles(count).toArray());
  }

  @Override
  public boolean isUniform() {
    return true;
  }
}
