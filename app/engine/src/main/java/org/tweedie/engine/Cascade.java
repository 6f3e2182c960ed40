package org.tweedie.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.sampling.SampleConditions;

/**
 * Two models, the second of which goes by images that the first draws (Ho et al., "Cascaded
 * Diffusion Models for High Fidelity Image Generation", arXiv 2106.15282).
 *
 * @param first who draws images
 * @param second who goes by them
 */
record Cascade(Assembly first, Assembly second) {

  /**
   * Checks.
   *
   * @throws RunException if the second does not go by images such as the first draws
   */
  Cascade {
    DataShape drawn = first.data().shape();
    Optional<DataShape> wanted =
        second.told().contains(ConditionPart.IMAGE)
            ? second.data().conditionImage()
            : Optional.empty();
    if (wanted.isEmpty()) {
      throw new RunException(
          "The model that comes next was not trained to go by images: it takes data with a condition's image.");
    }
    if (!wanted.get().equals(drawn)) {
      throw new RunException(
          "The first model draws images of %s, and the next one goes by images of %s."
              .formatted(drawn, wanted.get()));
    }
  }

  /**
   * What the second one's samples are to be.
   *
   * @param asked what each of the first one's was to be
   * @param names of the rows of a grid
   * @param drawn what the first one drew
   * @throws RunException if the second cannot do without what the first was not told
   */
  SampleConditions after(Condition asked, List<String> names, Batch drawn) {
    Set<ConditionPart> shared = shared();
    Condition each =
        asked
            .hiding((part, i) -> !shared.contains(part))
            .withImages(
                drawn.shape(),
                IntStream.range(0, drawn.count())
                    .mapToObj(i -> Optional.of(drawn.example(i)))
                    .toList());
    for (ConditionPart part : second.told()) {
      if (second.dropout(part) == 0 && !each.known().contains(part)) {
        throw new RunException(
            "The model that comes next was always told the %s in training, and the first one's samples have none that it knows."
                .formatted(part.word()));
      }
    }
    checkCaptions(each);
    return SampleConditions.oneEach(each, names);
  }

  /** What means the same to both. */
  private Set<ConditionPart> shared() {
    List<ConditionPart> shared = new ArrayList<>(second.told());
    shared.remove(ConditionPart.IMAGE);
    if (!first.data().classes().equals(second.data().classes())) {
      shared.remove(ConditionPart.CLASS);
    }
    if (!names(first).equals(names(second))) {
      shared.remove(ConditionPart.NUMBERS);
    }
    return Set.copyOf(shared);
  }

  private static List<String> names(Assembly of) {
    return of.conditioning().numbers().stream().map(NumberScale::name).toList();
  }

  private void checkCaptions(Condition each) {
    second
        .conditioning()
        .text()
        .ifPresent(
            text -> {
              try {
                for (int i = 0; i < each.count(); i++) {
                  each.caption(i).ifPresent(text::tokens);
                }
              } catch (IllegalArgumentException unknown) {
                throw new RunException(String.valueOf(unknown.getMessage()));
              }
            });
  }
}
