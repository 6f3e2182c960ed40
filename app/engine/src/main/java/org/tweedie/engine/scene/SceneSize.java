package org.tweedie.engine.scene;

import java.util.random.RandomGenerator;

/** The sizes of objects: ranges of radii, far apart. */
public enum SceneSize {
  /** Said in captions. */
  SMALL(2.8, 3.3),
  /** Not said in captions. */
  PLAIN(4.8, 5.6);

  private final double least;
  private final double most;

  SceneSize(double least, double most) {
    this.least = least;
    this.most = most;
  }

  double draw(RandomGenerator random) {
    return least + (most - least) * random.nextDouble();
  }

  /** The size that a radius is nearest to. */
  static SceneSize of(double radius) {
    return radius < (SMALL.most + PLAIN.least) / 2 ? SMALL : PLAIN;
  }

  /** Whether an object of a picture can be so large: as drawn, or up to a quarter off. */
  static boolean isPossible(double radius) {
    return radius >= 0.75 * SMALL.least && radius <= 1.25 * PLAIN.most;
  }
}
