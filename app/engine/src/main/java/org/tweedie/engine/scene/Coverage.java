package org.tweedie.engine.scene;

/**
 * Which share of each pixel of a window an object covers, of sixteen points evenly within it.
 *
 * @param left the first column
 * @param top the first row
 * @param width how many columns
 * @param shares row by row, in [0, 1]
 */
record Coverage(int left, int top, int width, double[] shares) {

  private static final int POINTS = 4;

  /** Of the pixels that an object may touch. */
  static Coverage of(SceneObject object) {
    int left = within(Math.floor(object.left()));
    int top = within(Math.floor(object.top()));
    int width = within(Math.ceil(object.right())) - left;
    int height = within(Math.ceil(object.bottom())) - top;
    return of(
        object.look().shape(), object.x(), object.y(), object.radius(), left, top, width, height);
  }

  private static int within(double edge) {
    return (int) Math.max(0, Math.min(Scene.SIDE, edge));
  }

  /** Of the pixels of a window. */
  static Coverage of(
      SceneShape shape,
      double x,
      double y,
      double radius,
      int left,
      int top,
      int width,
      int height) {
    double[] shares = new double[width * height];
    for (int i = 0; i < shares.length; i++) {
      int covered = 0;
      for (int point = 0; point < POINTS * POINTS; point++) {
        int column = i % width;
        int row = i / width;
        double right = left + column + (point % POINTS + 0.5) / POINTS;
        double down = top + row + (Math.floorDiv(point, POINTS) + 0.5) / POINTS;
        covered += shape.covers(right - x, down - y, radius) ? 1 : 0;
      }
      shares[i] = (double) covered / (POINTS * POINTS);
    }
    return new Coverage(left, top, width, shares);
  }

  int right() {
    return left + width;
  }

  int bottom() {
    return top + (width == 0 ? 0 : shares.length / width);
  }

  double at(int row, int column) {
    return shares[(row - top) * width + column - left];
  }
}
