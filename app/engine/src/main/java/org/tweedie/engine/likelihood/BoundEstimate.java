package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.List;
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
 */
public record BoundEstimate(
    Estimate prior, Estimate reconstruction, Estimate diffusion, Estimate total, int examples) {

  /** Puts batches together. */
  static BoundEstimate of(List<BoundTerms> batches, int dimensions) {
    double[] prior = join(batches, BoundTerms::prior);
    double[] reconstruction = join(batches, BoundTerms::reconstruction);
    double[] diffusion = join(batches, BoundTerms::diffusion);
    double[] total = new double[prior.length];
    for (int i = 0; i < total.length; i++) {
      total[i] = prior[i] + reconstruction[i] + diffusion[i];
    }
    double bitsPerDimension = 1 / (dimensions * Math.log(2));
    return new BoundEstimate(
        Estimate.of(prior, bitsPerDimension),
        Estimate.of(reconstruction, bitsPerDimension),
        Estimate.of(diffusion, bitsPerDimension),
        Estimate.of(total, bitsPerDimension),
        total.length);
  }

  private static double[] join(List<BoundTerms> batches, Function<BoundTerms, double[]> term) {
    return batches.stream().map(term).flatMapToDouble(Arrays::stream).toArray();
  }
}
