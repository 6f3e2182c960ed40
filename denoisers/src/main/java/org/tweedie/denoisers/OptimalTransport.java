package org.tweedie.denoisers;

import org.tweedie.api.model.Batch;
import org.tweedie.api.objective.Coupling;

/**
 * Examples and noise by the pairing whose squared distances have the least sum: optimal transport
 * between the two samples, exact (Tong et al., arXiv 2302.00482, section 4.1). Paths then hardly
 * cross, so that the flow is straighter and takes fewer steps. Of whole batches of data a batch
 * knows little: the more examples a step sees, and the fewer dimensions they have, the more there
 * is to gain.
 */
final class OptimalTransport implements Coupling {

  /** {@code |x - e|^2} is {@code -2 x e} and what no pairing changes. */
  @Override
  public int[] order(Batch signals, Batch noise) {
    int count = signals.count();
    int size = signals.shape().size();
    float[] x = signals.values();
    float[] e = noise.values();
    double[][] cost = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double product = 0;
        for (int k = 0; k < size; k++) {
          product += (double) x[i * size + k] * e[j * size + k];
        }
        cost[i][j] = -product;
      }
    }
    return Assignment.least(cost).columns();
  }
}
