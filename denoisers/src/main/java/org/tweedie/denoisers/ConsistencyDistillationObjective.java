package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.objective.TimeSteps;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A student that says where the path of a latent ends, by a teacher that knows the next step of it:
 * consistency distillation (Song et al., "Consistency Models", arXiv 2303.01469, algorithm 2). From
 * a latent of the data the teacher takes one step along its probability flow, and the student is to
 * predict the same end from both. Distance and weight are those of the improved training (Song and
 * Dhariwal, arXiv 2310.14189), and its target is the network itself, not an average of it.
 *
 * <p>The step is of second order, DPM-Solver++(2S), for which the paper has Heun's method, of the
 * same order in its noise levels; or of first order, DDIM. What is learnt is no mean, so there is
 * no score and no bound; samples are drawn by the sampler consistency. See {@link ConsistencyLoss}
 * for the boundary condition. Immutable.
 */
@Description("where a teacher's paths end: consistency distillation (Song et al. 2023)")
public final class ConsistencyDistillationObjective implements Objective {

  /** The teacher, what the network predicts, and between which levels it is compared. */
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
      @Description("intervals of noise levels, of which the teacher takes one at a time")
          @Default("40")
          @Min(2)
          @Max(100_000)
          int intervals,
      @Description("order of the teacher's step: 1 (DDIM) or 2") @Default("2") @Min(1) @Max(2)
          int order,
      @Description("least sigma/alpha of an interval's end; below are the data")
          @Default("0.002")
          @Positive
          double leastNoise,
      @Description("largest sigma/alpha of an interval's end; above is pure noise")
          @Default("80")
          @Positive
          double mostNoise,
      @Description("distance of each value below which squares count (0.00054 in the paper)")
          @Default("0.00054")
          @Positive
          double huber,
      @Included TeachersGuidance guidance) {

    /** Of a teacher that is not guided. */
    Options(
        String teacher,
        long checkpoint,
        Parameterization predict,
        int intervals,
        int order,
        double leastNoise,
        double mostNoise,
        double huber) {
      this(
          teacher,
          checkpoint,
          predict,
          intervals,
          order,
          leastNoise,
          mostNoise,
          huber,
          TeachersGuidance.NONE);
    }
  }

  private final Options options;
  private final ConsistencyGrid grid;

  /**
   * For a schedule.
   *
   * @throws IllegalArgumentException if the schedule has none of the levels
   */
  @Inject
  public ConsistencyDistillationObjective(Options options, NoiseSchedule schedule) {
    this.options = options;
    grid =
        new ConsistencyGrid(
            schedule,
            options.leastNoise(),
            options.mostNoise(),
            options.intervals(),
            options.intervals());
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

  /** It compares two predictions. */
  @Override
  public boolean dependsOnTheErrorAlone() {
    return false;
  }

  @Override
  public int earlierLevels() {
    return 1;
  }

  @Override
  public Optional<TimeSteps> timeSteps() {
    return Optional.of(grid);
  }

  @Override
  public Operand<TFloat32> loss(Denoising batch) {
    TeacherSteps teacher = new TeacherSteps(batch);
    GraphLevel t = batch.level();
    GraphLevel s = batch.earlierLevel(1);
    Operand<TFloat32> earlier =
        options.order() == 1
            ? teacher.first(batch.latent(), t, s)
            : teacher.second(batch.latent(), t, s);
    return new ConsistencyLoss(predicts(), options.huber(), grid.most()).of(batch, earlier);
  }
}
