package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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
 * The variational bound by Luo's first decomposition (arXiv 2208.11970, equations 43 to 45): not
 * the divergence of the reverse step from the posterior, but how consistent a forward and a reverse
 * step are that meet in one latent. Its expectation is that of the objective vlb in T steps; it is
 * here to show how much larger its variance is, and no one should train with it.
 *
 * <p>With three latents z_r, z_s, z_t at times {@code r = t - 2/T} and {@code s = t - 1/T}, drawn
 * together given x, the loss is one draw of
 *
 * <pre>
 * T (log q(z_s | z_r) - log p(z_s | z_t)) + constant
 *   = T/2 (|sqrt(SNR(s) - SNR(t)) (x - x^) + n|^2 - |e|^2)
 * </pre>
 *
 * <p>where n and e are the standard normal noises by which the reverse and the forward step miss
 * their means: {@code z_s = E[z_s | z_t, x] + deviation n} and {@code z_s = alpha_s/alpha_r z_r +
 * sigma_rs e}. Before z_0 stands x itself. In exact sums n and e cancel; one by one they leave a
 * variance that grows with T^2.
 *
 * <p>This is equation 44. Equation 45 goes on to write its mean as a divergence of q(z_s | z_r)
 * from p(z_s | z_t) for given z_r and z_t; but once z_t is known, z_s is no longer distributed as
 * q(z_s | z_r), so that divergence is another number, and it is not used here.
 *
 * <p>The constant is {@code T/2 log(share(r, s) / share(s, t))} with {@code share(s, t) = 1 -
 * SNR(t)/SNR(s)}, the difference of two entropies. Over all times these add up to the difference of
 * the two decompositions' last terms, the divergences of q(z_1 | z before) and of q(z_1 | x) from
 * the prior, which no network changes; spread like this they make the expectation equal to vlb's at
 * every single time. In bits per dimension. Immutable.
 */
@Description("the bound by Luo's first decomposition: right in the mean, of very large variance")
public final class ConsistencyElboObjective implements Objective, Selective {

  /** What the network predicts, and how many steps there are. */
  public record Options(
      @Description("what the network's output stands for") @Default("noise") @NotNull
          Parameterization predict,
      @Description("number of discrete time steps; the variance grows with its square")
          @Default("100")
          @Positive
          int timesteps) {}

  private final Options options;

  /** With its options. */
  @Inject
  public ConsistencyElboObjective(Options options) {
    this.options = options;
  }

  /** It compares one draw of noise with another. */
  @Override
  public boolean dependsOnTheErrorAlone() {
    return false;
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
  public int earlierLevels() {
    return 2;
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> n = batch.moreNoise(0);
    Operand<TFloat32> half = tf.math.mul(tf.constant(0.5f), SignalError.logStepWeight(batch));
    Operand<TFloat32> reverse = tf.math.add(SignalError.scaled(batch, predicts(), half), n);
    Operand<TFloat32> excess =
        tf.math.sub(tf.math.square(reverse), tf.math.square(forwardNoise(batch, n)));
    float factor = (float) (options.timesteps() / 2.0 / Math.log(2));
    return tf.math.mul(tf.constant(factor), SignalError.mean(batch, excess));
  }

  /**
   * The noise e of the step from z_r to z_s. The noises of one latent and the next correlate by
   * {@code c = sqrt(SNR later / SNR earlier)}: so that of z_s is {@code c eps + sqrt(1 - c^2) n}
   * given that of z_t, likewise that of z_r given that of z_s, and {@code e = sqrt(1 - c^2) noise_s
   * - c m} with m as fresh for z_r as n is for z_s.
   */
  private static Operand<TFloat32> forwardNoise(Denoising batch, Operand<TFloat32> n) {
    Ops tf = batch.tf();
    Operand<TFloat32> logSnrS = batch.earlierLevel(1).logSnr();
    Operand<TFloat32> logSnrR = batch.earlierLevel(2).logSnr();
    Operand<TFloat32> toT = tf.math.sub(batch.level().logSnr(), logSnrS);
    Operand<TFloat32> toS = tf.math.sub(logSnrS, logSnrR);
    Operand<TFloat32> noiseS =
        tf.math.add(
            tf.math.mul(correlation(batch, toT), batch.noise()), tf.math.mul(fresh(batch, toT), n));
    return tf.math.sub(
        tf.math.mul(fresh(batch, toS), noiseS),
        tf.math.mul(correlation(batch, toS), batch.moreNoise(1)));
  }

  /** c, of the fall of the log SNR. */
  private static Operand<TFloat32> correlation(Denoising batch, Operand<TFloat32> fall) {
    Ops tf = batch.tf();
    return SignalError.perExample(batch, tf.math.exp(tf.math.mul(tf.constant(0.5f), fall)));
  }

  /** {@code sqrt(1 - c^2)}. */
  private static Operand<TFloat32> fresh(Denoising batch, Operand<TFloat32> fall) {
    Ops tf = batch.tf();
    return SignalError.perExample(batch, tf.math.sqrt(tf.math.neg(tf.math.expm1(fall))));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return DiscreteFit.objections("consistency-elbo", assembly.schedule(), "Take");
  }
}
