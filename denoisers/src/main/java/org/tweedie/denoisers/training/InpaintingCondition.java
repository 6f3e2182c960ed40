package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The example with a rectangle hidden, and the mask that says where: for a network that paints what
 * is missing (Saharia et al., "Palette", arXiv 2111.05826, section 4.2). Training sees another
 * rectangle each time; of an example that is measured it is always the same one, by its values.
 *
 * <p>The mask is a last channel, 1 where the example is shown and -1 where not; what is hidden is
 * 0, the middle between black and white. Immutable; safe for many threads.
 */
@Description("the example with a rectangle hidden, for a network that paints what is missing")
public final class InpaintingCondition implements ImageCondition {

  /**
   * What a config can set.
   *
   * @param least shares of height and width that are hidden at least
   * @param most and at most
   */
  public record Options(
      @Description("share of the height, and of the width, that is hidden at least")
          @Default("0.25")
          @Positive
          @DecimalMax("1")
          double least,
      @Description("share of the height, and of the width, that is hidden at most")
          @Default("0.75")
          @DecimalMin("0")
          @DecimalMax("1")
          double most) {}

  private final Options options;

  /**
   * With the given options.
   *
   * @throws IllegalArgumentException if the least is more than the most
   */
  @Inject
  public InpaintingCondition(Options options) {
    if (options.least() > options.most()) {
      throw new IllegalArgumentException(
          "The share that is hidden is at least %s and at most %s. Let least be no more than most."
              .formatted(options.least(), options.most()));
    }
    this.options = options;
  }

  @Override
  public DataShape shape(DataShape example) {
    ImagesAlone.refuse("paints", example);
    return DataShape.image(
        example.dimensions().get(0), example.dimensions().get(1), example.dimensions().get(2) + 1);
  }

  @Override
  public boolean isMasked() {
    return true;
  }

  @Override
  public float[] of(float[] example, DataShape shape) {
    return of(example, shape, new SplittableRandom(Arrays.hashCode(example)));
  }

  @Override
  public float[] of(float[] example, DataShape shape, RandomGenerator random) {
    int height = shape.dimensions().get(0);
    int width = shape.dimensions().get(1);
    int rows = hidden(height, random);
    int columns = hidden(width, random);
    int top = random.nextInt(height - rows + 1);
    int left = random.nextInt(width - columns + 1);
    boolean[] shown = new boolean[height * width];
    for (int i = 0; i < shown.length; i++) {
      int row = i / width - top;
      int column = i % width - left;
      shown[i] = row < 0 || row >= rows || column < 0 || column >= columns;
    }
    return ImageCondition.masked(example, shape, shown);
  }

  /** How many rows or columns, one at least. */
  private int hidden(int size, RandomGenerator random) {
    double share = options.least() + (options.most() - options.least()) * random.nextDouble();
    return Math.max(1, (int) Math.round(share * size));
  }
}
