package org.tweedie.engine.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * How much the estimator of the bound's diffusion term varies that training uses: one example, one
 * time that is uniform on [0, 1], one noise (Kingma et al., arXiv 2107.00630, section 5.1 and
 * appendix I). Schedules with equal ends have the same mean and differ in this.
 *
 * @param examples how many examples are looked at
 * @param draws times and noises drawn for each
 * @param batch how many latents the model sees at once
 * @param seed what they are drawn from
 */
public record EstimatorVariance(int examples, int draws, int batch, long seed) {

  /** Strips of time over which the loss is averaged for {@link Result#profile}. */
  private static final int STRIPS = 50;

  /**
   * What was found.
   *
   * @param diffusion the mean, in bits per dimension
   * @param variance the variance of single values, in squared bits per dimension, with its standard
   *     error
   * @param profile the mean loss in each of equally long strips of time, in bits per dimension
   */
  public record Result(Estimate diffusion, Estimate variance, List<Double> profile) {}

  /**
   * Measures.
   *
   * @param model a model, asked at log SNRs: its own schedule is of no account as long as it comes
   *     by all of them and both preserve variance
   * @param schedule the schedule that times are drawn under
   * @param split the examples
   * @param data what they are like
   * @param conditional whether the model is told of each example what is known of it
   * @param progress told how many examples are done
   */
  public Result of(
      DiffusionModel model,
      NoiseSchedule schedule,
      Examples split,
      DataDescription data,
      boolean conditional,
      IntConsumer progress) {
    Tally tally = new Tally(Math.min(examples, split.size()) * draws);
    new Batches(data, batch, conditional, examples)
        .map(
            split,
            (x, condition, firstIndex) -> {
              measure(model, schedule, x, condition, firstIndex, tally);
              return tally;
            },
            progress);
    return tally.result();
  }

  private void measure(
      DiffusionModel model,
      NoiseSchedule schedule,
      Batch x,
      Condition condition,
      long firstIndex,
      Tally tally) {
    SeededNoise noise = new SeededNoise(seed, firstIndex, x.count(), x.shape());
    double perDimension = 1 / (x.shape().size() * Math.log(2));
    for (int draw = 0; draw < draws; draw++) {
      Batch eps = noise.draw(draw);
      double[] times = new double[x.count()];
      double[] modelTimes = new double[x.count()];
      double[] alpha = new double[x.count()];
      double[] sigma = new double[x.count()];
      for (int i = 0; i < times.length; i++) {
        // Spread over the draws of an example, each of which is still uniform.
        double offset = new SplittableRandom(31 * seed + firstIndex + i).nextDouble();
        times[i] = (draw + offset) / draws;
        modelTimes[i] = model.schedule().timeOf(schedule.logSnr(times[i]));
        NoiseLevel level = model.schedule().at(modelTimes[i]);
        alpha[i] = level.alpha();
        sigma[i] = level.sigma();
      }
      double[] errors =
          model
              .predict(x.combineEach(alpha, sigma, eps), modelTimes, condition)
              .noise()
              .squaredDistances(eps);
      for (int i = 0; i < times.length; i++) {
        tally.add(times[i], -schedule.logSnrSlope(times[i]) / 2 * errors[i] * perDimension);
      }
    }
  }

  /** Collects losses with their times. */
  private static final class Tally {

    private final double[] losses;
    private final double[] sums = new double[STRIPS];
    private final int[] counts = new int[STRIPS];
    private int size;

    Tally(int capacity) {
      losses = new double[capacity];
    }

    void add(double time, double loss) {
      losses[size++] = loss;
      int strip = Math.min(STRIPS - 1, (int) (time * STRIPS));
      sums[strip] += loss;
      counts[strip]++;
    }

    Result result() {
      Estimate mean = Estimate.of(losses, 1);
      double[] squares =
          Arrays.stream(losses).map(loss -> (loss - mean.mean()) * (loss - mean.mean())).toArray();
      List<Double> profile = new ArrayList<>();
      for (int i = 0; i < STRIPS; i++) {
        profile.add(sums[i] / counts[i]);
      }
      return new Result(mean, Estimate.of(squares, 1), profile);
    }
  }
}
