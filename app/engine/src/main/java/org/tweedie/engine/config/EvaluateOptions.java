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
import org.tweedie.engine.likelihood.FlowProtocol;
import org.tweedie.engine.likelihood.Likelihood;

/**
 * How to measure: the section {@code evaluate}.
 *
 * @param likelihood which likelihoods
 * @param timesteps the number of steps T of the bound; 0 is continuous time
 * @param draws times and noises drawn for each example
 * @param examples how many of the test split; 0 is all
 * @param ema whether to measure the averaged weights
 * @param batch examples at a time
 * @param seed where all randomness begins
 * @param flowTolerance error of an integration step that is allowed, absolute and relative alike
 * @param flowDivergence how the divergence of the flow is found
 * @param flowProbes vectors of Hutchinson's estimate
 * @param flowDequantisation from levels to continuous values
 * @param flowDraws dequantised values of each example
 * @param flowImportance whether draws are averaged as likelihoods
 * @param flowLogSnr where the flow starts, if the schedule has more
 */
@Description("how to measure")
public record EvaluateOptions(
    @Description(
            "the variational bound, that of T steps, the probability flow's likelihood, or all"
                + " three side by side")
        @Default("bound")
        @NotNull
        Likelihood likelihood,
    @Description(
            "steps T of the discrete bound; 0 is continuous time, and 1000 where 'likelihood' asks"
                + " for the discrete bound")
        @Default("0")
        @PositiveOrZero
        int timesteps,
    @Description("times and noises drawn for each example") @Default("8") @Positive int draws,
    @Description("examples of the test split; 0 is all") @Default("0") @PositiveOrZero int examples,
    @Description("measure the averaged weights") @Default("true") boolean ema,
    @Description("examples at a time; does not change the result") @Default("64") @Positive
        int batch,
    @Description("where all randomness begins") @Default("1") long seed,
    @Description("flow: error of an integration step that is allowed, absolute and relative alike")
        @Default("1e-5")
        @DecimalMin("1e-8")
        @DecimalMax("0.1")
        double flowTolerance,
    @Description(
            "flow: Hutchinson's estimate of the divergence with signs or normal numbers, or the"
                + " exact one at the cost of a gradient a dimension")
        @Default("rademacher")
        @NotNull
        Divergence flowDivergence,
    @Description("flow: vectors of Hutchinson's estimate, a gradient each") @Default("1") @Positive
        int flowProbes,
    @Description(
            "flow: levels become even over their bins (uniform), or noisy as in the variational"
                + " bound, with its decoder")
        @Default("variational")
        @NotNull
        Dequantisation flowDequantisation,
    @Description("flow: dequantised values of each example, a flow each") @Default("1") @Positive
        int flowDraws,
    @Description(
            "flow: average those as likelihoods, which tightens the bound; needs the exact"
                + " divergence")
        @Default("false")
        boolean flowImportance,
    @Description(
            "flow: largest log SNR; beyond 16 or so float32 cannot tell the noise from the data")
        @Default("16")
        @DecimalMin("-10")
        @DecimalMax("40")
        double flowLogSnr) {

  /** Checks what goes together. */
  public EvaluateOptions {
    if (flowImportance && flowDivergence != Divergence.EXACT) {
      throw new IllegalArgumentException(
          "flow-importance: " + FlowProtocol.IMPORTANCE_NEEDS_EXACT + " (flow-divergence: exact).");
    }
  }
}
