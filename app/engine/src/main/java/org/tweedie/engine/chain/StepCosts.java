package org.tweedie.engine.chain;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * What the steps of a diffusion add to its bound: {@code (SNR(s) - SNR(t)) mse(t) / 2} for the step
 * from t to s (Luo, arXiv 2208.11970, equation 110), with the mean squared error of the predicted
 * signal as it was measured. The arrays are not to be written to.
 *
 * @param snr the signal-to-noise ratio at times 0, 1/n, ..., 1
 * @param errors the mean squared error of an example at the same times, summed over dimensions
 */
public record StepCosts(double[] snr, double[] errors) implements StepGrid.StepCost {

  private static final int COARSE = 256;
  private static final int FINE = 512;
  private static final int EXAMPLES = 128;

  /**
   * The grid of T steps at which the bound is least, of all whose times are multiples of 1/n with n
   * of {@link #points}, measured on the first {@value #EXAMPLES} examples. So many steps that n is
   * T are even and need no measuring.
   *
   * @param steps T
   * @param examples of training, since those of the test are measured by the result
   * @param conditional whether the model is told of each example what is known of it
   * @param progress told how many of n times are done
   */
  public static StepGrid best(
      DiffusionModel model,
      DataDescription data,
      Examples examples,
      boolean conditional,
      int steps,
      IntConsumer progress) {
    return best(model, data, examples, conditional, 0, 1, steps, progress);
  }

  /**
   * The same between two times.
   *
   * @param from the earlier time
   * @param to the later time
   */
  static StepGrid best(
      DiffusionModel model,
      DataDescription data,
      Examples examples,
      boolean conditional,
      double from,
      double to,
      int steps,
      IntConsumer progress) {
    int fine = points(steps);
    return fine == steps
        ? StepGrid.even(steps)
        : StepGrid.cheapest(
            steps, fine, measured(model, data, examples, conditional, from, to, fine, progress));
  }

  /** How many times are looked at for a grid of T steps: twice as many at least, or T. */
  public static int points(int steps) {
    if (steps <= COARSE / 2) {
      return COARSE;
    }
    return steps <= FINE / 2 ? FINE : steps;
  }

  /** Measures at n times after the earlier one. */
  static StepCosts measured(
      DiffusionModel model,
      DataDescription data,
      Examples examples,
      boolean conditional,
      double from,
      double to,
      int fine,
      IntConsumer progress) {
    DataShape shape = data.shape();
    int count = Math.min(EXAMPLES, examples.size());
    float[] values = new float[count * shape.size()];
    for (int i = 0; i < count; i++) {
      examples.read(i, values, i * shape.size());
    }
    Batch x = Batch.of(shape, values);
    Condition condition =
        conditional
            ? Condition.of(data, examples, IntStream.range(0, count).toArray())
            : Condition.none(count);
    SeededNoise noise = new SeededNoise(1, 0, count, shape);
    double[] snr = new double[fine + 1];
    double[] errors = new double[fine + 1];
    snr[0] = model.schedule().at(from).snr();
    for (int t = 1; t <= fine; t++) {
      double time = from + (to - from) * ((double) t / fine);
      NoiseLevel level = model.schedule().at(time);
      Batch z = x.combine(level.alpha(), level.sigma(), noise.draw(t));
      Batch signal = model.predict(z, time, condition).signal();
      snr[t] = level.snr();
      double error = Arrays.stream(signal.squaredDistances(x)).average().orElseThrow();
      // Where nothing is left of the signal, noise does not tell it.
      errors[t] = Double.isFinite(error) ? error : errors[t - 1];
      progress.accept(t);
    }
    return new StepCosts(snr, errors);
  }

  /** In nats an example. */
  @Override
  public double of(int s, int t) {
    return (snr[s] - snr[t]) * errors[t] / 2;
  }
}
