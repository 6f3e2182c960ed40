package org.tweedie.laws.identity;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.exact.MixtureModel.Component;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * How fast deterministic samplers come near the probability flow, on a mixture of Gaussians in the
 * plane whose exact denoiser is smooth on the scale of the steps.
 *
 * <p>The reference is found in double precision and by another way than any sampler's: classical
 * Runge-Kutta in the logarithm of sigma/alpha with the velocity as the slope. Models and batches
 * are float32, which leaves an error of about 5e-7: orders are measured well above it.
 */
public final class Convergence {

  /** How many samples the distance is taken over. */
  public static final int COUNT = 50;

  /** The mixture. */
  public static final MixtureModel MODEL =
      new MixtureModel(
          new StraightSchedule(8, -8),
          List.of(
              new Component(0.3, 0, 0.30, -0.5, 0.3),
              new Component(0.5, 1, 0.35, 0.5, 0.4),
              new Component(0.2, 1, 0.25, 0.1, -0.6)),
          Parameterization.VELOCITY);

  /** The shape of its data. */
  public static final DataShape POINT = DataShape.point(2);

  private static final Batch START =
      new SeededNoise(11, 0, COUNT, POINT).draw(0).times(MODEL.schedule().at(1).sigma());
  private static final double[][] REFERENCE = reference(400);

  private Convergence() {}

  /** The root mean square distance of samples to where the probability flow leads. */
  public static double error(Sampler sampler) {
    return error(sampler, new AtomicInteger());
  }

  /** The same, and how many predictions it took. */
  public static double error(Sampler sampler, AtomicInteger evaluations) {
    Denoiser model = MODEL.given(Condition.none(COUNT));
    Denoiser counting = new CountingDenoiser(model, evaluations);
    Batch samples =
        sampler.sample(counting, START, new SeededNoise(12, 0, COUNT, POINT), StepListener.NONE);
    double sum = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int k = 0; k < 2; k++) {
        sum += Math.pow(samples.values()[2 * i + k] - REFERENCE[i][k], 2);
      }
    }
    return Math.sqrt(sum / COUNT);
  }

  /** By which power of the number of steps the error falls between two of them. */
  public static double order(IntFunction<Sampler> sampler, int steps, int moreSteps) {
    double gain = error(sampler.apply(steps)) / error(sampler.apply(moreSteps));
    return Math.log(gain) / Math.log((double) moreSteps / steps);
  }

  /**
   * Whether a sampler always leads from one start to one sample, whatever the noise: only then is
   * there a distance to the probability flow.
   */
  public static boolean isDeterministic(Sampler sampler) {
    Denoiser model = MODEL.given(Condition.none(COUNT));
    Batch one =
        sampler.sample(model, START, new SeededNoise(12, 0, COUNT, POINT), StepListener.NONE);
    Batch other =
        sampler.sample(model, START, new SeededNoise(13, 0, COUNT, POINT), StepListener.NONE);
    return one.equals(other);
  }

  private static double[][] reference(int steps) {
    double[][] result = new double[COUNT][];
    double first = MODEL.schedule().logSnr(1);
    double h = (MODEL.schedule().logSnr(0) - first) / steps;
    for (int i = 0; i < COUNT; i++) {
      double[] z = {START.values()[2 * i], START.values()[2 * i + 1]};
      for (int n = 0; n < steps; n++) {
        double at = first + n * h;
        double[] k1 = slope(z, at);
        double[] k2 = slope(moved(z, h / 2, k1), at + h / 2);
        double[] k3 = slope(moved(z, h / 2, k2), at + h / 2);
        double[] k4 = slope(moved(z, h, k3), at + h);
        z = moved(moved(moved(moved(z, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
      }
      result[i] =
          MODEL.posteriorMean(z, MODEL.schedule().at(0), Condition.NONE, Parameterization.SIGNAL);
    }
    return result;
  }

  /** {@code dz/d logSnr = -alpha sigma v / 2} where variance is preserved. */
  private static double[] slope(double[] z, double logSnr) {
    NoiseLevel level = NoiseLevel.variancePreserving(logSnr);
    double[] v = MODEL.posteriorMean(z, level, Condition.NONE, Parameterization.VELOCITY);
    return moved(new double[2], -level.alpha() * level.sigma() / 2, v);
  }

  private static double[] moved(double[] z, double by, double[] slope) {
    return new double[] {z[0] + by * slope[0], z[1] + by * slope[1]};
  }
}
