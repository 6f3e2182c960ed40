package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Points on the arms of a spiral, one class an arm, with some noise: data that are drawn, so there
 * are no files. A source of files reads them in its constructor and throws a {@link
 * org.tweedie.api.data.DataException} with a sentence for the user where it cannot.
 *
 * <p>The same options give the same points. Safe for many threads.
 */
@Description("points on the arms of a spiral, one class an arm")
public final class __Component__ implements DataSource {

  /**
   * What a config can set.
   *
   * @param size how many points there are, of which a fifth is held out
   * @param arms how many arms
   * @param noise the standard deviation of the noise
   * @param seed where the points come from
   */
  public record Options(
      @Description("how many points; a fifth is held out") @Default("5000") @Min(100) int size,
      @Description("arms, each a class") @Default("2") @Min(1) int arms,
      @Description("standard deviation of the noise") @Default("0.02") @PositiveOrZero
          double noise,
      @Description("where the points come from") @Default("1") long seed) {

    /**
     * Checks what constraints on one option cannot.
     *
     * @throws IllegalArgumentException if there are more arms than points to go round
     */
    public Options {
      if (arms > size / 10) {
        throw new IllegalArgumentException(
            "arms must be at most a tenth of size, but they are %s and %s".formatted(arms, size));
      }
    }
  }

  private final int arms;
  private final float[] points;

  /** Draws the points. */
  @Inject
  public __Component__(Options options) {
    arms = options.arms();
    points = new float[2 * options.size()];
    Random random = new Random(options.seed());
    for (int i = 0; i < options.size(); i++) {
      double radius = Math.sqrt(random.nextDouble());
      double angle = 2 * Math.PI * ((double) (i % arms) / arms + radius);
      points[2 * i] = (float) (radius * Math.cos(angle) + options.noise() * random.nextGaussian());
      points[2 * i + 1] =
          (float) (radius * Math.sin(angle) + options.noise() * random.nextGaussian());
    }
  }

  @Override
  public DataDescription description() {
    List<String> classes =
        IntStream.range(0, arms).mapToObj(arm -> "arm-" + arm).toList();
    return DataDescription.of(DataShape.point(2)).withClasses(classes);
  }

  @Override
  public Examples train() {
    int held = points.length / 2 / 5;
    return new Part(held, points.length / 2 - held);
  }

  @Override
  public Examples test() {
    return new Part(0, points.length / 2 / 5);
  }

  private final class Part implements Examples {
    private final int from;
    private final int size;

    Part(int from, int size) {
      this.from = from;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      System.arraycopy(points, 2 * (from + index), target, offset, 2);
    }

    @Override
    public int label(int index) {
      return (from + index) % arms;
    }
  }
}
