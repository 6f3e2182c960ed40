package __package__;

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

/** Turns images upside down. Immutable; safe for many threads. */
@Description("turns images upside down")
public final class __Component__ implements Augmentation, Selective {

  /**
   * What can be chosen.
   *
   * @param probability of an image to be turned
   */
  public record Options(
      @Description("probability of an image to be turned")
          @Default("0.5")
          @DecimalMin("0")
          @DecimalMax("1")
          double probability) {}

  private final double probability;
  private final DataShape shape;

  /** With the given options, for such data. */
  @Inject
  public __Component__(Options options, DataDescription data) {
    probability = options.probability();
    shape = data.shape();
  }

  @Override
  public float[] apply(float[] example, RandomGenerator random) {
    if (random.nextDouble() >= probability) {
      return example;
    }
    int height = shape.dimensions().get(0);
    int row = example.length / height;
    float[] turned = new float[example.length];
    for (int y = 0; y < height; y++) {
      System.arraycopy(example, y * row, turned, (height - 1 - y) * row, row);
    }
    return turned;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return assembly.data().shape().isImage()
        ? List.of()
        : List.of("It turns images, and these data are no images. Please leave it out.");
  }
}
