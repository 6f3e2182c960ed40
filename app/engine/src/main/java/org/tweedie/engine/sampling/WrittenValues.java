package org.tweedie.engine.sampling;

import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

/** Samples as files hold them. */
public final class WrittenValues {

  private WrittenValues() {}

  /**
   * Each value of quantised data at the middle of its level, so that a model's samples measure the
   * same whether they went through a file or not.
   */
  public static Batch of(DataDescription data, Batch samples) {
    if (data.levels().isEmpty()) {
      return samples;
    }
    Levels levels = data.levels().get();
    return samples.map(value -> levels.value(levels.level(value)));
  }
}
