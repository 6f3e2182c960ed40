package org.tweedie.engine.scene;

/**
 * How the first of two objects lies to the second. What is right of something or below it has it to
 * its left or above it, so that two words are enough to say each scene in one way.
 */
public enum SceneRelation {
  LEFT_OF("left of"),
  ABOVE("above");

  private final String words;

  SceneRelation(String words) {
    this.words = words;
  }

  /** As in captions. */
  String words() {
    return words;
  }

  /** Whether an object lies so to another: no less that way than the other way. */
  boolean holds(SceneObject first, SceneObject second) {
    double right = second.x() - first.x();
    double down = second.y() - first.y();
    return this == LEFT_OF ? right >= Math.abs(down) : down >= Math.abs(right);
  }
}
