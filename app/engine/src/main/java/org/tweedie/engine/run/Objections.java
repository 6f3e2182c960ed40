package org.tweedie.engine.run;

import java.util.List;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.Selective;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.run.ComponentProblems.Place;

/**
 * What components have against one another.
 *
 * @param config the run's
 * @param components takes what is wrong with which component
 * @param problems all of them so far
 * @param lawful whether components that break a law of their kind were refused before
 */
record Objections(
    RunConfig config, ComponentProblems components, Problems problems, boolean lawful) {

  /** Asks each component that may refuse others. */
  void hear(Assembled parts) {
    for (Place place : components.places()) {
      if (parts.components().any(place.kind(), place.index()) instanceof Selective selective) {
        Assembly assembly = parts.seen(SeenSpace.by(place.kind()));
        for (String objection : objections(selective, assembly)) {
          components.incompatible(
              place,
              place.kind().equals(Kinds.SAMPLER)
                  ? new String[] {objection, partners()}
                  : new String[] {objection});
        }
      }
    }
  }

  /** Tells what does not go together though no component says so. */
  void checkCombination(Assembled assembled) {
    try {
      Combination.check(config, assembled, problems);
    } catch (ComponentFailure | IllegalArgumentException broken) {
      tolerate(broken);
    }
  }

  /** A component that looks at what the model does not have is not for such a model. */
  private List<String> objections(Selective selective, Assembly assembly) {
    try {
      return selective.objections(assembly);
    } catch (NoDiffusion.AbsentPart absent) {
      return List.of("It cannot be used here: " + absent.getMessage() + ".");
    } catch (ComponentFailure | IllegalArgumentException broken) {
      tolerate(broken);
      return List.of();
    }
  }

  /** Of components that are broken it is told already, or whoever looks at each tells it better. */
  private void tolerate(RuntimeException broken) {
    if (lawful && problems.isEmpty()) {
      throw broken;
    }
  }

  /** What a sampler may object to, since it is often chosen long after them and elsewhere. */
  private String partners() {
    return "The run has the schedule '%s' and the objective '%s'."
        .formatted(
            config.component(Kinds.SCHEDULE).reference(),
            config.component(Kinds.OBJECTIVE).reference());
  }
}
