package org.tweedie.engine.scene;

/**
 * An object of a scene. Lengths are in pixels from the upper left corner of the picture.
 *
 * @param look what is said of it
 * @param x how far its centre of mass lies to the right
 * @param y how far it lies down
 * @param radius how large it is
 */
public record SceneObject(SceneLook look, double x, double y, double radius) {

  double left() {
    return x - look.shape().side() * radius;
  }

  double right() {
    return x + look.shape().side() * radius;
  }

  double top() {
    return y - look.shape().top() * radius;
  }

  double bottom() {
    return y + look.shape().bottom() * radius;
  }

  /** Whether there is a gap of so many pixels beside or above the other. */
  boolean isApart(SceneObject other, double gap) {
    return other.left() - right() >= gap
        || left() - other.right() >= gap
        || other.top() - bottom() >= gap
        || top() - other.bottom() >= gap;
  }
}
