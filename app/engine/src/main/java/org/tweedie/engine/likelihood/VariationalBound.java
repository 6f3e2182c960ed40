package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.model.ReverseVariance;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The negative variational bound, {@code -log p(x) <= prior + reconstruction + diffusion} (Luo,
 * arXiv 2208.11970, equation 58; Kingma et al., arXiv 2107.00630, equations 11 to 17). Example i of
 * a seed gets the same draws in whatever batch it is.
 *
 * <p>Where a model learnt the variance of its reverse steps, the bound of T steps is that of these
 * steps ({@link ReverseVariance}); in continuous time there is but one variance left, and what was
 * learnt does not matter.
 *
 * @param data the data's shape and levels
 * @param timesteps T for the bound of a T-step model; empty for the continuous one
 * @param draws how many times and noises are drawn for each example, spread evenly: over the steps,
 *     or in continuous time over the log SNR, which gives every schedule with the same ends the
 *     same small variance (the bound depends on the ends alone: Kingma et al., section 5.1)
 * @param seed what times and noises are drawn from
 */
public record VariationalBound(DataDescription data, OptionalInt timesteps, int draws, long seed) {

  /**
   * Where an infinite log SNR is cut off: the bound is then that of a schedule which begins, or
   * ends, there. One that lies beyond altogether is left with the nearer of its own ends.
   */
  private static final double LIMIT = 40;

  /**
   * The terms for each example of a batch.
   *
   * @param model the model
   * @param x clean examples in the model's scale
   * @param condition what the model is told of each
   * @param firstIndex the index of the batch's first example
   */
  public BoundTerms terms(DiffusionModel model, Batch x, Condition condition, long firstIndex) {
    SeededNoise noise = new SeededNoise(seed, firstIndex, x.count(), x.shape());
    return new BoundTerms(
        prior(model.schedule(), x),
        reconstruction(model.schedule(), x, noise.draw(0)),
        diffusion(model, x, condition, noise));
  }

  /** {@code KL(q(z_1 | x) || p(z_1))} of each example, in nats, in closed form. */
  public double[] prior(NoiseSchedule schedule, Batch x) {
    NoiseLevel end = schedule.at(1);
    double prior = end.power();
    double ratio = end.sigma() * end.sigma() / prior;
    double constant = ratio - Math.log(ratio) - 1;
    double factor = end.alpha() * end.alpha() / prior;
    double[] squares = x.squaredDistances(Batch.zeros(x.shape(), x.count()));
    return Arrays.stream(squares)
        .map(square -> (factor * square + x.shape().size() * constant) / 2)
        .toArray();
  }

  /**
   * Minus log p(x | z_0) of each example, in nats.
   *
   * @param noise the noise that makes z_0 of x
   */
  public double[] reconstruction(NoiseSchedule schedule, Batch x, Batch noise) {
    double logSnr = first(schedule);
    if (data.levels().isPresent()) {
      return Reconstruction.quantised(x, noise, logSnr, data.levels().get());
    }
    double[] nats = new double[x.count()];
    Arrays.fill(nats, Reconstruction.continuous(logSnr, x.shape().size()));
    return nats;
  }

  private double[] diffusion(
      DiffusionModel model, Batch x, Condition condition, SeededNoise noise) {
    NoiseSchedule schedule = model.schedule();
    double[] nats = new double[x.count()];
    for (int draw = 0; draw < draws; draw++) {
      Batch eps = noise.draw(draw + 1L);
      double[] times = new double[x.count()];
      double[] weights = new double[x.count()];
      for (int i = 0; i < times.length; i++) {
        double position = (draw + offset(noise.firstIndex() + i)) / draws;
        times[i] = timesteps.isPresent() ? gridTime(position) : evenLogSnrTime(schedule, position);
        weights[i] = timesteps.isPresent() ? stepWeight(schedule, times[i]) : span(schedule);
      }
      Prediction prediction = model.predict(latents(schedule, x, eps, times), times, condition);
      double[] terms =
          timesteps.isPresent() && prediction.varianceFraction().isPresent()
              ? learntSteps(schedule, times, weights, eps, prediction)
              : weighted(prediction.noise().squaredDistances(eps), weights);
      for (int i = 0; i < nats.length; i++) {
        if (timesteps.isPresent() && schedule.logSnr(times[i]) == Double.NEGATIVE_INFINITY) {
          terms[i] = stepFromNoSignal(schedule, times[i], x, prediction, i);
        }
        nats[i] += terms[i] / draws;
      }
    }
    return nats;
  }

