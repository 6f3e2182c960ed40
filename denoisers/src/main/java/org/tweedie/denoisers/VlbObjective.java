package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;

/**
 * The diffusion term of the variational bound, in bits per dimension.
 *
 * <ul>
 *   <li>In continuous time {@code 1/2 (-dSNR/dt) |x - x^|^2} (Kingma et al., arXiv 2107.00630,
 *       equation 17).
 *   <li>In T discrete steps {@code T/2 (SNR(s) - SNR(t)) |x - x^|^2} with {@code t = i/T}, {@code s
 *       = t - 1/T} (there, equation 13; Luo, arXiv 2208.11970, equation 110).
 * </ul>
 *
 * The mean over times is the bound's diffusion term; the prior and reconstruction terms do not
 * depend on the network.
 *
 * <p>Immutable.
 */
@Description("the variational bound's diffusion term, in bits per dimension")
public final class VlbObjective implements Weighted, Selective {

  /** What the network predicts, and whether time is discrete. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("number of discrete time steps; 0 for continuous time")
          @Default("0")
          @PositiveOrZero
          int timesteps) {}

  private final Options options;

  /** With its options. */
  @Inject
  public VlbObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public OptionalInt timesteps() {
    return options.timesteps() == 0 ? OptionalInt.empty() : OptionalInt.of(options.timesteps());
  }

  @Override
  public boolean isBound() {
    return options.timesteps() == 0;
  }

  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> inNats =
        options.timesteps() == 0 ? SignalError.logBoundWeight(batch) : logStepWeight(batch);
    return tf.math.sub(inNats, tf.constant((float) Math.log(Math.log(2))));
  }

  /** {@code log(T/2 (SNR(s) - SNR(t)))}. */
  private Operand<TFloat32> logStepWeight(Denoising batch) {
    Operand<TFloat32> halfSteps = batch.tf().constant((float) Math.log(options.timesteps() / 2.0));
    return batch.tf().math.add(halfSteps, SignalError.logStepWeight(batch));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return timesteps().isPresent()
        ? DiscreteFit.objections(
            "vlb in discrete steps", assembly.schedule(), "Set timesteps to 0, or take")
        : List.of();
  }
}
