package org.tweedie.engine.scene;

import java.util.Locale;

/**
 * The shapes of objects, upright, each about its centre of mass. What a radius is for a circle it
 * is in another shape for one of about the same area. Lengths are in pixels, rows go downwards.
 */
public enum SceneShape {
  /** Of the radius r. */
  CIRCLE(Math.PI, 1, 1, 1) {
    @Override
    boolean covers(double x, double y, double radius) {
      return x * x + y * y <= radius * radius;
    }
  },
  /** Of sides of 1.8 r. */
  SQUARE(4 * 0.9 * 0.9, 0.9, 0.9, 0.9) {
    @Override
    boolean covers(double x, double y, double radius) {
      return Math.abs(x) <= 0.9 * radius && Math.abs(y) <= 0.9 * radius;
    }
  },
  /** Of a base of 2.3 r below, and as high as 2.1 r. */
  TRIANGLE(2.3 * 2.1 / 2, 1.15, 1.4, 0.7) {
    @Override
    boolean covers(double x, double y, double radius) {
      double below = y + 1.4 * radius;
      return y <= 0.7 * radius && 2.1 * Math.abs(x) <= 1.15 * below;
    }
  };

  private final double area;
  private final double side;
  private final double top;
  private final double bottom;

  SceneShape(double area, double side, double top, double bottom) {
    this.area = area;
    this.side = side;
    this.top = top;
    this.bottom = bottom;
  }

  /** Whether a point at x and y from the centre of mass is within the shape. */
  abstract boolean covers(double x, double y, double radius);

  /** The radius of a shape of so many square pixels. */
  double radius(double squarePixels) {
    return Math.sqrt(squarePixels / area);
  }

  /** How far the shape of radius 1 reaches to either side. */
  double side() {
    return side;
  }

  /** How far the shape of radius 1 reaches upwards. */
  double top() {
    return top;
  }

  /** How far the shape of radius 1 reaches downwards. */
  double bottom() {
    return bottom;
  }

  /** As in captions, of one. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As in captions, of several. */
  String words() {
    return word() + "s";
  }
}
