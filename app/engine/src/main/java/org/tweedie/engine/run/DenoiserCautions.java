package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.laws.exact.GaussianModel;

/**
 * What does not go with objectives that teach no denoiser: with noise that is paired with examples,
 * where latents are those of no diffusion and only their flow is known, and with students, which
 * know a few steps of it.
 */
final class DenoiserCautions {

  /** By how much a time may be off the one that is meant, in steps. */
  private static final double ROUNDING = 1e-6;

  private DenoiserCautions() {}

  static List<String> of(RunConfig config, Assembled parts) {
    List<String> cautions = new ArrayList<>();
    Assembly assembly = parts.assembly();
    Objective learnt = assembly.objective();
    if (learnt.isDenoiser()) {
      return cautions;
    }
    String objective = config.component(Kinds.OBJECTIVE).reference();
    String sampler = config.component(Kinds.SAMPLER).reference();
    boolean jumps = learnt.timeSteps().isPresent();
    if (!assembly.sampler().takesPathEnds() && addsNoise(assembly)) {
      cautions.add(
          "The objective '%s' %s, so that the network learns a flow and no score, and the sampler '%s' adds noise by a score: its samples are not the flow's. A sampler that adds none, such as one of the flow to a tolerance, is right."
              .formatted(objective, pairs(learnt), sampler));
    } else if (jumps && !assembly.sampler().takesPathEnds() && !isOnSteps(assembly)) {
      cautions.add(
          "The objective '%s' teaches steps that %s, and the sampler '%s' takes others: what the network predicts is not meant for these."
              .formatted(
                  objective,
                  learnt.timesteps().isPresent()
                      ? "begin at the times i/%d alone".formatted(learnt.timesteps().getAsInt())
                      : "lead to the data",
                  sampler));
    }
    boolean bounds =
        parts.components().all(Kinds.MEASURES).stream()
            .anyMatch(
                measure ->
                    measure instanceof LikelihoodMeasure likelihood
                        && (jumps || likelihood.isOfADiffusion()));
    if (bounds) {
      cautions.add(
          jumps
              ? "The objective '%s' teaches steps and no denoiser, which likelihoods and bounds are made of: what 'measures' says of them is nothing of this model. Measures of samples are right."
                  .formatted(objective)
              : "The objective '%s' %s, and a bound supposes that they are independent: what 'measures' says of it is no bound of this model. The likelihood along its flow is exact, and so are measures of samples."
                  .formatted(objective, pairs(learnt)));
    }
    return cautions;
  }

  private static String pairs(Objective learnt) {
    return learnt.timeSteps().isPresent()
        ? "teaches steps along a flow"
        : "pairs noise with examples";
  }

  /**
   * Whether the sampler asks at times that are taught: at the beginnings of the objective's steps,
   * or at none after the first where each of them leads to the data.
   */
  private static boolean isOnSteps(Assembly assembly) {
    if (!(assembly.sampler() instanceof Walking walking)) {
      return false;
    }
    double[] times = Walk.times(assembly.schedule(), walking.walk());
    OptionalInt steps = assembly.objective().timesteps();
    return steps.isEmpty()
        ? times.length == 1
        : times.length == steps.getAsInt()
            && Arrays.stream(times)
                .map(time -> time * steps.getAsInt())
                .allMatch(time -> Math.abs(time - Math.rint(time)) < ROUNDING);
  }

  /** Whether samples of an exact model depend on noise beside that which they start from. */
  private static boolean addsNoise(Assembly assembly) {
    Batch start =
        new SeededNoise(1, 0, 1, DataShape.point(1))
            .draw(1)
            .times(Math.sqrt(assembly.schedule().at(1).power()));
    Denoiser exact =
        new GaussianModel(assembly.schedule(), 0.5, Parameterization.SIGNAL)
            .given(Condition.none(1));
    return !sample(assembly.sampler(), exact, start, 2)
        .equals(sample(assembly.sampler(), exact, start, 3));
  }

  private static Batch sample(Sampler sampler, Denoiser exact, Batch start, long seed) {
    SeededNoise noise = new SeededNoise(seed, 0, 1, start.shape());
    return sampler.sample(exact, start, noise, StepListener.NONE);
  }
}
