package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * The example with fewer pixels, each the mean of a square of the example's: for a network that
 * makes pictures larger (Saharia et al., "Image Super-Resolution via Iterative Refinement", arXiv
 * 2104.07636). Immutable; safe for many threads.
 */
@Description("the example with fewer pixels, for a network that makes pictures larger")
public final class UpscalingCondition implements ImageCondition {

  /**
   * What a config can set.
   *
   * @param factor height and width of the square that becomes a pixel
   */
  public record Options(
      @Description("by how much the example is larger, in height and in width")
          @Default("2")
          @Min(2)
          @Max(64)
          int factor) {}

  private final int factor;

  /** With the given options. */
  @Inject
  public UpscalingCondition(Options options) {
    factor = options.factor();
  }

  @Override
  public DataShape shape(DataShape example) {
    ImagesAlone.refuse("enlarges", example);
    int height = example.dimensions().get(0);
    int width = example.dimensions().get(1);
    if (height % factor != 0 || width % factor != 0) {
      throw new IllegalArgumentException(
          "Images of %dx%d cannot be made of ones that are %d times smaller. Let factor divide height and width."
              .formatted(height, width, factor));
    }
    return DataShape.image(height / factor, width / factor, example.dimensions().get(2));
  }

  @Override
  public float[] of(float[] example, DataShape shape) {
    DataShape small = shape(shape);
    int width = small.dimensions().get(1);
    int channels = small.dimensions().get(2);
    float[] image = new float[small.size()];
    for (int i = 0; i < image.length; i++) {
      int row = i / (width * channels) * factor;
      int column = i / channels % width * factor;
      double sum = 0;
      for (int k = 0; k < factor * factor; k++) {
        int from = (row + k / factor) * width * factor + column + k % factor;
        sum += example[from * channels + i % channels];
      }
      image[i] = (float) (sum / (factor * factor));
    }
    return image;
  }
}
