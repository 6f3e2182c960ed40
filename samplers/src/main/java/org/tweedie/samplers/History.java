package org.tweedie.samplers;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.model.Batch;

/**
 * The latest predictions of a multistep method, newest first, each with its position on the axis
 * along which the method interpolates. A local variable of one run; not safe for threads.
 */
final class History {

  private final int order;
  private final List<Batch> predictions = new ArrayList<>();
  private final List<Double> positions = new ArrayList<>();

  /** Remembers as many predictions as the order says. */
  History(int order) {
    this.order = order;
  }

  void add(double position, Batch prediction) {
    // Infinitely far away, a prediction has no part in any interpolation.
    if (!positions.isEmpty() && Double.isInfinite(positions.get(0))) {
      positions.remove(0);
      predictions.remove(0);
    }
    positions.add(0, position);
    predictions.add(0, prediction);
    if (positions.size() > order) {
      positions.remove(order);
      predictions.remove(order);
    }
  }

  List<Batch> predictions() {
    return predictions;
  }

  /** The positions in units of the next step: 0 is the newest, 1 is where the step leads. */
  double[] nodes(double to) {
    double from = positions.get(0);
    double[] nodes = new double[positions.size()];
    for (int j = 1; j < nodes.length; j++) {
      nodes[j] = (positions.get(j) - from) / (to - from);
    }
    return nodes;
  }
}
