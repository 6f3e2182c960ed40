package org.tweedie.denoisers.training;

import jakarta.inject.Inject;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.plugin.Description;

/**
 * The example in grey, by the luma of ITU-R BT.601: for a network that colours pictures (Saharia et
 * al., "Palette", arXiv 2111.05826). Immutable; safe for many threads.
 */
@Description("the example in grey, for a network that colours pictures")
public final class ColourisingCondition implements ImageCondition {

  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  /** Needs nothing. */
  @Inject
  public ColourisingCondition() {}

  @Override
  public DataShape shape(DataShape example) {
    ImagesAlone.refuse("colours", example);
    if (example.dimensions().get(2) != 3) {
      throw new IllegalArgumentException(
          "It colours images, and these have no colours: their shape is %s. Take images of three channels."
              .formatted(example));
    }
    return DataShape.image(example.dimensions().get(0), example.dimensions().get(1), 1);
  }

  @Override
  public float[] of(float[] example, DataShape shape) {
    float[] grey = new float[example.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] =
          (float) (RED * example[3 * i] + GREEN * example[3 * i + 1] + BLUE * example[3 * i + 2]);
    }
    return grey;
  }
}
