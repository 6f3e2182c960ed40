package org.tweedie.engine.chain;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.model.ReverseVariance;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A diffusion of T steps as a chain of T + 1 latents as wide as the data (Luo, arXiv 2208.11970,
 * section "Variational Diffusion Models"; Kingma et al., arXiv 2107.00630, equations 2 to 8): level
 * l lies at time {@code times[l-1]}. Its encoder is the schedule and knows no condition. Where the
 * model learnt the variance of its reverse steps, the decoder has it.
 *
 * <p>Immutable; safe for as many threads as the model is.
 */
public final class DiffusionChain implements TopDownChain {

  private final DiffusionModel model;
  private final DataDescription data;
  private final double[] times;
  private final NoiseLevel[] at;

  /**
   * The chain on a grid of times.
   *
   * @param data the data's shape and levels
   * @param times T + 1 rising times in [0, 1], T at least 1
   * @throws IllegalArgumentException if the data are not quantised, the times do not rise, or the
   *     schedule has no noise at the first or no signal at the last
   */
  public DiffusionChain(DiffusionModel model, DataDescription data, double... times) {
    this.model = model;
    this.data = data;
    this.times = times.clone();
    if (data.levels().isEmpty()) {
      throw new IllegalArgumentException("the data are continuous, and a chain ends in levels");
    }
    if (times.length < 2
        || !IntStream.range(1, times.length).allMatch(i -> times[i - 1] < times[i])) {
      throw new IllegalArgumentException(
          "the times of a chain rise, and are two or more: " + Arrays.toString(times));
    }
    at = Arrays.stream(times).mapToObj(model.schedule()::at).toArray(NoiseLevel[]::new);
    if (Double.isInfinite(at[0].logSnr()) || Double.isInfinite(at[times.length - 1].logSnr())) {
      throw new IllegalArgumentException(
          "the log SNR is infinite at time %s"
              .formatted(times[Double.isInfinite(at[0].logSnr()) ? 0 : times.length - 1]));
    }
  }

  /** The chain of T steps even in time, as the discrete bound has them. */
  public static DiffusionChain even(DiffusionModel model, DataDescription data, int steps) {
    return new DiffusionChain(model, data, evenTimes(steps));
  }

  /** The times 0, 1/T, ..., 1. */
  public static double[] evenTimes(int steps) {
    return IntStream.rangeClosed(0, steps).mapToDouble(i -> (double) i / steps).toArray();
  }

  /** The schedule. */
  public NoiseSchedule schedule() {
    return model.schedule();
  }

  /** The times of the levels; a copy. */
  public double[] times() {
    return times.clone();
  }

  @Override
  public DataDescription data() {
    return data;
  }

  @Override
  public int levels() {
    return times.length;
  }

  @Override
  public DataShape latent(int level) {
    return data.shape();
  }

  /**
   * {@code N(alpha_t / alpha_s z_s, sigma_t^2 (1 - SNR(t)/SNR(s)))}; level 1 starts from the data.
   */
  @Override
  public DiagonalGaussian encode(int level, Batch below, Condition condition) {
    double alpha = at[level - 1].alpha();
    return scaled(below, level == 1 ? alpha : alpha / at[level - 2].alpha(), deviation(level));
  }

  @Override
  public DiagonalGaussian last(Batch x, Condition condition) {
    NoiseLevel end = at[levels() - 1];
    return scaled(x, end.alpha(), end.sigma());
  }

  @Override
  public DiagonalGaussian posterior(int level, Batch above, Batch x, Condition condition) {
    NoiseLevel s = at[level - 1];
    NoiseLevel t = at[level];
    double[] deviation = new double[x.values().length];
    Arrays.fill(deviation, posteriorDeviation(level));
    return new DiagonalGaussian(data.shape(), posteriorMean(t, s, above, x), deviation);
  }

  /** The posterior of the predicted signal (Luo, equation 93). */
  @Override
  public DiagonalGaussian decode(int level, Batch above, Condition condition) {
    NoiseLevel s = at[level - 1];
    NoiseLevel t = at[level];
    Prediction prediction = model.predict(above, times[level], condition);
    double[] deviation = new double[above.values().length];
    Arrays.fill(deviation, posteriorDeviation(level));
    prediction
        .varianceFraction()
        .ifPresent(
            fraction ->
                Arrays.setAll(
                    deviation, k -> ReverseVariance.deviation(t, s, fraction.values()[k])));
    return new DiagonalGaussian(
        data.shape(), posteriorMean(t, s, above, prediction.signal()), deviation);
  }

  @Override
  public DiagonalGaussian prior(int count) {
    double[] deviation = new double[count * data.shape().size()];
    Arrays.fill(deviation, Math.sqrt(at[levels() - 1].power()));
    return new DiagonalGaussian(data.shape(), new double[deviation.length], deviation);
  }

  /** Proportional to {@code q(z_1 | x)}. */
  @Override
  public LevelSoftmax reconstruct(Batch first, Condition condition) {
    Levels levels = data.levels().orElseThrow();
    double[] deviation = new double[first.values().length];
    Arrays.fill(deviation, StrictMath.exp(-at[0].logSnr() / 2));
    return new LevelSoftmax(
        data.shape(), levels, scaled(first, 1 / at[0].alpha(), 1).mean(), deviation);
  }

  @Override
  public double resolution(int level) {
    double encoded = deviation(level);
    // A learnt variance is the posterior's or larger.
    return level == levels() ? encoded : Math.min(encoded, posteriorDeviation(level));
  }

  private double deviation(int level) {
    NoiseLevel t = at[level - 1];
    return level == 1 ? t.sigma() : t.sigma() * Math.sqrt(share(t, at[level - 2]));
  }

  private double posteriorDeviation(int level) {
    return at[level - 1].sigma() * Math.sqrt(share(at[level], at[level - 1]));
  }

  /** {@code sigma_ts^2 / sigma_t^2 = 1 - SNR(t)/SNR(s)}. */
  private static double share(NoiseLevel t, NoiseLevel s) {
    return -StrictMath.expm1(t.logSnr() - s.logSnr());
  }

  private static double[] posteriorMean(NoiseLevel t, NoiseLevel s, Batch z, Batch x) {
    double c = share(t, s);
    double ofLatent = t.alpha() / s.alpha() * (s.sigma() / t.sigma()) * (s.sigma() / t.sigma());
    double[] mean = new double[z.values().length];
    Arrays.setAll(mean, k -> ofLatent * z.values()[k] + s.alpha() * c * x.values()[k]);
    return mean;
  }

  private DiagonalGaussian scaled(Batch z, double factor, double deviation) {
    double[] mean = new double[z.values().length];
    double[] deviations = new double[mean.length];
    Arrays.setAll(mean, k -> factor * z.values()[k]);
    Arrays.fill(deviations, deviation);
    return new DiagonalGaussian(data.shape(), mean, deviations);
  }
}
