package org.tweedie.laws.identity;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;

/**
 * What every image condition keeps: of examples it makes images of the shape that it says, by the
 * example alone.
 *
 * @param condition what is checked
 * @param example what examples look like: images
 */
public record ImageConditionIdentities(ImageCondition condition, DataShape example) {

  private static final int EXAMPLES = 32;
  private static final float ROUNDING = 1e-6f;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        shapeFitsExamples(),
        imagesAreImages(),
        equalExamplesGiveEqualImages(),
        trainingSeesImagesOfTheSameKind(),
        masksSayWhatIsShown());
  }

  /** The same height and width, or whole fractions of them. */
  public Finding shapeFitsExamples() {
    return Check.of("height and width are whole fractions", "ImageCondition.shape", "")
        .over(
            check -> {
              DataShape image = condition.shape(example);
              // Which refuses what does not fit.
              check.that(
                  DataDescription.of(example)
                      .withConditionImage(image)
                      .conditionImage()
                      .filter(image::equals)
                      .isPresent(),
                  "a shape that fits " + example,
                  image,
                  "of the image");
            });
  }

  /** As many values as the shape says, each between -1 and 1. */
  public Finding imagesAreImages() {
    return Check.of("images have their shape, between -1 and 1", "ImageCondition.of", "")
        .over(
            check -> {
              int size = condition.shape(example).size();
              for (int i = 0; i < EXAMPLES; i++) {
                float[] image = condition.of(example(i), example);
                check.that(
                    image.length == size, size + " values", image.length, "in example %s", i);
                for (float value : image) {
                  check.that(Math.abs(value) <= 1 + ROUNDING, "-1 to 1", value, "in example %s", i);
                }
              }
            });
  }

  /** Asked twice it gives the same, and it leaves alone what it was given. */
  public Finding equalExamplesGiveEqualImages() {
    return Check.of("equal examples give equal images", "ImageCondition.of", "")
        .over(
            check -> {
              for (int i = 0; i < EXAMPLES; i++) {
                float[] given = example(i);
                float[] once = condition.of(given, example).clone();
                check.near(example(i), given, 0, "in example %s, which was given", i);
                check.near(once, condition.of(given, example), 0, "in example %s", i);
              }
            });
  }

  /** What training sees is such an image too, and by its random numbers alone. */
  public Finding trainingSeesImagesOfTheSameKind() {
    return Check.of("training's images have their shape, and repeat", "ImageCondition.of", "")
        .over(
            check -> {
              int size = condition.shape(example).size();
              for (int i = 0; i < EXAMPLES; i++) {
                float[] image = condition.of(example(i), example, new SplittableRandom(i)).clone();
                check.that(
                    image.length == size, size + " values", image.length, "in example %s", i);
                for (float value : image) {
                  check.that(Math.abs(value) <= 1 + ROUNDING, "-1 to 1", value, "in example %s", i);
                }
                float[] again = condition.of(example(i), example, new SplittableRandom(i));
                check.near(image, again, 0, "in example %s, with the same numbers", i);
              }
            });
  }

  /** The example where the last channel is 1, and 0 where it is -1. */
  public Finding masksSayWhatIsShown() {
    Check check = Check.of("a mask shows the example, and 0 elsewhere", "ImageCondition", "");
    if (!condition.isMasked()) {
      return check.doesNotApply("nothing of the example is hidden");
    }
    return check.over(
        found -> {
          int channels = example.dimensions().get(2);
          for (int i = 0; i < EXAMPLES; i++) {
            float[] values = example(i);
            float[] image = condition.of(values, example, new SplittableRandom(i));
            boolean[] shown = new boolean[values.length / channels];
            for (int pixel = 0; pixel < shown.length; pixel++) {
              shown[pixel] = image[pixel * (channels + 1) + channels] > 0;
            }
            found.near(ImageCondition.masked(values, example, shown), image, 0, "in example %s", i);
          }
        });
  }

  /** Black and white are among the examples, where sums are the largest. */
  private float[] example(int seed) {
    SplittableRandom random = new SplittableRandom(2000 + seed);
    float[] values = new float[example.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    if (seed < 2) {
      Arrays.fill(values, seed == 0 ? -1 : 1);
    }
    return values;
  }
}
