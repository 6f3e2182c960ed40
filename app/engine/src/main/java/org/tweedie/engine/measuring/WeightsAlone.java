package org.tweedie.engine.measuring;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.likelihood.ChainMeasured;
import org.tweedie.engine.likelihood.LatentMeasured;
import org.tweedie.engine.likelihood.SharedBatches;

/**
 * What a measure of weights sees: no samples, on which its readings would depend unsaid.
 *
 * @param measured everything
 * @param shared what several processes do of it; empty where one does all
 */
record WeightsAlone(Measured measured, Optional<SharedBatches> shared)
    implements ChainMeasured, LatentMeasured {

  @Override
  public DiffusionModel model() {
    return measured.model();
  }

  @Override
  public Optional<LatentChain> chain() {
    return measured instanceof ChainMeasured known ? known.chain() : Optional.empty();
  }

  @Override
  public Optional<InLatents> latents() {
    return LatentMeasured.of(measured);
  }

  @Override
  public DataSource data() {
    return shared.map(it -> it.of(measured.data())).orElseGet(measured::data);
  }

  @Override
  public boolean isConditional() {
    return measured.isConditional();
  }

  @Override
  public Batch samples() {
    throw noSamples();
  }

  @Override
  public Condition conditions() {
    throw noSamples();
  }

  @Override
  public Cost cost() {
    throw noSamples();
  }

  private static IllegalStateException noSamples() {
    return new IllegalStateException("a measure of weights asks for samples");
  }

  @Override
  public IntConsumer progress(String work, String unit, int total) {
    return measured.progress(work, unit, total);
  }
}
