package org.tweedie.engine.run;

import java.util.function.Supplier;
import org.tweedie.api.guidance.Classifier;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.engine.tensor.ClassifierModel;

/** A trained classifier whose graph is built when it is first asked. Safe for many threads. */
final class LazyClassifier implements Classifier, AutoCloseable {

  private final Opened<ClassifierModel> network;

  LazyClassifier(Supplier<ClassifierModel> open) {
    this.network = new Opened<>(open);
  }

  @Override
  public Batch gradient(Batch z, NoiseLevel[] levels, Condition condition) {
    return network.get().gradient(z, levels, condition);
  }

  @Override
  public void close() {
    network.close();
  }
}
