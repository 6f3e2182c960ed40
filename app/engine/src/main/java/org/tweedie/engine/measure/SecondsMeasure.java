package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import java.util.List;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.plugin.Description;

/** How long a sample took to draw on this machine. Immutable; safe for many threads. */
@Description("seconds of drawing a sample on this machine")
public final class SecondsMeasure implements Measure {

  private static final String KEY = "seconds";

  /** There is nothing to choose. */
  @Inject
  public SecondsMeasure() {
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
        Reading.of(KEY, cost.seconds())
            .named("seconds a sample")
            .withStandardError(cost.secondsError())
            .inUnit("s")
            .lessIsBetter());
  }
}
