package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The unweighted squared error of the noise, {@code |eps - eps^|^2} (Ho et al., arXiv 2006.11239,
 * equation 14), as a mean over dimensions. Whatever the network predicts, it is the error of the
 * noise that counts, which is the SNR times the error of the signal: where there is much noise, all
 * that settles a picture's layout and what a caption says of it counts for next to nothing, which
 * the weight of {@link EdmObjective} makes up for. It is not a bound: it trains for samples that
 * look good. Immutable.
 */
@Interchanged(DiffusersPredictionForm.class)
@Description("unweighted squared error of the noise: good samples, no bound on the likelihood")
public final class SimpleObjective implements Weighted {

  /** What the network predicts. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict) {}

  private final Parameterization predicts;

  /** With its options. */
  @Inject
  public SimpleObjective(Options options) {
    this.predicts = options.predict();
  }

  @Override
  public Parameterization predicts() {
    return predicts;
  }

  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    return batch.level().logSnr();
  }
}
