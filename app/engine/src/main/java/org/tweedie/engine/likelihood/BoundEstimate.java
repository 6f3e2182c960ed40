package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The negative variational bound over many examples, in bits per dimension. Standard errors are
 * over examples, so they hold the spread of the examples and of the draws together.
 *
 * @param prior the prior term
 * @param reconstruction the reconstruction term
 * @param diffusion the diffusion term
 * @param total their sum
 * @param examples over how many examples
 * @param each what each example has, by the name of the term
 */
public record BoundEstimate(
    Estimate prior,
    Estimate reconstruction,
    Estimate diffusion,
    Estimate total,
    int examples,
    Map<String, double[]> each) {

  /** Puts batches together. */
  static BoundEstimate of(List<BoundTerms> batches, int dimensions) {
    double[] prior = join(batches, BoundTerms::prior);
    double[] reconstruction = join(batches, BoundTerms::reconstruction);
    double[] diffusion = join(batches, BoundTerms::diffusion);
    double[] total = new double[prior.length];
    for (int i = 0; i < total.length; i++) {
      total[i] = prior[i] + reconstruction[i] + diffusion[i];
    }
    double bits = 1 / (dimensions * Math.log(2));
    Map<String, double[]> each = new LinkedHashMap<>();
    each.put("prior", prior);
    each.put("reconstruction", reconstruction);
    each.put("diffusion", diffusion);
    each.put("total", total);
    return new BoundEstimate(
        Estimate.of(prior, bits),
        Estimate.of(reconstruction, bits),
        Estimate.of(diffusion, bits),
        Estimate.of(total, bits),
        total.length,
        Estimate.scaled(each, bits));
  }

  private static double[] join(List<BoundTerms> batches, Function<BoundTerms, double[]> term) {
    return batches.stream().map(term).flatMapToDouble(Arrays::stream).toArray();
  }
}
