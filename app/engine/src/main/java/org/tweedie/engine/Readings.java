package org.tweedie.engine;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.measuring.Measurement;

/** What the measures of a run found. Immutable. */
public final class Readings {

  private final Measurement measurement;

  Readings(Measurement measurement) {
    this.measurement = measurement;
  }

  /** All readings, in the order of the measures. */
  public List<Reading> readings() {
    return measurement.readings();
  }

  /** A reading by its key. */
  public Optional<Reading> reading(String key) {
    return measurement.reading(key);
  }

  /** Sentences about readings that are not defined. */
  public List<String> notes() {
    return measurement.notes();
  }

  /** The step of the checkpoint that was measured. */
  public long step() {
    return measurement.step();
  }

  /** For people: likelihoods with their terms and protocols, then all else. */
  public String text() {
    return measurement.text();
  }

  /** For machines. */
  public String json() {
    return measurement.json();
  }

  Measurement measurement() {
    return measurement;
  }
}
