package org.tweedie.engine.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Condition;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.sampler.SeededNoise;

/**
 * What a network in training is told of examples beside their classes.
 *
 * @param data what the examples are
 * @param examples of the training
 * @param dropout how often each part is hidden; of none, nothing is told
 * @param imageNoise the largest share of noise in the images that examples go with
 * @param guidance of a student that is told the scale of its teacher's guidance
 * @param randoms by which parts are hidden and images made noisy
 */
record ShownConditions(
    DataDescription data,
    Examples examples,
    Map<ConditionPart, Double> dropout,
    double imageNoise,
    Optional<GuidanceScales> guidance,
    StepRandoms randoms) {

  /** Which draw of noise is that in the images that examples go with. */
  private static final long IN_IMAGES = 13L << 59;

  /**
   * What is known of examples beside their classes. Each part of each example is hidden by a random
   * number of its own, so that none depends on how often others are.
   */
  Condition of(long step, int[] indices, float[] values) {
    Condition shown = shown(step, indices, values);
    return guidance
        .map(
            scales ->
                shown.withFurtherNumber(
                    data.numbers().size(),
                    IntStream.range(0, indices.length)
                        .mapToDouble(i -> scales.at(randoms.guiding(step, i).nextDouble()))
                        .toArray()))
        .orElse(shown);
  }

  private Condition shown(long step, int[] indices, float[] values) {
    if (dropout.isEmpty()) {
      return Condition.none(indices.length);
    }
    Map<ConditionPart, boolean[]> hidden = new EnumMap<>(ConditionPart.class);
    for (ConditionPart part : ConditionPart.values()) {
      hidden.put(part, new boolean[indices.length]);
    }
    for (int i = 0; i < indices.length; i++) {
      SplittableRandom random = randoms.hiding(step, i);
      for (Map.Entry<ConditionPart, boolean[]> part : hidden.entrySet()) {
        part.getValue()[i] = random.nextDouble() < dropout.getOrDefault(part.getKey(), 1.0);
      }
    }
    return noisy(step, known(step, indices, values))
        .hiding((part, i) -> Objects.requireNonNull(hidden.get(part))[i]);
  }

  /** Each image with a share of noise of its own, in even shares from none to the largest. */
  private Condition noisy(long step, Condition known) {
    if (imageNoise == 0 || known.imageShape().isEmpty()) {
      return known;
    }
    double[] levels =
        IntStream.range(0, known.count())
            .mapToDouble(i -> imageNoise * randoms.noising(step, i).nextDouble())
            .toArray();
    return known.withImageNoise(
        levels,
        new SeededNoise(
                randoms.seed(), (step - 1) * known.count(), known.count(), known.imageShape().get())
            .draw(IN_IMAGES));
  }

  /** What is known of examples, and the images that go with them as they are seen. */
  private Condition known(long step, int[] indices, float[] values) {
    if (data.conditionImage().isEmpty()) {
      return Condition.of(data, examples, indices);
    }
    Condition known = Condition.of(imageless(), examples, indices);
    int size = data.shape().size();
    List<Optional<float[]>> images = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      float[] seen = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      images.add(examples.conditionImage(indices[i], seen, randoms.imaging(step, i)));
    }
    return known.withImages(data.conditionImage().get(), images);
  }

  /** The data without the images that examples go with, which are made of examples as seen. */
  private DataDescription imageless() {
    return new DataDescription(
        data.shape(),
        data.levels(),
        data.classes(),
        data.numbers(),
        data.hasCaptions(),
        Optional.empty());
  }
}
