package org.tweedie.engine.data;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.SeededNoise;

/**
 * Two-dimensional toys: continuous points on a known shape, blurred by Gaussian noise.
 *
 * <p>Each shape is centred and scaled so that, before the noise, the mean of its squared
 * coordinates is 1: what a variance-preserving process expects of its data. Points of shapes with
 * classes take the classes in turn. The test split has a fifth as many points, from a stream of its
 * own. All arithmetic is strict, so a seed gives the same points on every machine.
 */
@Description("two-dimensional toys with a continuous density: moons, rings, swiss roll and others")
public final class Points implements DataSource {

  private static final DataShape SHAPE = DataShape.point(2);

  /** The shapes there are. */
  public enum Shape {
    /** Two half circles that reach into one another; a class each. */
    MOONS,
    /** Two concentric circles, the inner with half the radius; a class each. */
    RINGS,
    /** A spiral of one and a half turns; no classes. */
    SWISS_ROLL,
    /** The eight dark squares of a board of four by four; no classes. */
    CHECKERBOARD,
    /** Eight normal distributions around a circle; a class each. */
    GAUSSIANS
  }

  /**
   * What can be chosen.
   *
   * @param shape the shape
   * @param count training points
   * @param noise standard deviation of the noise on each coordinate, in the points' final scale
   * @param seed what the points are drawn from
   */
  public record Options(
      @Description("the shape on which the points lie") @Default("moons") @NotNull Shape shape,
      @Description("training points; the test split has a fifth as many")
          @Default("10000")
          @Min(5)
          @Max(10_000_000)
          int count,
      @Description("standard deviation of the Gaussian noise on each coordinate")
          @Default("0.05")
          @PositiveOrZero
          double noise,
      @Description("seed of the points") @Default("1") long seed) {}

  private final DataDescription description;
  private final Examples train;
  private final Examples test;

  /** Draws the points. */
  @Inject
  public Points(Options options) {
    PointShape shape = PointShape.of(options.shape());
    SplittableRandom random = new SplittableRandom(options.seed());
    description = new DataDescription(SHAPE, Optional.empty(), shape.classes());
    train = split(shape, options, random.split(), 0, options.count());
    test = split(shape, options, random.split(), 1, options.count() / 5);
  }

  private static Examples split(
      PointShape shape, Options options, SplittableRandom random, int draw, int count) {
    Batch noise = new SeededNoise(options.seed(), 0, count, SHAPE).draw(draw);
    float[] values = new float[2 * count];
    int classes = shape.classes().size();
    for (int i = 0; i < count; i++) {
      PointShape.Point point = shape.place(random, classes == 0 ? Condition.NONE : i % classes);
      values[2 * i] = (float) (point.x() + options.noise() * noise.values()[2 * i]);
      values[2 * i + 1] = (float) (point.y() + options.noise() * noise.values()[2 * i + 1]);
    }
    return new PointExamples(values, classes);
  }

  @Override
  public DataDescription description() {
    return description;
  }

  @Override
  public Examples train() {
    return train;
  }

  @Override
  public Examples test() {
    return test;
  }

  private record PointExamples(float[] values, int classes) implements Examples {

    @Override
    public int size() {
      return values.length / 2;
    }

    @Override
    public void read(int index, float[] target, int offset) {
      System.arraycopy(values, 2 * index, target, offset, 2);
    }

    @Override
    public int label(int index) {
      return classes == 0 ? Condition.NONE : index % classes;
    }
  }
}
