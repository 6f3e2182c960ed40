package org.tweedie.engine.run;

import java.util.Arrays;
import java.util.function.Supplier;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.engine.tensor.ClassifierModel;

/** A trained classifier whose graph is built when it is first asked. Safe for many threads. */
final class LazyClassifier implements Classifier, AutoCloseable {

  private final int classes;
  private final NoiseLevel lowest;
  private final Opened<ClassifierModel> network;

  /**
   * Not yet built.
   *
   * @param classes how many classes it knows
   * @param lowest the lowest noise level that it was trained at
   * @param open builds the graph
   */
  LazyClassifier(int classes, NoiseLevel lowest, Supplier<ClassifierModel> open) {
    this.classes = classes;
    this.lowest = lowest;
    this.network = new Opened<>(open);
  }

  @Override
  public Batch gradient(Batch z, NoiseLevel[] levels, Condition condition) {
    return network.get().gradient(z, levels, condition);
  }

  @Override
  public Batch logProbabilities(Batch x) {
    NoiseLevel[] levels = new NoiseLevel[x.count()];
    Arrays.fill(levels, lowest);
    return Batch.of(
        DataShape.point(classes), network.get().logProbabilities(x.times(lowest.alpha()), levels));
  }

  @Override
  public void close() {
    network.close();
  }
}
