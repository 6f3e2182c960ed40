package org.tweedie.guidance;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.api.model.Batch;

/**
 * The gradient of a measurement's log likelihood through the predicted signal, {@code J^T A^T
 * (factor A J A^T + error I)^-1 (y - A x^)}, by conjugate gradients whose preconditioner is a guess
 * {@code guess A A^T + error I}. A value of one prediction; not safe for threads.
 *
 * @param measurement y and A
 * @param error the variance of the measurement's error
 * @param guess for each example, the variance that factor J is guessed to be; empty for {@code |y -
 *     A x^|^2 / m I}, what the residual of m numbers tells, in place of the guess and of a smaller
 *     error
 * @param factor for each example, {@code sigma^2/alpha}
 * @param pullBack {@code J^T} of a cotangent for each example
 */
record DataTerm(
    LinearMeasurement measurement,
    double error,
    Optional<double[]> guess,
    double[] factor,
    UnaryOperator<Batch> pullBack) {

  /** Where a residual is so much smaller than the first, squared, nothing is left to find. */
  private static final double ENOUGH = 1e-14;

  /**
   * The gradient for each example.
   *
   * @param signal the predicted signals
   * @param steps of conjugate gradients; 0 takes the guess for what it guesses
   */
  Batch gradient(Batch signal, int steps) {
    Search[] searches = new Search[signal.count()];
    for (int i = 0; i < searches.length; i++) {
      searches[i] = new Search(measurement.residual(signal.example(i)), i);
    }
    Batch sum = pullBack.apply(directions(signal, searches));
    double[] lengths = new double[searches.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = steps == 0 ? 1 : searches[i].goOn(sum.example(i));
    }
    sum = sum.combineEach(lengths, new double[lengths.length], sum);
    for (int step = 2; step <= steps && isOpen(searches); step++) {
      Batch gradient = pullBack.apply(directions(signal, searches));
      double[] ones = new double[lengths.length];
      for (int i = 0; i < lengths.length; i++) {
        ones[i] = 1;
        lengths[i] = searches[i].goOn(gradient.example(i));
      }
      sum = sum.combineEach(ones, lengths, gradient);
    }
    return sum;
  }

  private static boolean isOpen(Search... searches) {
    for (Search search : searches) {
      if (search.open) {
        return true;
      }
    }
    return false;
  }

  /** {@code A^T p} of each example. */
  private Batch directions(Batch signal, Search... searches) {
    int size = signal.shape().size();
    float[] values = new float[signal.values().length];
    for (int i = 0; i < searches.length; i++) {
      double[] direction = measurement.map().transpose(searches[i].p);
      for (int k = 0; k < size; k++) {
        values[i * size + k] = (float) direction[k];
      }
    }
    return Batch.of(signal.shape(), values);
  }

  /** One example's conjugate gradients. */
  private final class Search {

    private final int example;
    private final double ridge;
    private final double scale;
    private final double enough;
    private double[] r;
    private double[] p;
    private double product;
    private boolean open = true;

    Search(double[] residual, int example) {
      this.example = example;
      this.r = residual;
      double told = LinearMeasurement.dot(residual, residual) / residual.length;
      this.ridge = guess.isPresent() ? error : Math.max(error, told);
      this.scale = guess.map(each -> each[example]).orElse(0.0);
      this.p = measurement.solve(residual, ridge, scale);
      this.product = LinearMeasurement.dot(r, p);
      this.enough = ENOUGH * product;
    }

    /**
     * Goes along the direction as far as the quadratic form says; a network's need not be positive,
     * and then there is no telling.
     *
     * @param gradient {@code J^T A^T p}
     * @return how far
     */
    double goOn(float[] gradient) {
      double[] wide = new double[gradient.length];
      for (int k = 0; k < wide.length; k++) {
        wide[k] = factor[example] * gradient[k];
      }
      double[] q = measurement.map().apply(wide);
      double found = LinearMeasurement.dot(p, q);
      double length = 0;
      if (open && found > 0) {
        for (int k = 0; k < q.length; k++) {
          q[k] += error * p[k];
        }
        length = product / LinearMeasurement.dot(p, q);
        turn(q, length);
      } else {
        open = false;
      }
      if (!open) {
        p = new double[p.length];
      }
      return length;
    }

    private void turn(double[] q, double length) {
      for (int k = 0; k < r.length; k++) {
        r[k] -= length * q[k];
      }
      double[] s = measurement.solve(r, ridge, scale);
      double next = LinearMeasurement.dot(r, s);
      for (int k = 0; k < p.length; k++) {
        p[k] = s[k] + next / product * p[k];
      }
      product = next;
      open = next > enough;
    }
  }
}
