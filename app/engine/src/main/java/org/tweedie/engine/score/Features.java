package org.tweedie.engine.score;

import org.tweedie.api.model.Batch;

/**
 * What examples are turned into before they are compared. Distances mean something on features
 * only, so a report names them. Instances can be used by many threads at once.
 */
public interface Features {

  /** What to call them in a report, as in {@code pixels}. */
  String name();

  /**
   * The features of each example.
   *
   * @param batch examples in the model's scale
   * @return a row an example, all of one length
   */
  double[][] of(Batch batch);

  /** The examples themselves, in the model's scale, where images lie between -1 and 1. */
  static Features pixels() {
    return new Features() {
      @Override
      public String name() {
        return "pixels";
      }

      @Override
      public double[][] of(Batch batch) {
        return rows(batch);
      }
    };
  }

  /** The examples themselves, by another name: points have coordinates. */
  static Features coordinates() {
    return new Features() {
      @Override
      public String name() {
        return "coordinates";
      }

      @Override
      public double[][] of(Batch batch) {
        return rows(batch);
      }
    };
  }

  private static double[][] rows(Batch batch) {
    int size = batch.shape().size();
    double[][] rows = new double[batch.count()][size];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < size; k++) {
        rows[i][k] = batch.values()[i * size + k];
      }
    }
    return rows;
  }
}
