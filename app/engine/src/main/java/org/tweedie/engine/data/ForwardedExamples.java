package org.tweedie.engine.data;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.Examples;

/** Examples that are others', but for what an implementation says itself. */
public interface ForwardedExamples extends Examples {

  /** The others. */
  Examples examples();

  @Override
  default int size() {
    return examples().size();
  }

  @Override
  default void read(int index, float[] target, int offset) {
    examples().read(index, target, offset);
  }

  @Override
  default void draw(int index, RandomGenerator random, float[] target, int offset) {
    examples().draw(index, random, target, offset);
  }

  @Override
  default int label(int index) {
    return examples().label(index);
  }

  @Override
  default float[] numbers(int index) {
    return examples().numbers(index);
  }

  @Override
  default Optional<String> caption(int index) {
    return examples().caption(index);
  }

  @Override
  default Optional<float[]> conditionImage(int index) {
    return examples().conditionImage(index);
  }

  @Override
  default Optional<float[]> conditionImage(int index, float[] seen, RandomGenerator random) {
    return examples().conditionImage(index, seen, random);
  }
}
