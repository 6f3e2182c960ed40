package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
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
 * The unweighted error of the noise, and a little of the variational bound, by which the variance
 * of the reverse steps is learnt: Nichol and Dhariwal, "Improved Denoising Diffusion Probabilistic
 * Models" (arXiv 2102.09672, equations 14 to 16).
 *
 * <pre>
 * loss = |eps - eps^|^2 + lambda L_vlb,   L_vlb = T KL(q(z_s | z_t, x) || p(z_s | z_t)),  s = t - 1/T
 * KL   = 1/2 (exp(-r) (1 + (SNR(s) - SNR(t)) (x - x^)^2) + r - 1),   r = v log(sigma_t^2 / sigma_s^2)
 * </pre>
 *
 * <p>The network puts out v beside its prediction, for each dimension: the reverse step's variance
 * is exp(r) times that of the posterior, between it (v = 0) and that of the forward step (v = 1).
 * The divergence is written for any schedule. x^ is held fixed in it (no gradient), so that the
 * bound teaches v alone. For a given error it is least where the variance is {@code 1 + (SNR(s) -
 * SNR(t)) E(x - x^)^2} times the posterior's, which is the optimum of Bao et al. (Analytic-DPM,
 * arXiv 2201.06503, theorem 1).
 *
 * <p>The paper's v is not limited; here it is, to (0, 1). The paper's last term is a decoder of
 * pixels; here it leads to z_0 like the others, and the decoder is the bound's own. L_vlb is in
 * bits per dimension, as in the objective vlb. Immutable.
 */
@Description("simple, and a little of the bound that learns the reverse variance (Nichol 2021)")
public final class HybridObjective implements Objective, Selective {

  /** What the network predicts, how many steps there are, and how much of the bound. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("number of discrete time steps") @Default("1000") @Positive int timesteps,
      @Description("weight of the bound beside the simple loss") @Default("0.001") @PositiveOrZero
          double lambda) {}

  private final Options options;

  /** With its options. */
  @Inject
  public HybridObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public OptionalInt timesteps() {
    return OptionalInt.of(options.timesteps());
  }

  @Override
  public boolean learnsVariance() {
    return true;
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> simple = SignalError.weighted(batch, predicts(), batch.level().logSnr());
    float factor = (float) (options.lambda() * options.timesteps() / Math.log(2));
    Operand<TFloat32> bound = SignalError.mean(batch, divergence(batch));
    return tf.math.add(simple, tf.math.mul(tf.constant(factor), bound));
  }

  /** The divergence of one step, for each dimension, in nats. */
  private Operand<TFloat32> divergence(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> logRatio =
        tf.math.sub(batch.level().logNoiseVariance(tf), batch.previousLevel().logNoiseVariance(tf));
    Operand<TFloat32> r =
        tf.math.mul(batch.varianceFraction(), SignalError.perExample(batch, logRatio));
    Operand<TFloat32> half = tf.math.mul(tf.constant(0.5f), SignalError.logStepWeight(batch));
    Operand<TFloat32> weightedError =
        tf.stopGradient(tf.math.square(SignalError.scaled(batch, predicts(), half)));
    Operand<TFloat32> minusR = tf.math.neg(r);
    Operand<TFloat32> ofError = tf.math.mul(tf.math.exp(minusR), weightedError);
    // exp(-r) - 1 + r, without the difference of near-equal numbers where r is small.
    Operand<TFloat32> ofVariance = tf.math.add(tf.math.expm1(minusR), r);
    return tf.math.mul(tf.constant(0.5f), tf.math.add(ofError, ofVariance));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return DiscreteFit.objections("hybrid", assembly.schedule(), "Take");
  }
}
