package org.tweedie.engine.measure;

import java.util.Random;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/** Batches of rows that tests write down or draw. */
final class Rows {

  private Rows() {}

  static Batch of(double[]... rows) {
    int size = rows[0].length;
    float[] values = new float[rows.length * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / size][i % size];
    }
    return Batch.of(DataShape.point(size), values);
  }

  static Batch line(double... points) {
    double[][] rows = new double[points.length][1];
    for (int i = 0; i < points.length; i++) {
      rows[i][0] = points[i];
    }
    return of(rows);
  }

  /** Normal numbers of variance 1, all moved. */
  static Batch cloud(Random random, int count, int size, double shift) {
    float[] values = new float[count * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + shift);
    }
    return Batch.of(DataShape.point(size), values);
  }

  /** The same, moved along each axis by an amount of its own. */
  static Batch cloud(long seed, int count, double... shift) {
    Random random = new Random(seed);
    float[] values = new float[count * shift.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + shift[i % shift.length]);
    }
    return Batch.of(DataShape.point(shift.length), values);
  }
}
