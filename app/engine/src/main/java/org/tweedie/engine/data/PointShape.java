package org.tweedie.engine.data;

import static java.lang.StrictMath.PI;
import static java.lang.StrictMath.cos;
import static java.lang.StrictMath.sin;
import static java.lang.StrictMath.sqrt;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A curve, an area or a few places in the plane, centred, with a mean squared coordinate of 1.
 *
 * @param classes names of the classes, empty where there are none
 * @param form where a point lies before it is centred and scaled
 * @param centre the mean of the form
 * @param scale the factor after centring: 1 over the root of the mean squared coordinate
 */
record PointShape(List<String> classes, Form form, Point centre, double scale) {

  record Point(double x, double y) {}

  @FunctionalInterface
  interface Form {
    Point draw(SplittableRandom random, int label);
  }

  /** Draws a point of a class, or of the whole shape where it has none. */
  Point place(SplittableRandom random, int label) {
    Point point = form.draw(random, label);
    return new Point(scale * (point.x() - centre.x()), scale * (point.y() - centre.y()));
  }

  static PointShape of(Points.Shape shape) {
    return switch (shape) {
      case MOONS -> moons();
      case RINGS -> rings();
      case SWISS_ROLL -> swissRoll();
      case CHECKERBOARD -> checkerboard();
      case GAUSSIANS -> gaussians();
    };
  }

  /** Radius 1, the lower one shifted by (1, 1/2): E x^2 = 3/4 and E y^2 = 9/16 - 1/pi. */
  private static PointShape moons() {
    return new PointShape(
        List.of("upper", "lower"),
        (random, label) -> {
          double angle = PI * random.nextDouble();
          return label == 0
              ? new Point(cos(angle), sin(angle))
              : new Point(1 - cos(angle), 0.5 - sin(angle));
        },
        new Point(0.5, 0.25),
        1 / sqrt((0.75 + 9.0 / 16 - 1 / PI) / 2));
  }

  /** Radii 1 and 1/2: the mean squared coordinate is (1 + 1/4) / 4. */
  private static PointShape rings() {
    return new PointShape(
        List.of("outer", "inner"),
        (random, label) -> onCircle(label == 0 ? 1 : 0.5, 2 * PI * random.nextDouble()),
        new Point(0, 0),
        1 / sqrt(1.25 / 4));
  }

  /**
   * (t cos t, t sin t) for t uniform in [3 pi / 2, 9 pi / 2]: the mean is (2, 2 / (3 pi)), the mean
   * squared radius 39 pi^2 / 4.
   */
  private static PointShape swissRoll() {
    Point mean = new Point(2, 2 / (3 * PI));
    double variance = 9.75 * PI * PI - mean.x() * mean.x() - mean.y() * mean.y();
    return new PointShape(
        List.of(),
        (random, label) -> {
          double t = 1.5 * PI * (1 + 2 * random.nextDouble());
          return onCircle(t, t);
        },
        mean,
        1 / sqrt(variance / 2));
  }

  /** Squares of side 1 on [-2, 2]^2: each coordinate alone is uniform, of mean square 4/3. */
  private static PointShape checkerboard() {
    return new PointShape(
        List.of(),
        (random, label) -> {
          int square = random.nextInt(8);
          int row = square / 2;
          int column = 2 * (square % 2) + row % 2;
          return new Point(column - 2 + random.nextDouble(), row - 2 + random.nextDouble());
        },
        new Point(0, 0),
        1 / sqrt(4.0 / 3));
  }

  private static PointShape gaussians() {
    return new PointShape(
        IntStream.range(0, 8).mapToObj(String::valueOf).toList(),
        (random, label) -> onCircle(1, label * PI / 4),
        new Point(0, 0),
        sqrt(2));
  }

  private static Point onCircle(double radius, double angle) {
    return new Point(radius * cos(angle), radius * sin(angle));
  }
}
