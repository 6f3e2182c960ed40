package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Minus the log likelihood of a probability flow over many examples, in bits per dimension; see
 * {@link FlowTerms}. Standard errors are over examples, so they hold the spread of the examples, of
 * the draws and of the probes together.
 *
 * @param prior minus the log density of the prior
 * @param volume minus the log of the change of volume
 * @param dequantisation what dequantisation costs
 * @param reconstruction minus log P(x|u)
 * @param weighting what importance weighting wins
 * @param total their sum
 * @param probeError the part of the total's standard error that Hutchinson's probes are to blame
 *     for; NaN where that is not known
 * @param integrationError the mean of the integration's error, over the examples for which it was
 *     looked at
 * @param priorMismatch the mean of the divergence from the prior
 * @param evaluations the mean number of predictions for an example
 * @param examples over how many examples
 * @param each what each example has, by the name of the term
 */
public record FlowEstimate(
    Estimate prior,
    Estimate volume,
    Estimate dequantisation,
    Estimate reconstruction,
    Estimate weighting,
    Estimate total,
    double probeError,
    double integrationError,
    double priorMismatch,
    double evaluations,
    int examples,
    Map<String, double[]> each) {

  /** Puts batches together. */
  static FlowEstimate of(List<FlowTerms> batches, int dimensions) {
    double bits = 1 / (dimensions * Math.log(2));
    Map<String, double[]> nats = new LinkedHashMap<>();
    nats.put("prior", join(batches, FlowTerms::prior));
    nats.put("volume", join(batches, FlowTerms::volume));
    nats.put("dequantisation", join(batches, FlowTerms::dequantisation));
    nats.put("reconstruction", join(batches, FlowTerms::reconstruction));
    nats.put("weighting", join(batches, FlowTerms::weighting));
    nats.put("total", join(batches, FlowTerms::total));
    double[] probes = join(batches, FlowTerms::probeError);
    double variance = Arrays.stream(probes).map(error -> error * error).sum();
    return new FlowEstimate(
        Estimate.of(nats.get("prior"), bits),
        Estimate.of(nats.get("volume"), bits),
        Estimate.of(nats.get("dequantisation"), bits),
        Estimate.of(nats.get("reconstruction"), bits),
        Estimate.of(nats.get("weighting"), bits),
        Estimate.of(nats.get("total"), bits),
        bits * Math.sqrt(variance) / probes.length,
        bits * meanOfKnown(join(batches, FlowTerms::integrationError)),
        Estimate.of(join(batches, FlowTerms::priorMismatch), bits).mean(),
        Estimate.of(join(batches, FlowTerms::evaluations), 1).mean(),
        probes.length,
        Estimate.scaled(nats, bits));
  }

  private static double meanOfKnown(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
  }

  private static double[] join(List<FlowTerms> batches, Function<FlowTerms, double[]> term) {
    return batches.stream().map(term).flatMapToDouble(Arrays::stream).toArray();
  }
}
