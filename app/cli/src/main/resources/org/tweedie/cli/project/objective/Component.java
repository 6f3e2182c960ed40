package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

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
public final class __Component__ implements Weighted {

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
  public Operand<TFloat32> logWeight(Denoising batch) {
    return batch.tf().math.mul(batch.tf().constant(power), batch.level().logSnr());
  }
}
