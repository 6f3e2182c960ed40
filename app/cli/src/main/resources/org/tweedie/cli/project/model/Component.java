package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.model.LatentDesign.Encoding;
import org.tweedie.api.model.LatentDesign.StepPrediction;
import org.tweedie.api.model.LatentTraining;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.ModelOptions;

/** Two latents, the second half as wide as the first. Immutable. */
@Description("two latents, the second half as wide as the first")
public final class __Component__ implements ModelFamily {

  /**
   * What can be chosen.
   *
   * @param width of the first latent
   */
  public record Options(@Description("width of the first latent") @Default("32") @Min(2) int width)
      implements ModelOptions {

    @Override
    public Set<Kind<?>> kinds() {
      return Set.of(Kinds.ENCODER, Kinds.DECODER);
    }
  }

  private final int width;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    this.width = options.width();
  }

  @Override
  public Optional<LatentDesign> latents(DataDescription data) {
    return Optional.of(
        new LatentDesign(
            List.of(DataShape.point(width), DataShape.point(width / 2)),
            Encoding.LEARNED,
            false,
            StepPrediction.MEAN,
            LatentTraining.plain()));
  }
}
