package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** The example's upper part, below which it is black. Immutable; safe for many threads. */
@Description("the example's upper part, for a network that goes on with pictures")
public final class __Component__ implements ImageCondition {

  /**
   * What can be chosen.
   *
   * @param share of the rows that are seen
   */
  public record Options(
      @Description("share of the rows that are seen")
          @Default("0.5")
          @DecimalMin("0")
          @DecimalMax("1")
          double share) {}

  private final double share;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    share = options.share();
  }

  @Override
  public DataShape shape(DataShape example) {
    if (!example.isImage()) {
      throw new IllegalArgumentException("It hides rows of images, and these data are " + example);
    }
    return example;
  }

  @Override
  public float[] of(float[] example, DataShape shape) {
    int rows = shape.dimensions().get(0);
    int seen = (int) Math.round(share * rows) * (example.length / rows);
    float[] image = new float[example.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = i < seen ? example[i] : -1;
    }
    return image;
  }
}
