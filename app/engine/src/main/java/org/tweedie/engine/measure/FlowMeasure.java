package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.likelihood.Dequantisation;
import org.tweedie.engine.likelihood.Divergence;
import org.tweedie.engine.likelihood.FlowEvaluation;
import org.tweedie.engine.likelihood.FlowLikelihood;
import org.tweedie.engine.likelihood.FlowProtocol;
import org.tweedie.engine.likelihood.FlowReport;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.likelihood.LikelihoodReport;

/**
 * Minus the log likelihood of the probability flow, in bits per dimension of held-out examples
 * (Song et al., arXiv 2011.13456, section 4.3): of continuous data exact up to integration and
 * divergence, of quantised data an upper bound. Immutable; safe for many threads.
 */
@Description("the probability flow's likelihood: bits per dimension of held-out examples")
public final class FlowMeasure implements LikelihoodMeasure {

  /**
   * What a config can set.
   *
   * @param tolerance error of an integration step that is allowed, absolute and relative alike
   * @param divergence how the divergence is found
   * @param probes vectors of Hutchinson's estimate
   * @param dequantisation from levels to continuous values
   * @param draws dequantised values of each example
   * @param importance whether draws are averaged as likelihoods
   * @param logSnr where the flow starts, if the schedule has more
   * @param over which examples
   */
  public record Options(
      @Description("error of an integration step that is allowed, absolute and relative alike")
          @Default("1e-5")
          @DecimalMin("1e-8")
          @DecimalMax("0.1")
          double tolerance,
      @Description(
              "Hutchinson's estimate of the divergence with signs or normal numbers, or the exact"
                  + " one at the cost of a gradient a dimension")
          @Default("rademacher")
          @NotNull
          Divergence divergence,
      @Description("vectors of Hutchinson's estimate, a gradient each") @Default("1") @Positive
          int probes,
      @Description(
              "levels become even over their bins (uniform), or noisy as in the variational bound,"
                  + " with its decoder")
          @Default("variational")
          @NotNull
          Dequantisation dequantisation,
      @Description("dequantised values of each example, a flow each") @Default("1") @Positive
          int draws,
      @Description(
              "average those as likelihoods, which tightens the bound; needs the exact divergence")
          @Default("false")
          boolean importance,
      @Description("largest log SNR; beyond 16 or so float32 cannot tell the noise from the data")
          @Default("16")
          @DecimalMin("-10")
          @DecimalMax("40")
          double logSnr,
      @Included HeldOutExamples over) {

    /**
     * Checks what goes together.
     *
     * @throws IllegalArgumentException if likelihoods are to be averaged that are not exact
     */
    public Options {
      if (importance && divergence != Divergence.EXACT) {
        throw new IllegalArgumentException(
            "importance: " + FlowProtocol.IMPORTANCE_NEEDS_EXACT + " (divergence: exact).");
      }
    }
  }

  private final FlowProtocol protocol;
  private final HeldOutExamples over;
  private final boolean quantised;

  /**
   * With the given options, for such data.
   *
   * @throws IllegalArgumentException if not the data are diffused, but latents
   */
  @Inject
  public FlowMeasure(Options options, Latents latents, DataDescription data) {
    if (latents.shape(data).isPresent()) {
      throw new IllegalArgumentException(
          "It follows the flow of a diffusion of the data, and this run diffuses latents. Please take the measure bound, which is a bound of the data there too.");
    }
    protocol =
        new FlowProtocol(
            options.dequantisation(),
            options.draws(),
            options.importance(),
            options.divergence(),
            options.probes(),
            options.tolerance(),
            options.tolerance(),
            options.logSnr(),
            options.over().seed());
    over = options.over();
    quantised = data.levels().isPresent();
  }

  @Override
  public List<String> keys() {
    List<String> terms = new ArrayList<>(List.of(LikelihoodReport.TOTAL));
    terms.addAll(FlowReport.termsBesideTheTotal(quantised, protocol.importanceWeighted()));
    return terms.stream().map(term -> LikelihoodReport.readingKey(FlowReport.KEY, term)).toList();
  }

  /** The flow has its likelihood whatever it was learnt from. */
  @Override
  public boolean isOfADiffusion() {
    return false;
  }

  @Override
  public int separate(DataSource data) {
    return over.of(data);
  }

  @Override
  public LikelihoodReport report(Measured measured) {
    FlowLikelihood likelihood = new FlowLikelihood(measured.data().description(), protocol);
    NoiseSchedule schedule = measured.model().schedule();
    int limit = over.of(measured.data());
    IntConsumer progress = measured.progress("Evaluating the flow", "examples", limit);
    return new FlowReport(
        new FlowEvaluation(likelihood, over.batch(), measured.isConditional(), limit)
            .of(measured.model(), measured.data().test(), progress),
        protocol,
        quantised,
        likelihood.start(schedule),
        FlowLikelihood.end(schedule),
        schedule.logSnr(0),
        schedule.logSnr(1));
  }
}
