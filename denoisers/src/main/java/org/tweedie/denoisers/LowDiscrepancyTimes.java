package org.tweedie.denoisers;

import jakarta.inject.Inject;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Description;

/**
 * Times spread evenly over a batch from one random offset: {@code t_i = (u + i/B) mod 1} (Kingma et
 * al., "Variational Diffusion Models", arXiv 2107.00630, appendix I.1). Each is uniform on [0, 1],
 * and their mean loss varies less than that of independent times. Immutable.
 */
@Description("times spread evenly over a batch from one random offset (Kingma et al. 2021)")
public final class LowDiscrepancyTimes implements TimeDistribution {

  /** Without options. */
  @Inject
  public LowDiscrepancyTimes() {}

  @Override
  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    return TimeDraw.even(EvenSpread.numbers(count, random));
  }

  @Override
  public boolean isUniform() {
    return true;
  }
}
