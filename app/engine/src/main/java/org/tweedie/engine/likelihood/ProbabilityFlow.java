package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.ode.DormandPrince;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The probability flow of a model with its change of density (Song et al., arXiv 2011.13456,
 * equations 13 and 39), in variables in which it is benign at both ends of every schedule: the log
 * SNR l for position, and {@code w = z / sqrt(alpha^2 + sigma^2)} for state. With {@code c = alpha
 * / sqrt(alpha^2 + sigma^2)},
 *
 * <pre>
 * dw/dl       = c/2 (x^ - c w)
 * d log p/dl  = -c/2 (div_w x^ - c D)
 * </pre>
 *
 * <p>Both vanish where the signal does, and neither has a divisor that does. Each example has steps
 * and probes of its own, and none depends on its batch.
 *
 * @param model the model
 * @param condition what it is told of each example
 * @param probes for each example the vectors e of {@code e^T J e}, the mean of which is the
 *     divergence; where there are none it is exact
 */
record ProbabilityFlow(DiffusionModel model, Condition condition, Batch[] probes) {

  /**
   * What a flow found.
   *
   * @param end w at the end, one row an example
   * @param change for each example and probe the integral of the divergence, in nats: log p at the
   *     start less log p at the end
   * @param error for each example the sum of the steps' estimated errors of that, on average over
   *     probes: what errors of w on the way change of the divergence after them is not in it
   * @param evaluations how many predictions each example took
   */
  record Path(double[][] end, double[][] change, double[] error, int[] evaluations) {

    /** Minus the log density of the standard normal prior where an example ended. */
    double prior(int example) {
      double squares = Arrays.stream(end[example]).map(value -> value * value).sum();
      return (squares + end[example].length * Math.log(2 * Math.PI)) / 2;
    }

    /** Minus the log density of w where an example started. */
    double nats(int example) {
      return prior(example) - Arrays.stream(change[example]).average().orElseThrow();
    }
  }

  /**
   * Follows the flow.
   *
   * @param shape the data's shape
   * @param start w for each example
   * @param from the log SNR of the start, within the schedule's
   * @param to the log SNR of the end
   */
  Path follow(DormandPrince method, DataShape shape, double[][] start, double from, double to) {
    int size = shape.size();
    int estimates = Math.max(1, probes.length);
    double[][] states = new double[start.length][];
    for (int i = 0; i < states.length; i++) {
      // The log density goes with w per dimension, so that one tolerance suits both.
      states[i] = Arrays.copyOf(start[i], size + estimates);
    }
    DormandPrince.Solution solution =
        method.solve(
            (logSnrs, w, done) -> slopes(shape, logSnrs, w, done),
            states,
            from,
            to,
            size,
            DormandPrince.Listener.NONE);
    double[][] end = new double[start.length][];
    double[][] change = new double[start.length][];
    double[] error = new double[start.length];
    for (int i = 0; i < end.length; i++) {
      double[] state = solution.states()[i];
      end[i] = Arrays.copyOf(state, size);
      change[i] = Arrays.stream(state, size, state.length).map(value -> size * value).toArray();
      error[i] =
          size * Arrays.stream(solution.errors()[i], size, state.length).average().orElseThrow();
    }
    return new Path(end, change, error, solution.evaluations());
  }

  private double[][] slopes(DataShape shape, double[] logSnrs, double[][] w, boolean[] done) {
    int[] rows = IntStream.range(0, w.length).filter(i -> !done[i]).toArray();
    double[][] slopes = new double[w.length][];
    if (rows.length == 0) {
      return slopes;
    }
    NoiseSchedule schedule = model.schedule();
    int size = shape.size();
    double[] times = new double[rows.length];
    double[] scales = new double[rows.length];
    float[] z = new float[rows.length * size];
    for (int i = 0; i < rows.length; i++) {
      times[i] = schedule.timeOf(logSnrs[rows[i]]);
      scales[i] = Math.sqrt(schedule.at(times[i]).power());
      for (int k = 0; k < size; k++) {
        z[i * size + k] = (float) (scales[i] * w[rows[i]][k]);
      }
    }
    Traced traced = traced(Batch.of(shape, z), times, condition.at(rows), rows);
    float[] signal = traced.prediction.signal().values();
    for (int i = 0; i < rows.length; i++) {
      double c = traced.prediction.level(i).alpha() / scales[i];
      double[] slope = new double[w[rows[i]].length];
      for (int k = 0; k < size; k++) {
        slope[k] = c / 2 * (signal[i * size + k] - c * w[rows[i]][k]);
      }
      for (int k = size; k < slope.length; k++) {
        // The Jacobian is by z, the divergence by w.
        slope[k] = c / 2 * (scales[i] * traced.traces[i][k - size] / size - c);
      }
      slopes[rows[i]] = slope;
    }
    return slopes;
  }

  /** A prediction and the trace of its Jacobian for each latent, estimated by each probe. */
  private record Traced(Prediction prediction, double[][] traces) {}

  private Traced traced(Batch z, double[] times, Condition condition, int[] rows) {
    int size = z.shape().size();
    boolean isExact = probes.length == 0;
    double[][] traces = new double[rows.length][isExact ? 1 : probes.length];
    Optional<Prediction> prediction = Optional.empty();
    for (int i = 0; i < (isExact ? size : probes.length); i++) {
      Batch probe = isExact ? axis(z, i) : rows(probes[i], rows);
      Differentiated found = model.differentiate(z, times, condition, probe);
      prediction = Optional.of(found.prediction());
      float[] gradient = found.gradient().values();
      for (int k = 0; k < gradient.length; k++) {
        traces[k / size][isExact ? 0 : i] += (double) probe.values()[k] * gradient[k];
      }
    }
    return new Traced(prediction.orElseThrow(), traces);
  }

  private static Batch axis(Batch like, int dimension) {
    float[] values = new float[like.values().length];
    for (int k = dimension; k < values.length; k += like.shape().size()) {
      values[k] = 1;
    }
    return Batch.of(like.shape(), values);
  }

  private static Batch rows(Batch batch, int[] rows) {
    int size = batch.shape().size();
    float[] values = new float[rows.length * size];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(batch.values(), rows[i] * size, values, i * size, size);
    }
    return Batch.of(batch.shape(), values);
  }
}
