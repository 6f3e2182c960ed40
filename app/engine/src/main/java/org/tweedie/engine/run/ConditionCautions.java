package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;

/** What is seldom meant of what a network is told, or is not. */
final class ConditionCautions {

  private ConditionCautions() {}

  static List<String> of(RunConfig config, Assembled parts) {
    List<String> cautions = new ArrayList<>();
    Set<ConditionPart> told = parts.assembly().told();
    boolean takesCaptions =
        parts.assembly().data().hasCaptions()
            && parts.assembly().network().takes().contains(ConditionPart.CAPTION);
    if (takesCaptions && config.components(Kinds.TEXT_ENCODER).isEmpty()) {
      cautions.add(
          "The data have captions, which the network is not told without a '%s'."
              .formatted(Kinds.TEXT_ENCODER.key()));
    }
    if (told.contains(ConditionPart.CAPTION) && changesExamples(parts)) {
      cautions.add(
          "Augmentation changes examples, and their captions stay as they are: of an image that is mirrored a caption says left where right is.");
    }
    return cautions;
  }

  /** Whether training sees examples in other forms than they have. */
  static boolean changesExamples(Assembled parts) {
    return parts.components().all(Kinds.AUGMENTATION).stream()
        .anyMatch(augmentation -> !augmentation.isIdentity());
  }
}
