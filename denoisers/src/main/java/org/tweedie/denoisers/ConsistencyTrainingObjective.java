package org.tweedie.denoisers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.SignalError;
import org.tweedie.api.objective.TimeSteps;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A network that says where the path of a latent ends, learnt from data alone: consistency training
 * (Song et al., "Consistency Models", arXiv 2303.01469, algorithm 3), as Song and Dhariwal improved
 * it (arXiv 2310.14189). Two latents of one example and one noise lie on one path in the mean, and
 * the nearer they are the better:
 *
 * <pre>
 * z_t = alpha_t x + sigma_t eps,  z_s = alpha_s x + sigma_s eps
 * </pre>
 *
 * <p>The predicted ends are compared by a pseudo-Huber distance, the intervals are even in the
 * seventh root of sigma/alpha and double in number as training goes on, and the target is the
 * network itself, not an average of it. The paper draws noise levels from a log-normal
 * distribution: that is {@code times: {type: log-normal, mean: -1.1, deviation: 2}}. What is learnt
 * is no mean, so there is no score and no bound; samples are drawn by the sampler consistency. See
 * {@link ConsistencyLoss} for the boundary condition. Immutable.
 */
@Description("where paths end, from data alone: consistency training (Song and Dhariwal 2023)")
public final class ConsistencyTrainingObjective implements Objective {

  /** What the network predicts, and between which levels it is compared. */
  public record Options(
      @Description("what the network's output stands for") @Default("velocity") @NotNull
          Parameterization predict,
      @Description("intervals of noise levels that training begins with")
          @Default("10")
          @Min(2)
          @Max(100_000)
          int firstIntervals,
      @Description("intervals that it ends with, after their number has doubled again and again")
          @Default("1280")
          @Min(2)
          @Max(100_000)
          int lastIntervals,
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
          double huber) {}

  private final Options options;
  private final ConsistencyGrid grid;

  /**
   * For a schedule.
   *
   * @throws IllegalArgumentException if the schedule has none of the levels
   */
  @Inject
  public ConsistencyTrainingObjective(Options options, NoiseSchedule schedule) {
    this.options = options;
    grid =
        new ConsistencyGrid(
            schedule,
            options.leastNoise(),
            options.mostNoise(),
            options.firstIntervals(),
            options.lastIntervals());
  }

  @Override
  public Parameterization predicts() {
    return options.predict();
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
    Ops tf = batch.tf();
    GraphLevel s = batch.earlierLevel(1);
    Operand<TFloat32> earlier =
        tf.math.add(
            tf.math.mul(SignalError.perExample(batch, s.alpha()), batch.signal()),
            tf.math.mul(SignalError.perExample(batch, s.sigma()), batch.noise()));
    return new ConsistencyLoss(predicts(), options.huber(), grid.most()).of(batch, earlier);
  }
}
