package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.TimeSteps;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * A student whose one step of DDIM leads where several of its teacher's do, two in the paper:
 * Salimans and Ho, "Progressive Distillation for Fast Sampling of Diffusion Models" (arXiv
 * 2202.00512, algorithm 2). From the time {@code t = i/N} the teacher takes K steps of DDIM to
 * {@code (i - 1)/N}, and the student is to predict the signal by which one step would lead there:
 *
 * <pre>
 * x' = (z'' - sigma''/sigma_t z_t) / (alpha'' - alpha_t sigma''/sigma_t)
 * loss = w |x' - x^|^2,  w = max(SNR, 1) or SNR + 1
 * </pre>
 *
 * <p>The last step, from {@code 1/N}, leads to the data, alpha 1 and sigma 0, as samplers do: there
 * x' is the end of the teacher's own walk. A student of N steps is the teacher of one of N/2, until
 * few enough are left. It starts from its teacher's weights ({@code train.from}), so it predicts
 * what its teacher does. What it has learnt is the flow of those steps and no mean, so that it has
 * no score and no bound; it is sampled by N steps of DDIM at the times i/N. With noise predicted
 * the paper's first steps, at next to no signal, are learnt badly: velocity is better. Immutable.
 */
@Description("one step that leads where several of a teacher's do (Salimans and Ho 2022)")
public final class ProgressiveDistillationObjective implements Objective {

  /** The weight on the squared error of the signal. */
  public enum Weight {
    /** {@code max(SNR, 1)}. */
    TRUNCATED_SNR,
    /** {@code SNR + 1}: the error of the velocity. */
    SNR_PLUS_ONE
  }

  /** The teacher, what the network predicts, and how many steps each takes. */
  public record Options(
      @Description("the folder of the trained run that is the teacher") @NotNull String teacher,
      @Description("the teacher's checkpoint, by its step; 0 for the newest")
          @Default("0")
          @PositiveOrZero
          long checkpoint,
      @Description("what the network's output stands for; the teacher's, to start from its weights")
          @Default("velocity")
          @NotNull
          Parameterization predict,
      @Description("steps in which the student is to sample") @Default("4") @Positive int steps,
      @Description("the teacher's steps that one of the student's stands for; 2 in the paper")
          @Default("2")
          @Min(2)
          @Max(64)
          int teacherSteps,
      @Description("weight on the signal's error: max(SNR, 1), or SNR + 1")
          @Default("truncated-snr")
          @NotNull
          Weight weight,
      @Included TeachersGuidance guidance) {

    /** Of a teacher that is not guided. */
    Options(
        String teacher,
        long checkpoint,
        Parameterization predict,
        int steps,
        int teacherSteps,
        Weight weight) {
      this(teacher, checkpoint, predict, steps, teacherSteps, weight, TeachersGuidance.NONE);
    }
  }

  private final Options options;

  /** With its options. */
  @Inject
  public ProgressiveDistillationObjective(Options options) {
    this.options = options;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public Optional<TeacherRun> teacher() {
    return Optional.of(
        new TeacherRun(options.teacher(), options.checkpoint(), options.guidance().scales()));
  }

  @Override
  public boolean isDenoiser() {
    return false;
  }

  /** It compares the prediction with the teacher's. */
  @Override
  public boolean dependsOnTheErrorAlone() {
    return false;
  }

  @Override
  public OptionalInt timesteps() {
    return OptionalInt.of(options.steps());
  }

  @Override
  public int earlierLevels() {
    return options.teacherSteps();
  }

  @Override
  public Optional<TimeSteps> timeSteps() {
    return Optional.of(this::walked);
  }

  private double[] walked(double time, double progress) {
    int each = options.teacherSteps();
    double all = (double) options.steps() * each;
    int step = (int) Math.min(options.steps(), Math.floor(time * options.steps()) + 1);
    double[] times = new double[each + 1];
    for (int k = 0; k <= each; k++) {
      times[k] = (step * (double) each - k) / all;
    }
    return times;
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    Ops tf = batch.tf();
    TeacherSteps teacher = new TeacherSteps(batch);
    Operand<TFloat32> z = batch.latent();
    GraphLevel level = batch.level();
    for (int k = 1; k <= options.teacherSteps(); k++) {
      GraphLevel next = batch.earlierLevel(k);
      z = teacher.first(z, level, next);
      level = next;
    }
    Operand<TFloat32> target = tf.stopGradient(teacher.signalOfOneStep(z, level));
    return tf.math.mul(
        tf.math.exp(logWeight(batch)), SignalError.squared(batch, predicts(), target));
  }

  private Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> logSnr = batch.level().logSnr();
    return switch (options.weight()) {
      case TRUNCATED_SNR -> tf.math.maximum(logSnr, tf.zerosLike(logSnr));
      case SNR_PLUS_ONE -> tf.math.softplus(logSnr);
    };
  }
}
