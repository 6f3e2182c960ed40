package org.tweedie.engine.tensor;

import java.util.Map;
import org.tensorflow.ndarray.Shape;

/** A training step of any model as a graph. Used by one thread, but for {@link #feed}. */
public interface StepGraph extends AutoCloseable {

  /**
   * Gives weights their starting values, which the seed settles, but for those that are there
   * already; what the optimizer keeps starts at zero, and averages at the weights.
   *
   * @param known weights by parameter
   * @param averaged what the average of each starts at, by parameter
   */
  void initialize(long seedOfWeights, Map<String, float[]> known, Map<String, float[]> averaged);

  /**
   * Goes on from a state that {@link #state} gave.
   *
   * @throws IllegalArgumentException if a value is missing or has another size
   */
  void load(Map<String, float[]> state);

  /**
   * Weights, averages and what the optimizer keeps, by variable name: all that a step depends on
   * beside its input.
   */
  Map<String, float[]> state();

  /** The shapes of all that {@link #state} gives. */
  Map<String, Shape> shapes();

  /** Puts a step's input into tensors, which another thread may do while a step runs. */
  Feeds feed(TrainingInput input);

  /** Takes one step. */
  StepResult step(Feeds feeds);

  /** Gives back TensorFlow's memory. */
  @Override
  void close();
}
