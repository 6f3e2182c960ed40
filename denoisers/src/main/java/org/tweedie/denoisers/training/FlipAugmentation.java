package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.training.Augmentation;

/**
 * Mirrors images left to right. With the probability 1/2 the images that are seen are those of data
 * that are symmetric: right for most photographs, and wrong for digits and letters, which have
 * other shapes in the mirror. Immutable; safe for many threads.
 */
@Description("mirrors images left to right; not for digits and letters")
public final class FlipAugmentation implements Augmentation, Selective {

  /**
   * What a config can set.
   *
   * @param probability of an image to be mirrored
   */
  public record Options(
      @Description("probability of an image to be mirrored, each time it is seen")
          @Default("0.5")
          @DecimalMin("0")
          @DecimalMax("1")
          double probability) {}

  private final double probability;
  private final DataShape shape;

  /** For such data. */
  @Inject
  public FlipAugmentation(Options options, DataDescription data) {
    probability = options.probability();
    shape = data.shape();
  }

  @Override
  public float[] apply(float[] example, RandomGenerator random) {
    return random.nextDouble() < probability ? mirrored(example) : example;
  }

  private float[] mirrored(float[] example) {
    int width = shape.dimensions().get(1);
    int channels = shape.dimensions().get(2);
    float[] mirrored = new float[example.length];
    for (int row = 0; row < example.length; row += width * channels) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(
            example, row + x * channels, mirrored, row + (width - 1 - x) * channels, channels);
      }
    }
    return mirrored;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return ImagesAlone.objections("mirrors", assembly.data());
  }
}
