package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.LatentDesign;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;

/**
 * Whether a model has the components that its chain of latents is made of: what kinds it has and
 * what its chain is are two answers of its author's.
 */
final class ModelParts {

  private ModelParts() {}

  /** What speaks against a model, in sentences; empty where all is well. */
  static Optional<String[]> objection(
      RunConfig config, Optional<LatentDesign> latents, DataDescription data) {
    if (config.components(Kinds.MODEL).isEmpty()) {
      return Optional.empty();
    }
    String name = config.component(Kinds.MODEL).type().who();
    String missing =
        needed(latents).stream()
            .filter(kind -> config.components(kind).isEmpty())
            .map(Kind::key)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      return Optional.of(
          new String[] {
            "%s is broken: what it makes of the data takes components that it says it has none of: %s."
                .formatted(name, missing),
            "Please take another model, and tell its author."
          });
    }
    if (latents.filter(LatentDesign::isScheduled).isPresent() && data.levels().isEmpty()) {
      return Optional.of(
          new String[] {
            "%s is a chain whose first step goes from latents to levels of the data, and these data are continuous."
                .formatted(name),
            "Please take data with levels, as images have them, or another model."
          });
    }
    return latents
        .filter(LatentDesign::isScheduled)
        .flatMap(design -> design.latents().stream().findFirst())
        .filter(shape -> !shape.equals(data.shape()))
        .map(
            shape ->
                new String[] {
                  "%s is broken: it adds noise to the data, which makes latents of their shape %s, and says that they have the shape %s."
                      .formatted(name, data.shape(), shape),
                  "Please take another model, and tell its author."
                });
  }

  private static List<Kind<?>> needed(Optional<LatentDesign> latents) {
    if (latents.isEmpty()) {
      return List.of(
          Kinds.SCHEDULE,
          Kinds.NETWORK,
          Kinds.PRECONDITIONING,
          Kinds.OBJECTIVE,
          Kinds.TIMES,
          Kinds.SAMPLER);
    }
    LatentDesign design = latents.get();
    List<Kind<?>> needed = new ArrayList<>();
    if (!design.isScheduled()) {
      needed.add(Kinds.ENCODER);
    }
    if (design.isScheduled() || design.sharesDecoder()) {
      needed.add(Kinds.SCHEDULE);
    }
    if (design.sharesDecoder()) {
      needed.add(Kinds.NETWORK);
    }
    if (design.isDiffusion()) {
      needed.addAll(List.of(Kinds.PRECONDITIONING, Kinds.TIMES));
    }
    if (!design.isScheduled() || !design.sharesDecoder()) {
      needed.add(Kinds.DECODER);
    }
    return needed;
  }
}
