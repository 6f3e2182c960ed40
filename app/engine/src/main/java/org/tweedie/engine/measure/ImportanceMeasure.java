package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.likelihood.ChainEvaluation;
import org.tweedie.engine.likelihood.ChainMeasured;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.likelihood.LikelihoodReport;

/**
 * Minus the log likelihood of held-out examples by importance samples of the encoder, {@code -log
 * mean_k p(x, z_k) / q(z_k | x)} (Burda et al., arXiv 1509.00519, equation 8): a bound that falls
 * to it as samples grow. Of models that are a chain of latents. Immutable; safe for many threads.
 */
@Description(
    "the likelihood by importance samples of the encoder, of models with latents: bits per dimension and nats")
public final class ImportanceMeasure implements LikelihoodMeasure {

  /**
   * What a config can set.
   *
   * @param samples drawn for each example
   * @param over which examples
   */
  public record Options(
      @Description("samples drawn for each example") @Default("100") @Positive int samples,
      @Included HeldOutExamples over) {}

  private final Options options;

  /** With its options. */
  @Inject
  public ImportanceMeasure(Options options) {
    this.options = options;
  }

  @Override
  public List<String> keys() {
    return List.of(
        LikelihoodReport.readingKey(ChainEvaluation.IMPORTANCE, LikelihoodReport.TOTAL),
        ChainEvaluation.NATS);
  }

  @Override
  public int separate(DataSource data) {
    return options.over().of(data);
  }

  @Override
  public LikelihoodReport report(Measured measured) {
    LatentChain chain = ChainMeasured.of(measured);
    int limit = options.over().of(measured.data());
    IntConsumer progress = measured.progress("Sampling likelihoods", "examples", limit);
    return new ChainEvaluation(
            options.over().batch(),
            measured.isConditional(),
            limit,
            options.samples(),
            options.over().seed())
        .importance(chain, measured.data().test(), progress);
  }
}
