package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.laws.exact.GaussianModel;

/**
 * What does not go with noise that is paired with examples: latents are then those of no diffusion,
 * and only their flow is known.
 */
final class CouplingCautions {

  private CouplingCautions() {}

  static List<String> of(RunConfig config, Assembled parts) {
    List<String> cautions = new ArrayList<>();
    Assembly assembly = parts.assembly();
    if (assembly.objective().coupling().isEmpty()) {
      return cautions;
    }
    String objective = config.component(Kinds.OBJECTIVE).reference();
    if (addsNoise(assembly)) {
      cautions.add(
          "The objective '%s' pairs noise with examples, so that the network learns a flow and no score, and the sampler '%s' adds noise by a score: its samples are not the flow's. A sampler that adds none, such as one of the flow to a tolerance, is right."
              .formatted(objective, config.component(Kinds.SAMPLER).reference()));
    }
    boolean bounds =
        parts.components().all(Kinds.MEASURES).stream()
            .anyMatch(
                measure ->
                    measure instanceof LikelihoodMeasure likelihood && likelihood.isOfADiffusion());
    if (bounds) {
      cautions.add(
          "The objective '%s' pairs noise with examples, and a bound supposes that they are independent: what 'measures' says of it is no bound of this model. The likelihood along its flow is exact, and so are measures of samples."
              .formatted(objective));
    }
    return cautions;
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
