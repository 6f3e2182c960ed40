package org.tweedie.schedules;

/**
 * The weights of a monotone network: a line and steps, {@code |line| t + mean_k |height_k|
 * sigmoid(|steepness_k| (2 t - 1) + offset_k)}.
 */
record MonotoneUnits(float line, float[] height, float[] steepness, float[] offset) {

  /** The line's slope at the start, beside steps that are together 0.3 high. */
  static final float LINE = 1;

  /** What remains of the line whatever its weight is: the curve rises everywhere. */
  static final float LEAST_LINE = 1e-3f;

  private static final float HEIGHT = 0.3f;

  /** Steps about as wide as the interval, and up to 100 times narrower. */
  private static final double LEAST_STEEPNESS = 2;

  private static final double STEEPEST = 100;

  /**
   * Multiples of it, modulo 1, fill the interval evenly: widths and places then have no relation.
   */
  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  /** Units with steps of all widths in all places. */
  static MonotoneUnits spread(int count) {
    float[] height = new float[count];
    float[] steepness = new float[count];
    float[] offset = new float[count];
    for (int k = 0; k < count; k++) {
      height[k] = HEIGHT;
      steepness[k] = (float) (LEAST_STEEPNESS * StrictMath.pow(STEEPEST, k * GOLDEN_RATIO % 1));
      double place = -StrictMath.cos(Math.PI * (k + 0.5) / count);
      offset[k] = (float) (-steepness[k] * place);
    }
    return new MonotoneUnits(LINE, height, steepness, offset);
  }

  /** These with {@code speed} times a weight added to each. */
  MonotoneUnits moved(
      double speed, float[] byLine, float[] byHeight, float[] bySteepness, float[] byOffset) {
    return new MonotoneUnits(
        (float) (line + speed * byLine[0]),
        moved(speed, height, byHeight),
        moved(speed, steepness, bySteepness),
        moved(speed, offset, byOffset));
  }

  private static float[] moved(double speed, float[] from, float[] by) {
    float[] to = new float[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) (from[i] + speed * by[i]);
    }
    return to;
  }

  double rise(double time) {
    double sum = 0;
    for (int k = 0; k < height.length; k++) {
      sum += Math.abs(height[k]) * step(k, time);
    }
    return (Math.abs(line) + LEAST_LINE) * time + sum / height.length;
  }

  double slope(double time) {
    double sum = 0;
    for (int k = 0; k < height.length; k++) {
      double step = step(k, time);
      sum += Math.abs(height[k]) * Math.abs(steepness[k]) * 2 * step * (1 - step);
    }
    return Math.abs(line) + LEAST_LINE + sum / height.length;
  }

  private double step(int unit, double time) {
    return 1 / (1 + StrictMath.exp(-Math.abs(steepness[unit]) * (2 * time - 1) - offset[unit]));
  }
}
