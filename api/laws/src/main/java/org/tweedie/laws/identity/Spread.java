package org.tweedie.laws.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * The variance of a sampler's results on data N(0, 1/4) with their exact denoiser, without any
 * randomness. There every step is linear in the start and in each draw of noise, so the variance is
 * the sum of the squared responses to one of them at a time, as many walks as there are draws. It
 * is the one error that samplers with and without noise have in common.
 */
public final class Spread {

  private static final double DEVIATION = 0.5;
  private static final DataShape ONE = DataShape.point(1);

  private static final GaussianModel MODEL =
      new GaussianModel(new StraightSchedule(8, -8), DEVIATION, Parameterization.VELOCITY);

  private Spread() {}

  /**
   * The relative error of the variance, at least 0.
   *
   * @param sampler any sampler
   * @param evaluations where the number of predictions that one sample takes is added
   */
  public static double error(Sampler sampler, AtomicInteger evaluations) {
    Set<Long> draws = new LinkedHashSet<>();
    walk(
        sampler,
        1,
        draw -> {
          draws.add(draw);
          return Batch.zeros(ONE, 1);
        },
        evaluations);
    List<Long> numbers = List.copyOf(draws);
    int count = 1 + numbers.size();
    Batch responses =
        walk(
            sampler,
            count,
            draw -> {
              float[] values = new float[count];
              values[1 + numbers.indexOf(draw)] = 1;
              return Batch.of(ONE, values);
            },
            new AtomicInteger());
    double variance = 0;
    for (float response : responses.values()) {
      variance += (double) response * response;
    }
    return Math.abs(variance / limit() - 1);
  }

  /** What all samplers tend to, who end at the predicted signal: the variance of E[x | z_0]. */
  private static double limit() {
    NoiseLevel first = MODEL.schedule().at(0);
    return Math.pow(MODEL.signalFactor(first), 2) * MODEL.variance(first);
  }

  /** Walks from a start of one deviation for the first sample, and of nothing for the others. */
  private static Batch walk(
      Sampler sampler, int count, NoiseSource noise, AtomicInteger evaluations) {
    float[] start = new float[count];
    start[0] = (float) Math.sqrt(MODEL.variance(MODEL.schedule().at(1)));
    return sampler.sample(
        new CountingDenoiser(MODEL.given(Condition.none(count)), evaluations),
        Batch.of(ONE, start),
        noise,
        StepListener.NONE);
  }
}
