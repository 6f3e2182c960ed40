package org.tweedie.engine.kernel;

import java.util.List;
import java.util.function.Function;

/**
 * An operation of the program's own, and how its kernel is made.
 *
 * @param name its type in a graph
 * @param words what it does, for messages
 * @param attributes as TensorFlow writes them, {@code groups: int}
 * @param inputs the same, {@code x: T}
 * @param results what comes out
 * @param kernel made of an operation's attributes
 */
record KernelDefinition(
    String name,
    String words,
    List<String> attributes,
    List<String> inputs,
    List<Result> results,
    Function<Attributes, Kernel> kernel) {

  /** Of the large tensors. Sums are in float32 whatever it is. */
  static final String TYPE = "T: {float, bfloat16}";

  /** How many threads may share the work of one call; results do not depend on it. */
  static final String THREADS = "threads";

  /**
   * A result.
   *
   * @param specification as TensorFlow writes it, {@code y: T}
   * @param like the input that has its shape
   */
  record Result(String specification, int like) {}

  /** What an operation's attributes say. */
  interface Attributes {

    /** A whole number. */
    int number(String name);

    /** True or false. */
    boolean truth(String name);
  }

  /** What TensorFlow calls, by any of its threads, many at once. */
  @FunctionalInterface
  interface Kernel {

    /**
     * Calculates the results.
     *
     * @throws IllegalArgumentException of inputs that do not go together, in words
     */
    void run(KernelTensors tensors);
  }
}
