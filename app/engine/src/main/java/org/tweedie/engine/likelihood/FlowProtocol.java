package org.tweedie.engine.likelihood;

/**
 * How the likelihood of a probability flow is measured.
 *
 * @param dequantisation what is done about levels; of no account where data are continuous
 * @param draws values drawn for each example of quantised data, each with a flow of its own
 * @param importanceWeighted whether draws are averaged as likelihoods instead of as their
 *     logarithms, which tightens the bound (Burda et al., arXiv 1509.00519)
 * @param divergence how the divergence is found
 * @param probes vectors of Hutchinson's estimate for each flow
 * @param absoluteTolerance error of a step that is allowed beside, for values of order 1 and for
 *     nats per dimension alike
 * @param relativeTolerance error of a step that is allowed as a share of the value
 * @param largestLogSnr where the flow starts, if the schedule has more
 * @param seed what noise and probes are drawn from
 */
public record FlowProtocol(
    Dequantisation dequantisation,
    int draws,
    boolean importanceWeighted,
    Divergence divergence,
    int probes,
    double absoluteTolerance,
    double relativeTolerance,
    double largestLogSnr,
    long seed) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if likelihoods are to be averaged that are not exact
   */
  public FlowProtocol {
    if (importanceWeighted && divergence != Divergence.EXACT) {
      throw new IllegalArgumentException(IMPORTANCE_NEEDS_EXACT);
    }
  }

  /**
   * Why {@link #importanceWeighted} needs {@link Divergence#EXACT}: the exponential of an unbiased
   * estimate is too large on average.
   */
  public static final String IMPORTANCE_NEEDS_EXACT =
      "importance weighting averages likelihoods, and with an estimated divergence that average is"
          + " too good on average: no bound. Use it with the exact divergence";
}
