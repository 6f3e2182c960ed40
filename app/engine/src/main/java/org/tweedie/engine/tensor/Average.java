package org.tweedie.engine.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.training.WeightAverage;

/**
 * A moving average of the weights that a training keeps beside them, under names of its own.
 *
 * @param prefix what its tensors' names begin with, before the parameter's
 * @param average what it forgets at each step
 */
public record Average(String prefix, WeightAverage average) {

  /** What begins the names of the average that models are made of. */
  public static final String MAIN = "ema/";

  /** The average that models are made of. */
  public static Average main(WeightAverage average) {
    return new Average(MAIN, average);
  }

  /** What begins the names of an average of a config's list, of which the first is the main one. */
  public static String prefix(int number) {
    return number == 0 ? MAIN : "ema-%d/".formatted(number + 1);
  }

  /**
   * What a state holds of an average, by the names of the parameters; empty where it is not there.
   *
   * @param <T> values, with or without their shapes
   */
  public static <T> Map<String, T> in(Map<String, T> state, String prefix) {
    Map<String, T> values = new LinkedHashMap<>();
    state.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            values.put(name.substring(prefix.length()), value);
          }
        });
    return values;
  }
}
