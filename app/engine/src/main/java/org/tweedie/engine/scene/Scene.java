package org.tweedie.engine.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Objects on a grey ground, none near another or the border. Their order is that of the caption.
 *
 * @param objects one to three
 * @param ground the grey level of the ground, in 0..255
 */
record Scene(List<SceneObject> objects, int ground) {

  /** Height and width of a picture. */
  static final int SIDE = 32;

  /** Between an object and the border. */
  private static final double MARGIN = 1;

  /** Between two objects. */
  private static final double GAP = 2;

  /** By how many pixels two objects lie more in the direction that is said than in the other. */
  private static final double CLEAR = 3;

  private static final int DARKEST = 200;
  private static final int GREYS = 46;

  Scene {
    objects = List.copyOf(objects);
  }

  /**
   * Draws a scene that a caption fits: all that it leaves open is even, among the scenes in which
   * the objects are apart and lie as is said.
   */
  static Scene draw(SceneCaption caption, RandomGenerator random) {
    int ground = DARKEST + random.nextInt(GREYS);
    double[] radii =
        caption.looks().stream().mapToDouble(look -> look.size().draw(random)).toArray();
    List<SceneObject> objects = new ArrayList<>();
    do {
      objects.clear();
      for (int i = 0; i < radii.length; i++) {
        objects.add(placed(caption.looks().get(i), radii[i], random));
      }
    } while (!isClear(caption, objects));
    return new Scene(objects, ground);
  }

  private static SceneObject placed(SceneLook look, double radius, RandomGenerator random) {
    SceneShape shape = look.shape();
    double left = MARGIN + shape.side() * radius;
    double top = MARGIN + shape.top() * radius;
    double width = SIDE - 2 * left;
    double height = SIDE - MARGIN - shape.bottom() * radius - top;
    return new SceneObject(
        look, left + width * random.nextDouble(), top + height * random.nextDouble(), radius);
  }

  private static boolean isClear(SceneCaption caption, List<SceneObject> objects) {
    for (int i = 0; i < objects.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (!objects.get(i).isApart(objects.get(j), GAP)) {
          return false;
        }
      }
    }
    return caption.relation().isEmpty()
        || isClear(caption.relation().get(), objects.get(0), objects.get(1));
  }

  private static boolean isClear(SceneRelation relation, SceneObject first, SceneObject second) {
    double right = Math.abs(second.x() - first.x());
    double down = Math.abs(second.y() - first.y());
    return relation.holds(first, second) && Math.abs(right - down) >= CLEAR;
  }

  /** The middle of the objects and their mean radius, in pixels. */
  float[] numbers() {
    return numbers(objects);
  }

  /** The same of objects that were found in a picture. */
  static float[] numbers(List<SceneObject> objects) {
    return new float[] {
      (float) objects.stream().mapToDouble(SceneObject::x).average().orElse(Double.NaN),
      (float) objects.stream().mapToDouble(SceneObject::y).average().orElse(Double.NaN),
      (float) objects.stream().mapToDouble(SceneObject::radius).average().orElse(Double.NaN)
    };
  }

  /** The levels of the picture, row by row, the channels of a pixel side by side. */
  byte[] picture() {
    byte[] levels = new byte[SIDE * SIDE * 3];
    Arrays.fill(levels, (byte) ground);
    for (SceneObject object : objects) {
      Coverage coverage = Coverage.of(object);
      for (int row = coverage.top(); row < coverage.bottom(); row++) {
        for (int column = coverage.left(); column < coverage.right(); column++) {
          double share = coverage.at(row, column);
          for (int channel = 0; share > 0 && channel < 3; channel++) {
            double colour = object.look().colour().level(channel);
            levels[(row * SIDE + column) * 3 + channel] =
                (byte) Math.round(ground + share * (colour - ground));
          }
        }
      }
    }
    return levels;
  }
}
