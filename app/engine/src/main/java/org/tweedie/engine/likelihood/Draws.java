package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.function.Function;

/** The terms of several draws of the same examples put together. */
final class Draws {

  private Draws() {}

  /**
   * The mean over draws of every term. With importance weights, likelihoods are averaged instead of
   * their logarithms, {@code log p >= log mean exp(log w)} (Burda et al., arXiv 1509.00519,
   * equation 8), and what that wins is a term of its own.
   */
  static FlowTerms together(FlowTerms[] draws, boolean importanceWeighted) {
    double[] total = mean(draws, FlowTerms::total);
    double[] weighting = new double[total.length];
    for (int i = 0; importanceWeighted && i < total.length; i++) {
      int example = i;
      double[] nats = Arrays.stream(draws).mapToDouble(draw -> draw.total()[example]).toArray();
      double least = Arrays.stream(nats).min().orElseThrow();
      double sum = Arrays.stream(nats).map(value -> Math.exp(least - value)).sum();
      weighting[i] = least - Math.log(sum / nats.length) - total[i];
      total[i] += weighting[i];
    }
    double[] probeError = mean(draws, draw -> squares(draw.probeError()));
    double[] evaluations = mean(draws, FlowTerms::evaluations);
    for (int i = 0; i < total.length; i++) {
      probeError[i] = Math.sqrt(probeError[i] / draws.length);
      evaluations[i] *= draws.length;
    }
    return new FlowTerms(
        mean(draws, FlowTerms::prior),
        mean(draws, FlowTerms::volume),
        mean(draws, FlowTerms::dequantisation),
        mean(draws, FlowTerms::reconstruction),
        weighting,
        total,
        probeError,
        mean(draws, FlowTerms::integrationError),
        mean(draws, FlowTerms::priorMismatch),
        evaluations);
  }

  private static double[] squares(double[] values) {
    return Arrays.stream(values).map(value -> value * value).toArray();
  }

  private static double[] mean(FlowTerms[] draws, Function<FlowTerms, double[]> term) {
    double[] mean = new double[draws[0].total().length];
    for (FlowTerms draw : draws) {
      double[] values = term.apply(draw);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i] / draws.length;
      }
    }
    return mean;
  }
}
