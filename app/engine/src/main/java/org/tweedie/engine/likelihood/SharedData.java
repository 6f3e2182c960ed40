package org.tweedie.engine.likelihood;

import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.data.ForwardedExamples;

/**
 * Data whose held-out examples are measured by several processes.
 *
 * @param data the data
 * @param shared what each of them does
 */
record SharedData(DataSource data, SharedBatches shared) implements DataSource {

  @Override
  public DataDescription description() {
    return data.description();
  }

  @Override
  public Examples train() {
    return data.train();
  }

  @Override
  public Examples test() {
    return new Split(data.test(), shared);
  }

  /**
   * Examples that are measured by several processes.
   *
   * @param examples the examples
   * @param shared what each of them does
   */
  record Split(Examples examples, SharedBatches shared) implements ForwardedExamples {}
}
