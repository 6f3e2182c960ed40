package org.tweedie.engine.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * From a picture back to its scene, by rule: the ground is what lies along the border, a pixel is
 * of the colour on whose way from the ground it lies at least half, pixels of one colour side by
 * side are an object, and an object is of the shape whose picture, of the same area and the same
 * centre of mass, is least unlike it.
 *
 * <p>Whatever is not clear makes the picture none of a scene: a ground that is not plain and light
 * grey, a blot of another colour, an outline or a size that no object has.
 */
public final class SceneParser {

  private static final List<SceneColour> COLOURS = List.of(SceneColour.values());

  private static final int SIDE = Scene.SIDE;
  private static final int CHANNELS = 3;

  /** Pixels of fewer than these are specks of noise. */
  private static final int SPECK = 5;

  /** By how much the ground's channels may differ from one another, in levels. */
  private static final double TINT = 30;

  private static final double DARKEST_GROUND = 170;

  /** The most that pixels of the ground may be off it, root mean square in levels. */
  private static final double ROUGH_GROUND = 45;

  /** The most that pixels of an object may be off the way to its colour, in the same way. */
  private static final double OTHER_COLOUR = 60;

  /** The squared error of an outline by its area, of which an unknown shape has more. */
  private static final double OTHER_SHAPE = 0.12;

  private final double[] levels;
  private final double[] ground;

  /** For each pixel its colour, or none of the ground. */
  private final int[] colours = new int[SIDE * SIDE];

  /** For each pixel the square of how far it is from the ground or from the way to its colour. */
  private final double[] rest = new double[SIDE * SIDE];

