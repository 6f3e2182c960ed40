package org.tweedie.engine.likelihood;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;

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
  record Split(Examples examples, SharedBatches shared) implements Examples {

    @Override
    public int size() {
      return examples.size();
    }

    @Override
    public void read(int index, float[] target, int offset) {
      examples.read(index, target, offset);
    }

    @Override
    public void draw(int index, RandomGenerator random, float[] target, int offset) {
      examples.draw(index, random, target, offset);
    }

    @Override
    public int label(int index) {
      return examples.label(index);
    }

    @Override
    public float[] numbers(int index) {
      return examples.numbers(index);
    }

    @Override
    public Optional<String> caption(int index) {
      return examples.caption(index);
    }

    @Override
    public Optional<float[]> conditionImage(int index) {
      return examples.conditionImage(index);
    }

    @Override
    public Optional<float[]> conditionImage(int index, float[] seen, RandomGenerator random) {
      return examples.conditionImage(index, seen, random);
    }
  }
}
