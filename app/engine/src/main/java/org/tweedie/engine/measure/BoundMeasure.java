package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.Latents;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.engine.chain.StepTimes;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.likelihood.LikelihoodReport;

/**
 * The negative variational bound of the model, in bits per dimension of held-out examples: an upper
 * bound of minus the log likelihood. Of a diffusion in continuous time (Kingma et al., arXiv
 * 2107.00630, equations 11 to 17), of a chain of latents with one term for each (Luo, arXiv
 * 2208.11970, equations 28 and 58), of a diffusion in latents with those of its autoencoder (Vahdat
 * et al., arXiv 2106.05931, equation 4). Immutable; safe for many threads.
 */
@Description(
    "the variational bound, of a diffusion in continuous time: bits per dimension of held-out examples")
public final class BoundMeasure implements LikelihoodMeasure {

  /**
   * What a config can set.
   *
   * @param draws times and noises drawn for each example
   * @param over which examples
   */
  public record Options(
      @Description("times and noises drawn for each example") @Default("8") @Positive int draws,
      @Included HeldOutExamples over) {}

  private final BoundTaking taking;
  private final ChainBoundTaking ofChain;
  private final ModelFamily model;
  private final DataDescription data;
  private final boolean inLatents;

  /** With the given options, of a model that was trained by the objective. */
  @Inject
  public BoundMeasure(
      Options options,
      Objective objective,
      ModelFamily model,
      Latents latents,
      DataDescription data) {
    this.model = model;
    this.data = data;
    inLatents = latents.shape(data).isPresent();
    taking =
        new BoundTaking(
            OptionalInt.empty(), StepTimes.EVEN, options.draws(), options.over(), objective);
    ofChain = new ChainBoundTaking(options.draws(), options.over());
  }

  @Override
  public List<String> keys() {
    return model.latents(data).map(ofChain::keys).orElseGet(() -> taking.keys(inLatents));
  }

  @Override
  public int timesteps() {
    return model
        .latents(data)
        .filter(LatentDesign::isDiffusion)
        .map(design -> design.latents().size() - 1)
        .orElse(0);
  }

  /** What dimensions of a chain's latents do is seen over all examples alone. */
  @Override
  public int separate(DataSource from) {
    return model.latents(data).filter(design -> !design.isScheduled()).isPresent()
        ? 0
        : ofChain.over().of(from);
  }

  @Override
  public LikelihoodReport report(Measured measured) {
    Optional<LatentDesign> latents = model.latents(data);
    return latents.isPresent() ? ofChain.report(latents.get(), measured) : taking.report(measured);
  }
}