  private SceneParser(float[] picture, int offset) {
    levels = new double[SIDE * SIDE * CHANNELS];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = (picture[offset + k] + 1) * 128 - 0.5;
    }
    ground = ground();
  }

  /**
   * Finds the objects of a picture.
   *
   * @param pictures pictures in the model's scale, one after the other
   * @param index which of them
   * @return its objects in the order of their first pixels; empty where it shows no scene
   */
  public static Optional<List<SceneObject>> parse(float[] pictures, int index) {
    return new SceneParser(pictures, index * SIDE * SIDE * CHANNELS).objects();
  }

  private double[] ground() {
    double[] median = new double[CHANNELS];
    for (int channel = 0; channel < CHANNELS; channel++) {
      double[] border = new double[4 * (SIDE - 1)];
      for (int i = 0; i < SIDE - 1; i++) {
        border[4 * i] = level(0, i, channel);
        border[4 * i + 1] = level(i, SIDE - 1, channel);
        border[4 * i + 2] = level(SIDE - 1, SIDE - 1 - i, channel);
        border[4 * i + 3] = level(SIDE - 1 - i, 0, channel);
      }
      Arrays.sort(border);
      median[channel] = border[border.length / 2];
    }
    return median;
  }

  private double level(int row, int column, int channel) {
    return levels[(row * SIDE + column) * CHANNELS + channel];
  }

  private Optional<List<SceneObject>> objects() {
    double[] sorted = ground.clone();
    Arrays.sort(sorted);
    if (sorted[0] < DARKEST_GROUND || sorted[CHANNELS - 1] - sorted[0] > TINT) {
      return Optional.empty();
    }
    colour();
    if (off(pixelsOf(-1)) > ROUGH_GROUND) {
      return Optional.empty();
    }
    List<int[]> parts = parts();
    List<SceneObject> objects = new ArrayList<>();
    for (int[] part : parts) {
      Optional<SceneObject> object = object(part);
      if (object.isEmpty()) {
        return Optional.empty();
      }
      objects.add(object.get());
    }
    return objects.isEmpty() ? Optional.empty() : Optional.of(objects);
  }

  private void colour() {
    for (int pixel = 0; pixel < colours.length; pixel++) {
      colours[pixel] = -1;
      rest[pixel] = square(pixel);
      double least = rest[pixel];
      double share = 0;
      for (int i = 0; i < COLOURS.size(); i++) {
        SceneColour colour = COLOURS.get(i);
        double along = share(pixel, colour);
        double left = square(pixel) - along * along * square(colour);
        if (along > 0 && left < least) {
          least = left;
          share = along;
          colours[pixel] = i;
        }
      }
      if (share > 0.5) {
        rest[pixel] = least;
      } else {
        colours[pixel] = -1;
      }
    }
  }

  /** The square of how far a pixel is from the ground. */
  private double square(int pixel) {
    double sum = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      double off = levels[pixel * CHANNELS + channel] - ground[channel];
      sum += off * off;
    }
    return sum;
  }

  private double square(SceneColour colour) {
    double sum = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      double off = colour.level(channel) - ground[channel];
      sum += off * off;
    }
    return sum;
  }

  /** How much of the way from the ground to a colour a pixel has gone. */
  private double share(int pixel, SceneColour colour) {
    double along = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      along +=
          (levels[pixel * CHANNELS + channel] - ground[channel])
              * (colour.level(channel) - ground[channel]);
    }
    return along / square(colour);
  }

  private int[] pixelsOf(int colour) {
    int[] found = new int[colours.length];
    int count = 0;
    for (int pixel = 0; pixel < colours.length; pixel++) {
      if (colours[pixel] == colour) {
        found[count++] = pixel;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private double off(int[] pixels) {
    return Math.sqrt(Arrays.stream(pixels).mapToDouble(pixel -> rest[pixel]).average().orElse(0));
  }

  /** Pixels of one colour that touch one another with a side, without specks. */
  private List<int[]> parts() {
    boolean[] seen = new boolean[colours.length];
    List<int[]> parts = new ArrayList<>();
    for (int pixel = 0; pixel < colours.length; pixel++) {
      if (colours[pixel] >= 0 && !seen[pixel]) {
        int[] part = part(pixel, seen);
        if (part.length >= SPECK) {
          parts.add(part);
        }
      }
    }
    return parts;
  }

  private int[] part(int first, boolean[] seen) {
    int[] part = new int[colours.length];
    int count = 0;
    part[count++] = first;
    seen[first] = true;
    for (int k = 0; k < count; k++) {
      int row = part[k] / SIDE;
      int column = part[k] % SIDE;
      int[][] beside = {{row - 1, column}, {row + 1, column}, {row, column - 1}, {row, column + 1}};
      for (int[] next : beside) {
        boolean inside = next[0] >= 0 && next[0] < SIDE && next[1] >= 0 && next[1] < SIDE;
        int pixel = next[0] * SIDE + next[1];
        if (inside && !seen[pixel] && colours[pixel] == colours[first]) {
          seen[pixel] = true;
          part[count++] = pixel;
        }
      }
    }
    return Arrays.copyOf(part, count);
  }

  private Optional<SceneObject> object(int[] part) {
    if (off(part) > OTHER_COLOUR) {
      return Optional.empty();
    }
    SceneColour colour = COLOURS.get(colours[part[0]]);
    // What covers less than half of a pixel lies around the others.
    int left = Math.max(0, Arrays.stream(part).map(pixel -> pixel % SIDE).min().orElse(0) - 1);
    int right = Math.min(SIDE, Arrays.stream(part).map(pixel -> pixel % SIDE).max().orElse(0) + 2);
    int top = Math.max(0, Arrays.stream(part).map(pixel -> pixel / SIDE).min().orElse(0) - 1);
    int bottom = Math.min(SIDE, Arrays.stream(part).map(pixel -> pixel / SIDE).max().orElse(0) + 2);
    boolean[] own = new boolean[colours.length];
    Arrays.stream(part).forEach(pixel -> own[pixel] = true);
    double[] shares = new double[(right - left) * (bottom - top)];
    double area = 0;
    double across = 0;
    double down = 0;
    for (int i = 0; i < shares.length; i++) {
      int row = top + i / (right - left);
      int column = left + i % (right - left);
      int pixel = row * SIDE + column;
      boolean other = colours[pixel] >= 0 && !own[pixel];
      shares[i] = other ? 0 : share(pixel, colour);
      area += shares[i];
      across += shares[i] * (column + 0.5);
      down += shares[i] * (row + 0.5);
    }
    if (area < SPECK) {
      return Optional.empty();
    }
    return likeliest(colour, shares, area, across / area, down / area, left, top, right - left);
  }

  private static Optional<SceneObject> likeliest(
      SceneColour colour,
      double[] shares,
      double area,
      double x,
      double y,
      int left,
      int top,
      int width) {
    Optional<SceneObject> best = Optional.empty();
    double least = OTHER_SHAPE * area;
    for (SceneShape shape : SceneShape.values()) {
      double radius = shape.radius(area);
      double[] drawn =
          Coverage.of(shape, x, y, radius, left, top, width, shares.length / width).shares();
      double error = 0;
      for (int i = 0; i < shares.length; i++) {
        error += (shares[i] - drawn[i]) * (shares[i] - drawn[i]);
      }
      if (error < least && SceneSize.isPossible(radius)) {
        least = error;
        SceneLook look = new SceneLook(SceneSize.of(radius), colour, shape);
        best = Optional.of(new SceneObject(look, x, y, radius));
      }
    }
    return best;
  }
}
