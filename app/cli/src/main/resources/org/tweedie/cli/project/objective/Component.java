package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
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
 * The squared error of the signal, weighed by a power of the signal-to-noise ratio:
 *
 * <pre>
 * loss = SNR^power |x - x^|^2
 * </pre>
 *
 * <p>A power of 1 is the squared error of the noise (Ho et al., arXiv 2006.11239, equation 14), 0
 * that of the signal. It is no bound on the likelihood. Immutable.
 */
@Description("squared error of the signal, weighed by a power of the SNR")
public final class __Component__ implements Objective, Selective {

  /**
   * What can be chosen.
   *
   * @param predict what the network's output stands for
   * @param power the power of the SNR
   */
  public record Options(
      @Description("what the network's output stands for") @Default("noise")
          Parameterization predict,
      @Description("power of the SNR: 1 weighs errors of the noise alike, 0 those of the signal")
          @Default("0.5")
          @DecimalMin("0")
          @DecimalMax("1")
          double power) {}

  private final Parameterization predicts;
  private final float power;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    predicts = options.predict();
    power = (float) options.power();
  }

  @Override
  public Parameterization predicts() {
    return predicts;
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    Operand<TFloat32> logWeight =
        batch.tf().math.mul(batch.tf().constant(power), batch.level().logSnr());
    return SignalError.weighted(batch, predicts, logWeight);
  }

  /** What it does not go with is refused before a run starts, in these words. */
  @Override
  public List<String> objections(Assembly assembly) {
    boolean preserving = assembly.schedule().at(0.5).isVariancePreserving();
    return predicts == Parameterization.VELOCITY && !preserving
        ? List.of(
            "The objective __name__ predicts a velocity, which is defined where variance is preserved,"
                + " and the schedule does not do so. Let it predict noise or signal.")
        : List.of();
  }
}
