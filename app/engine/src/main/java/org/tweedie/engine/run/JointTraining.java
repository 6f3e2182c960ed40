package org.tweedie.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;

/**
 * What goes with latents that are learned together with their diffusion: the encoder learns from
 * the bound in continuous time, of latents that it gives itself.
 */
final class JointTraining {

  private JointTraining() {}

  /** What speaks against it, in words by kind; empty where all is well. */
  static Map<Kind<?>, String> objections(RunConfig config, LatentDesign design, Assembly assembly) {
    Map<Kind<?>, String> found = new LinkedHashMap<>();
    String name = config.component(Kinds.LATENTS).type().who();
    boolean isOne = design.latents().size() == 1 && !design.isScheduled();
    if (!isOne || design.training().samples() > 1 || design.training().freeBits() > 0) {
      found.put(
          Kinds.LATENTS,
          name
              + " is broken: what is learned with a diffusion is one latent of a learned encoder, on one sample and without free bits. Please tell its author.");
    } else if (config.components(Kinds.ENCODER).isEmpty()
        || config.components(Kinds.DECODER).isEmpty()) {
      found.put(
          Kinds.LATENTS,
          name
              + " is broken: it learns a latent, and does not say that it has an encoder and a decoder. Please tell its author.");
    }
    if (assembly.learnedSchedule().isPresent()) {
      found.put(
          Kinds.SCHEDULE,
          "A schedule is learned of data that stay, and these latents are learned themselves. Please take a fixed schedule, such as 'linear'.");
    } else if (Double.isInfinite(assembly.schedule().logSnr(0))) {
      found.put(
          Kinds.SCHEDULE,
          "The encoder learns from the bound, which with this schedule gives unbounded weight to times near 0. Please take one whose log SNR begins at a finite number, such as {type: linear, gamma-min: -9, gamma-max: 5}.");
    }
    objection(assembly.objective(), found);
    return found;
  }

  private static void objection(Objective objective, Map<Kind<?>, String> found) {
    String instead = " Please take another, such as 'vlb'.";
    if (objective.timesteps().isPresent() || objective.timeSteps().isPresent()) {
      found.put(
          Kinds.OBJECTIVE,
          "The encoder learns from the bound in continuous time, and this objective looks at steps."
              + instead);
    } else if (objective.coupling().isPresent()) {
      found.put(
          Kinds.OBJECTIVE, "It pairs noise with examples before these are encoded." + instead);
    } else if (objective.teacher().isPresent() || !objective.isDenoiser()) {
      found.put(
          Kinds.OBJECTIVE,
          "It learns from what is there already, and these latents are learned themselves."
              + instead);
    }
  }
}
