package org.tweedie.engine.run;

import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.tensor.NetworkModel;

/** A trained model whose graph is built when it is first asked. Safe for many threads. */
final class LazyModel implements DiffusionModel, AutoCloseable {

  private final Optional<NoiseSchedule> fixed;
  private final Opened<NetworkModel> network;

  /**
   * Not yet built.
   *
   * @param fixed the schedule; empty if it was learned, and is read with the weights
   * @param open builds the graph
   */
  LazyModel(Optional<NoiseSchedule> fixed, Supplier<NetworkModel> open) {
    this.fixed = fixed;
    this.network = new Opened<>(open);
  }

  @Override
  public NoiseSchedule schedule() {
    return fixed.orElseGet(() -> network.get().schedule());
  }

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    return network.get().predict(z, times, condition);
  }

  @Override
  public Differentiated differentiate(
      Batch z, double[] times, Condition condition, Batch cotangent) {
    return network.get().differentiate(z, times, condition, cotangent);
  }

  @Override
  public void close() {
    network.close();
  }
}
