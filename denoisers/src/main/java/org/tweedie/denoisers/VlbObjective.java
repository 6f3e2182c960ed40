package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.tweedie.api.schedule.NoiseSchedule;

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
 * <p>A velocity is defined for variance preserving schedules, so others are refused with it.
 * Immutable.
 */
@Description("the variational bound's diffusion term, in bits per dimension")
public final class VlbObjective implements Objective, Selective {

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
  public Operand<TFloat32> loss(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> logWeight =
        options.timesteps() == 0 ? SignalError.logBoundWeight(batch) : logStepWeight(batch);
    Operand<TFloat32> inBits = tf.math.sub(logWeight, tf.constant((float) Math.log(Math.log(2))));
    return SignalError.weighted(batch, predicts(), inBits);
  }

  /**
   * {@code log(T/2 (SNR(s) - SNR(t)))} as {@code log(T/2) + logSnr(s) + log(1 - exp(logSnr(t) -
   * logSnr(s)))}: a step from an SNR of 600,000 to 0 does not overflow. The difference of the log
   * SNRs is good to about 1e-6, so single weights to 1e-6 over that difference: 5e-5 in 1,000 steps
   * of VDM's schedule.
   */
  private Operand<TFloat32> logStepWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> before = batch.previousLevel().logSnr();
    Operand<TFloat32> fall = tf.math.expm1(tf.math.sub(batch.level().logSnr(), before));
    Operand<TFloat32> halfSteps = tf.constant((float) Math.log(options.timesteps() / 2.0));
    return tf.math.add(halfSteps, tf.math.add(before, tf.math.log(tf.math.neg(fall))));
  }

  @Override
  public List<String> objections(Assembly assembly) {
    NoiseSchedule schedule = assembly.schedule();
    List<String> objections = new ArrayList<>(VelocityFit.objections("vlb", predicts(), schedule));
    if (timesteps().isPresent()) {
      if (Double.isInfinite(schedule.logSnr(0))) {
        objections.add(
            "The objective vlb in discrete steps needs some noise at time 0, and the schedule has"
                + " none there: the first step's weight is infinite. Set timesteps to 0, or take a"
                + " schedule with a finite log SNR at time 0.");
      }
      if (Double.isInfinite(schedule.logSnr(1)) && predictsNoise()) {
        objections.add(
            "The objective vlb in discrete steps predicts %s, which says nothing of the signal"
                    .formatted(predicts().name().toLowerCase(Locale.ROOT))
                + " where none is left, and the schedule leaves none at time 1. Let it predict"
                + " signal or velocity, or take a schedule with a finite log SNR at time 1.");
      }
    }
    return objections;
  }

  private boolean predictsNoise() {
    return predicts() == Parameterization.NOISE || predicts() == Parameterization.SCORE;
  }
}
