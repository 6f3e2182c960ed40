package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.plugin.Description;

/** How often the network was asked for a sample. Immutable; safe for many threads. */
@Description("predictions of the network for a sample")
public final class NetworkEvaluationsMeasure implements Measure {

  private static final String KEY = "network_evaluations";

  /** There is nothing to choose. */
  @Inject
  public NetworkEvaluationsMeasure() {
    // The cost is taken as it was.
  }

  @Override
  public Subject subject() {
    return Subject.SAMPLES;
  }

  @Override
  public List<String> keys() {
    return List.of(KEY);
  }

  @Override
  public List<Reading> of(Measured measured) {
    Measured.Cost cost = measured.cost();
    return List.of(
        Reading.of(KEY, cost.evaluations())
            .named("network evaluations a sample")
            .withStandardError(cost.evaluationsError())
            .lessIsBetter());
  }
}
