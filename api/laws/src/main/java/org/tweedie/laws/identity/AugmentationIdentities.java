package org.tweedie.laws.identity;

import java.util.List;
import java.util.SplittableRandom;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.training.Augmentation;

/**
 * What every augmentation keeps: of examples it makes examples, by its random numbers alone.
 *
 * @param augmentation what is checked
 * @param data what its examples look like
 */
public record AugmentationIdentities(Augmentation augmentation, DataDescription data) {

  private static final int EXAMPLES = 64;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(equalRandomNumbersGiveEqualExamples(), examplesStayExamples());
  }

  /** Called twice it gives the same, and it leaves alone what it was given. */
  public Finding equalRandomNumbersGiveEqualExamples() {
    return Check.of("equal random numbers give equal examples", "Augmentation.apply", "")
        .over(
            check -> {
              for (int i = 0; i < EXAMPLES; i++) {
                float[] given = example(i);
                float[] once = augmentation.apply(given, new SplittableRandom(i)).clone();
                check.near(example(i), given, 0, "in example %s, which was given", i);
                float[] again = augmentation.apply(given, new SplittableRandom(i));
                check.near(once, again, 0, "in example %s", i);
              }
            });
  }

  /** As many values, each a number; of images none beyond -1 and 1; of levels each a level. */
  public Finding examplesStayExamples() {
    return Check.of("examples stay examples", "Augmentation.apply", "")
        .over(
            check -> {
              for (int i = 0; i < EXAMPLES; i++) {
                float[] changed = augmentation.apply(example(i), new SplittableRandom(i));
                check.that(
                    changed.length == data.shape().size(),
                    data.shape().size() + " values",
                    changed.length,
                    "in example %s",
                    i);
                for (float value : changed) {
                  check.that(isAllowed(value), "a value of the data", value, "in example %s", i);
                }
              }
            });
  }

  private boolean isAllowed(float value) {
    return Float.isFinite(value)
        && (!data.shape().isImage() || Math.abs(value) <= 1)
        && data.levels().map(levels -> levels.value(levels.level(value)) == value).orElse(true);
  }

  private float[] example(int seed) {
    SplittableRandom random = new SplittableRandom(1000 + seed);
    float[] values = new float[data.shape().size()];
    int count = data.levels().map(Levels::count).orElse(0);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          count > 0
              ? data.levels().orElseThrow().value(random.nextInt(count))
              : (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
