package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;

/**
 * The unweighted squared error of the noise, {@code |eps - eps^|^2} (Ho et al., arXiv 2006.11239,
 * equation 14), as a mean over dimensions. Whatever the network predicts, it is the error of the
 * noise that counts, which is the SNR times the error of the signal. It is not a bound: it trains
 * for samples that look good.
 *
 * <p>A velocity is defined for variance preserving schedules, so others are refused with it.
 * Immutable.
 */
@Description("unweighted squared error of the noise: good samples, no bound on the likelihood")
public final class SimpleObjective implements Objective, Selective {

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
  public Operand<TFloat32> loss(Denoising batch) {
    return SignalError.weighted(batch, predicts, batch.level().logSnr());
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return VelocityFit.objections("simple", predicts, assembly.schedule());
  }
}
