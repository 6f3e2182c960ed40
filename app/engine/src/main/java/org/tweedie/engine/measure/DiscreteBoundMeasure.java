package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Latents;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.plugin.Selective;
import org.tweedie.engine.chain.StepTimes;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.likelihood.LikelihoodReport;

/**
 * The negative variational bound of a model with T steps, in bits per dimension of held-out
 * examples (Luo, arXiv 2208.11970, equation 58): it tends to the continuous one from above as T
 * grows. Immutable; safe for many threads.
 */
@Description(
    "the variational bound of a model with T steps: bits per dimension of held-out examples")
public final class DiscreteBoundMeasure implements LikelihoodMeasure, Selective {

  /**
   * What a config can set.
   *
   * @param timesteps T
   * @param draws steps and noises drawn for each example
   * @param grid where the steps lie
   * @param over which examples
   */
  public record Options(
      @Description("steps T of the model") @Default("1000") @Positive int timesteps,
      @Description("steps and noises drawn for each example") @Default("8") @Positive int draws,
      @Description(
              "where the steps lie: even in time, or optimal, where training examples make the bound least")
          @Default("even")
          @NotNull
          StepTimes grid,
      @Included HeldOutExamples over) {}

  private final int timesteps;
  private final BoundTaking taking;
  private final boolean inLatents;

  /** With the given options, of a model that was trained by the objective. */
  @Inject
  public DiscreteBoundMeasure(
      Options options, Objective objective, Latents latents, DataDescription data) {
    inLatents = latents.shape(data).isPresent();
    timesteps = options.timesteps();
    taking =
        new BoundTaking(
            OptionalInt.of(timesteps), options.grid(), options.draws(), options.over(), objective);
  }

  @Override
  public int timesteps() {
    return timesteps;
  }

  @Override
  public List<String> keys() {
    return taking.keys(inLatents);
  }

  @Override
  public int separate(DataSource data) {
    return taking.over().of(data);
  }

  @Override
  public LikelihoodReport report(Measured measured) {
    return taking.report(measured);
  }

  /** A step from no noise, or to no signal, weighs infinitely. */
  @Override
  public List<String> objections(Assembly assembly) {
    return IntStream.of(0, 1)
        .filter(end -> Double.isInfinite(assembly.schedule().logSnr(end)))
        .mapToObj(
            end ->
                "The bound of %d steps is infinite with this schedule, which leaves no %s at time %d. Please measure the bound in continuous time, or take a schedule with a finite log SNR at time %d."
                    .formatted(timesteps, end == 0 ? "noise" : "signal", end, end))
        .toList();
  }
}
