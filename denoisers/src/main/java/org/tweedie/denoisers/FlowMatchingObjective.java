package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Locale;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Coupling;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.Weighted;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The unweighted squared error of the flow: conditional flow matching (Lipman et al., "Flow
 * Matching for Generative Modeling", arXiv 2210.02747, equation 9; Liu et al., arXiv 2209.03003,
 * equation 1),
 *
 * <pre>
 * |dz/dt - u^|^2,  dz/dt = d alpha/dt x + d sigma/dt eps
 * </pre>
 *
 * <p>as a mean over dimensions: {@code |eps - x - u^|^2} on the schedule rectified-flow. Whatever
 * the network predicts, it is the error of the flow that counts, which is {@code (alpha/2 dlogSNR/
 * dt)^2} times the error of the signal: a weight like any other, by which a flow is a Gaussian
 * diffusion (Kingma and Gao, arXiv 2303.00848, appendix D.3). Not a bound. With pairs by optimal
 * transport (Tong et al., arXiv 2302.00482) what is learnt is still the flow from all noise to all
 * data, though of no diffusion: draw samples by a sampler that adds no noise. So it is with pairs
 * from a trained model (reflow, Liu et al., algorithm 1): noise and where that model's flow leads
 * from it, by which paths straighten. Immutable.
 */
@Description(
    "squared error of the flow dz/dt from data to noise: flow matching (Lipman et al. 2023)")
public final class FlowMatchingObjective implements Weighted {

  /** Which noise goes with which example. */
  public enum Pairs {
    /** Any with any: a Gaussian diffusion. */
    INDEPENDENT,
    /** Those of a step whose squared distances have the least sum. */
    OPTIMAL_TRANSPORT,
    /** Noise and where a teacher's flow leads from it. */
    REFLOW
  }

  /** What the network predicts, and between which pairs the paths lie. */
  public record Options(
      @Description("what the network's output stands for") @Default("flow") @NotNull
          Parameterization predict,
      @Description(
              "which noise goes with which example: any, or within a step and class the nearest by"
                  + " optimal transport, or that from which a teacher leads to it (reflow), for"
                  + " straighter paths; there is no score and no bound then")
          @Default("independent")
          @NotNull
          Pairs coupling,
      @Description("the folder of the trained run whose flow is straightened, for reflow")
          @Default("''")
          @NotNull
          String teacher,
      @Description("the teacher's checkpoint, by its step; 0 for the newest")
          @Default("0")
          @PositiveOrZero
          long checkpoint,
      @Description("steps of DDIM in which the teacher leads from noise to data, for reflow")
          @Default("20")
          @Min(1)
          @Max(1000)
          int teacherSteps,
      @Included TeachersGuidance guidance) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if there is a teacher and none is needed, or the other way
     */
    public Options {
      if (teacher.isBlank() == (coupling == Pairs.REFLOW)) {
        throw new IllegalArgumentException(
            teacher.isBlank()
                ? "coupling: reflow takes pairs from a trained run: name it as teacher"
                : "a teacher is for coupling: reflow alone, and the coupling is "
                    + coupling.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
      if (coupling != Pairs.REFLOW && guidance.scales().isPresent()) {
        throw new IllegalArgumentException(
            "guidance-scale is that of a teacher, which there is for coupling: reflow alone");
      }
    }

    /** Of a teacher that is not guided. */
    Options(
        Parameterization predict,
        Pairs coupling,
        String teacher,
        long checkpoint,
        int teacherSteps) {
      this(predict, coupling, teacher, checkpoint, teacherSteps, TeachersGuidance.NONE);
    }

    /** Without a teacher. */
    public static Options of(Parameterization predict, Pairs coupling) {
      return new Options(predict, coupling, "", 0, 20);
    }
  }

  private final Options options;
  private final NoiseSchedule schedule;

  /** For a schedule, down which a teacher walks. */
  @Inject
  public FlowMatchingObjective(Options options, NoiseSchedule schedule) {
    this.options = options;
    this.schedule = schedule;
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
  }

  @Override
  public Optional<Coupling> coupling() {
    return switch (options.coupling()) {
      case INDEPENDENT, REFLOW -> Optional.empty();
      case OPTIMAL_TRANSPORT -> Optional.of(new OptimalTransport());
    };
  }

  @Override
  public Optional<TeacherRun> teacher() {
    return options.coupling() == Pairs.REFLOW
        ? Optional.of(
            new TeacherRun(options.teacher(), options.checkpoint(), options.guidance().scales()))
        : Optional.empty();
  }

  @Override
  public boolean isDenoiser() {
    return options.coupling() == Pairs.INDEPENDENT;
  }

  @Override
  public Operand<TFloat32> examples(Denoising drawn) {
    return options.coupling() == Pairs.REFLOW
        ? new Reflow(schedule, options.teacherSteps()).ends(drawn)
        : drawn.signal();
  }

  /** {@code 2 log(-1/2 dlogSNR/dt) + log alpha^2}. */
  @Override
  public Operand<TFloat32> logWeight(Denoising batch) {
    Ops tf = batch.tf();
    Operand<TFloat32> half = tf.math.mul(tf.constant(-0.5f), batch.level().logSnrSlope());
    Operand<TFloat32> logAlphaSquared =
        tf.math.add(batch.level().logNoiseVariance(tf), batch.level().logSnr());
    return tf.math.add(tf.math.mul(tf.constant(2f), tf.math.log(half)), logAlphaSquared);
  }

  /** Where the flow itself is predicted, without a way through the error of the signal. */
  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    return predicts() == Parameterization.FLOW
        ? SignalError.mean(
            batch,
            batch
                .tf()
                .math
                .squaredDifference(SignalError.target(batch, predicts()), batch.output()))
        : Weighted.super.loss(batch);
  }
}
