package org.tweedie.engine.chain;

import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * How far one step of DDIM leads from where many short ones do, along a model's probability flow
 * from some noise: the mean distance in {@code z/alpha} (Chen et al., "On the Trajectory Regularity
 * of ODE-based Diffusion Sampling", arXiv 2405.11326, equation 15). Point 0 stands for the data.
 */
final class FlowCosts implements StepGrid.StepCost {

  /** Paths that are walked, and how many numbers they have at a time in all. */
  private static final int PATHS = 64;

  private static final int LEAST_PATHS = 4;
  private static final int NUMBERS = 16_384;

  private final double[][] costs;

  private FlowCosts(double[][] costs) {
    this.costs = costs;
  }

  /**
   * The grid of T steps between two times whose errors have the least sum, of all whose times are
   * multiples of 1/n with n of {@link StepCosts#points}.
   *
   * @param examples of training, of which the model is told what is known
   * @param conditional whether it is
   * @param from the earlier time
   * @param to the later time
   * @param steps T
   */
  static StepGrid best(
      DiffusionModel model,
      DataDescription data,
      Examples examples,
      boolean conditional,
      double from,
      double to,
      int steps) {
    int fine = StepCosts.points(steps);
    return fine == steps
        ? StepGrid.even(steps)
        : StepGrid.cheapest(
            steps, fine, measured(model, data, examples, conditional, from, to, fine));
  }

  private static FlowCosts measured(
      DiffusionModel model,
      DataDescription data,
      Examples examples,
      boolean conditional,
      double from,
      double to,
      int fine) {
    DataShape shape = data.shape();
    int most = Math.min(PATHS, Math.max(LEAST_PATHS, NUMBERS / shape.size()));
    int count = Math.min(most, examples.size());
    Condition condition =
        conditional
            ? Condition.of(data, examples, IntStream.range(0, count).toArray())
            : Condition.none(count);
    Batch[] signals = new Batch[fine + 1];
    Batch[] noises = new Batch[fine + 1];
    Batch[] places = new Batch[fine + 1];
    double[] ratios = new double[fine + 1];
    NoiseLevel level = model.schedule().at(to);
    Batch z = new SeededNoise(1, 0, count, shape).draw(0).times(Math.sqrt(level.power()));
    for (int t = fine; t > 0; t--) {
      double time = from + (to - from) * ((double) t / fine);
      Prediction prediction = model.predict(z, time, condition);
      signals[t] = prediction.signal();
      noises[t] = prediction.noise();
      if (t > 1) {
        level = model.schedule().at(from + (to - from) * ((t - 1.0) / fine));
        ratios[t - 1] = Math.exp(-level.logSnr() / 2);
        z = signals[t].combine(level.alpha(), level.sigma(), noises[t]);
      }
      places[t - 1] = signals[t].combine(1, ratios[t - 1], noises[t]);
    }
    double[][] costs = new double[fine + 1][];
    for (int t = 1; t <= fine; t++) {
      costs[t] = new double[t];
      for (int s = 0; s < t; s++) {
        double[] squares = signals[t].combine(1, ratios[s], noises[t]).squaredDistances(places[s]);
        for (double square : squares) {
          costs[t][s] += Math.sqrt(square) / count;
        }
      }
    }
    return new FlowCosts(costs);
  }

  @Override
  public double of(int s, int t) {
    return costs[t][s];
  }
}