  /** Where no signal is left the noise is known, and the error is {@code SNR(s) |x - x^|^2}. */
  private double stepFromNoSignal(
      NoiseSchedule schedule, double time, Batch x, Prediction prediction, int i) {
    double[] error = prediction.slice(i, i + 1).signal().squaredDistances(x.slice(i, i + 1));
    double snr = Math.exp(logSnr(schedule, earlier(time)));
    return timesteps.orElseThrow() / 2.0 * snr * error[0];
  }

  private static double[] weighted(double[] errors, double[] weights) {
    double[] terms = new double[errors.length];
    Arrays.setAll(terms, i -> weights[i] / 2 * errors[i]);
    return terms;
  }

  /** T times the divergence of the steps from the posterior, summed over dimensions. */
  private double[] learntSteps(
      NoiseSchedule schedule, double[] times, double[] weights, Batch eps, Prediction prediction) {
    int steps = timesteps.orElseThrow();
    int size = eps.shape().size();
    float[] noise = prediction.noise().values();
    float[] fraction = prediction.varianceFraction().orElseThrow().values();
    double[] sums = new double[times.length];
    for (int i = 0; i < sums.length; i++) {
      NoiseLevel t = schedule.at(times[i]);
      NoiseLevel s = schedule.at(earlier(times[i]));
      for (int k = i * size; k < (i + 1) * size; k++) {
        double error = (double) eps.values()[k] - noise[k];
        double excess = ReverseVariance.logExcess(t, s, fraction[k]);
        sums[i] += steps * ReverseVariance.divergence(weights[i] / steps * error * error, excess);
      }
    }
    return sums;
  }

  private double offset(long index) {
    // The generator's first number is mixed well, so neighbours may have neighbouring seeds.
    return new SplittableRandom(31 * seed + index).nextDouble();
  }

  private double gridTime(double position) {
    int steps = timesteps.orElseThrow();
    return (Math.floor(position * steps) + 1) / steps;
  }

  /** The weight on the squared error of the noise: {@code T expm1(gamma_t - gamma_s)}. */
  private double stepWeight(NoiseSchedule schedule, double time) {
    return timesteps.orElseThrow()
        * Math.expm1(logSnr(schedule, earlier(time)) - logSnr(schedule, time));
  }

  private double earlier(double time) {
    int steps = timesteps.orElseThrow();
    return (Math.rint(time * steps) - 1) / steps;
  }

  private static double evenLogSnrTime(NoiseSchedule schedule, double position) {
    return schedule.timeOf(first(schedule) - position * span(schedule));
  }

  /** The weight where the log SNR is drawn evenly: {@code gamma'} has become its mean. */
  private static double span(NoiseSchedule schedule) {
    return first(schedule) - last(schedule);
  }

  private static double first(NoiseSchedule schedule) {
    return Math.min(schedule.logSnr(0), Math.max(LIMIT, schedule.logSnr(1)));
  }

  private static double last(NoiseSchedule schedule) {
    return Math.max(schedule.logSnr(1), Math.min(-LIMIT, schedule.logSnr(0)));
  }

  private static double logSnr(NoiseSchedule schedule, double time) {
    return Math.max(last(schedule), Math.min(first(schedule), schedule.logSnr(time)));
  }

  private static Batch latents(NoiseSchedule schedule, Batch x, Batch eps, double[] times) {
    NoiseLevel[] levels = Arrays.stream(times).mapToObj(schedule::at).toArray(NoiseLevel[]::new);
    double[] alpha = Arrays.stream(levels).mapToDouble(NoiseLevel::alpha).toArray();
    double[] sigma = Arrays.stream(levels).mapToDouble(NoiseLevel::sigma).toArray();
    return x.combineEach(alpha, sigma, eps);
  }
}
