package org.tweedie.samplers;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.StepListener;

/**
 * The embedded Runge-Kutta pair 5(4) of Dormand and Prince ("A family of embedded Runge-Kutta
 * formulae", 1980, table 2), for many samples side by side, each with its own position and step
 * size. That is why this is not a library's: those have one step size for a whole state, with which
 * a sample would depend on its batch, and evaluate one state at a time, where a network wants many.
 */
final class DormandPrince {

  private static final double[] C = {0, 1 / 5.0, 3 / 10.0, 4 / 5.0, 8 / 9.0, 1, 1};
  private static final double[][] A = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
    {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
  };

  /** Fifth order less fourth. */
  private static final double[] E = {
    71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0
  };

  private static final int PERCENT = 100;

  /** A step is never a smaller share of the way: beyond, float32 is what limits the error. */
  private static final double SMALLEST = 1e-5;

  private DormandPrince() {}

  /** Leads all samples from one angle to another. */
  static Batch solve(
      OdeSampler.Flow flow,
      Batch start,
      double from,
      double to,
      OdeSampler.Options options,
      StepListener listener) {
    int count = start.count();
    int size = start.shape().size();
    double way = to - from;
    double[] w = widened(start.values());
    // Positions and step sizes are shares of the way, so that both directions are one.
    double[] at = new double[count];
    double[] h = new double[count];
    Arrays.fill(h, 0.01);
    double[][] k = new double[7][];
    int heard = 0;
    while (heard < PERCENT) {
      double[] next = w;
      Prediction prediction = null;
      for (int stage = 0; stage < 7; stage++) {
        next = moved(w, h, way, k, A[stage], size);
        double[] angles = new double[count];
        for (int i = 0; i < count; i++) {
          double share = Math.min(1, at[i] + C[stage] * h[i]);
          angles[i] = share == 1 ? to : from + share * way;
        }
        prediction = flow.predict(Batch.of(start.shape(), narrowed(next)), angles);
        k[stage] = widened(flow.slope(prediction).values());
      }
      double slowest = 1;
      for (int i = 0; i < count; i++) {
        double error = error(w, next, h[i] * way, k, options, i * size, size);
        if (Double.isNaN(error)) {
          // Smaller steps would not help, and the samples show it.
          error = 0;
        }
        if (error <= 1 || h[i] <= SMALLEST) {
          System.arraycopy(next, i * size, w, i * size, size);
          at[i] = Math.min(1, at[i] + h[i]);
        }
        double factor = Math.max(0.2, Math.min(5, 0.9 * Math.pow(error, -0.2)));
        double wished = Math.max(SMALLEST, h[i] * factor);
        h[i] = Math.min(wished, 1 - at[i]);
        slowest = Math.min(slowest, at[i] > 1 - 1e-12 ? 1 : at[i]);
      }
      for (; heard < Math.floor(PERCENT * slowest); heard++) {
        listener.onStep(heard + 1, PERCENT, Batch.of(start.shape(), narrowed(w)), prediction);
      }
    }
    return Batch.of(start.shape(), narrowed(w));
  }

  private static double[] moved(
      double[] w, double[] h, double way, double[][] k, double[] a, int size) {
    double[] next = w.clone();
    for (int j = 0; j < a.length; j++) {
      for (int i = 0; i < next.length; i++) {
        next[i] += h[i / size] * way * a[j] * k[j][i];
      }
    }
    return next;
  }

  /** The root mean square of a sample's estimated errors in units of what is allowed. */
  private static double error(
      double[] w,
      double[] next,
      double length,
      double[][] k,
      OdeSampler.Options options,
      int from,
      int size) {
    double sum = 0;
    for (int i = from; i < from + size; i++) {
      double error = 0;
      for (int stage = 0; stage < 7; stage++) {
        error += length * E[stage] * k[stage][i];
      }
      double value = Math.max(Math.abs(w[i]), Math.abs(next[i]));
      double allowed = options.absoluteTolerance() + options.relativeTolerance() * value;
      sum += error / allowed * (error / allowed);
    }
    return Math.sqrt(sum / size);
  }

  private static double[] widened(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  private static float[] narrowed(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }
}
