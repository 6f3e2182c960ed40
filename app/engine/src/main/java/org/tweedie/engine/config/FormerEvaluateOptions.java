package org.tweedie.engine.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.likelihood.Dequantisation;
import org.tweedie.engine.likelihood.Divergence;

/**
 * What section {@code evaluate} could say before likelihoods were measures with options of their
 * own; it is still read. {@link FormerEvaluate} says what it means today.
 *
 * @param likelihood which likelihoods
 * @param timesteps T of the discrete bound; 0 is continuous time
 * @param draws times and noises drawn for each example
 * @param flowTolerance error of an integration step that is allowed
 * @param flowDivergence how the divergence of the flow is found
 * @param flowProbes vectors of Hutchinson's estimate
 * @param flowDequantisation from levels to continuous values
 * @param flowDraws dequantised values of each example
 * @param flowImportance whether draws are averaged as likelihoods
 * @param flowLogSnr where the flow starts, if the schedule has more
 */
record FormerEvaluateOptions(
    @Description("which likelihoods to measure") @Default("bound") @NotNull Likelihood likelihood,
    @Description("steps of the discrete bound; 0 is continuous time") @Default("0") @PositiveOrZero
        int timesteps,
    @Description("times and noises drawn for each example") @Default("8") @Positive int draws,
    @Description("error of an integration step that is allowed")
        @Default("1e-5")
        @DecimalMin("1e-8")
        @DecimalMax("0.1")
        double flowTolerance,
    @Description("how the divergence is found") @Default("rademacher") @NotNull
        Divergence flowDivergence,
    @Description("vectors of Hutchinson's estimate") @Default("1") @Positive int flowProbes,
    @Description("from levels to continuous values") @Default("variational") @NotNull
        Dequantisation flowDequantisation,
    @Description("dequantised values of each example") @Default("1") @Positive int flowDraws,
    @Description("average those as likelihoods") @Default("false") boolean flowImportance,
    @Description("largest log SNR") @Default("16") @DecimalMin("-10") @DecimalMax("40")
        double flowLogSnr) {

  /** Which likelihoods. */
  enum Likelihood {
    /** The variational bound: continuous in time unless steps are asked for. */
    BOUND,
    /** The variational bound of a model with T steps. */
    DISCRETE,
    /** The likelihood of the probability flow. */
    FLOW,
    /** All three. */
    ALL
  }
}
