package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;

/**
 * What the graph of a training step has, whatever it trains: variables, how they follow gradients,
 * and a session that is given a batch part by part. Used by one thread, but for {@link #feed}.
 */
final class StepProgram implements AutoCloseable {

  /** Reads what a session call found. */
  @FunctionalInterface
  interface Reading<R> {

    /**
     * Reads.
     *
     * @param found what was fetched, in order
     * @param gradientNorm of the whole batch's gradient, which the last part knows; 0 of others
     */
    R of(Result found, double gradientNorm);
  }

  private final Graph graph;
  private final Variables variables;
  private final ParameterGraph parameters;
  private final BatchParts partly;
  private final Updates updates;
  private final List<Op> before;
  private final Op step;
  private final Session session;

  /**
   * Ends a graph and opens its session.
   *
   * @param graph which holds all else, and is closed with this
   */
  StepProgram(
      Graph graph,
      Variables variables,
      ParameterGraph parameters,
      BatchParts partly,
      Updates updates,
      SessionSettings settings) {
    this.graph = graph;
    this.variables = variables;
    this.parameters = parameters;
    this.partly = partly;
    this.updates = updates;
    before = partly.before();
    step = updates.step();
    session = settings.openForSteps(graph);
  }

  /** What follows the gradients of a loss by all parameters. */
  static Updates.Group group(
      Graph graph,
      Operand<TFloat32> loss,
      Operand<TFloat32> one,
      ParameterGraph parameters,
      BatchParts partly) {
    Map<String, Operand<TFloat32>> gradients =
        LossGradients.of(graph, List.of(loss), List.of(one), parameters.parameters());
    return new Updates.Group(
        parameters.parameters(), partly.mean(parameters.parameters(), gradients), true);
  }

  /** See {@link StepGraph#initialize}. */
  void initialize(long seedOfWeights, Map<String, float[]> known, Map<String, float[]> averaged) {
    load(updates.start(Weights.initial(parameters, seedOfWeights, known), averaged));
  }

  /** See {@link StepGraph#load}. */
  void load(Map<String, float[]> state) {
    variables.load(session, state);
  }

  /** Gives variables that are not trained their values. */
  void load(Variables others, Map<String, float[]> values) {
    others.load(session, values);
  }

  /** See {@link StepGraph#state}. */
  Map<String, float[]> state() {
    return variables.read(session);
  }

  /** See {@link StepGraph#shapes}. */
  Map<String, Shape> shapes() {
    return variables.shapes();
  }

  /**
   * Puts a step's input into tensors.
   *
   * @param own feeds one part of the batch
   */
  Feeds feed(TrainingInput input, BiConsumer<TrainingInput, Feeds> own) {
    return Feeds.of(
        feeds -> {
          for (int part = 0; part < partly.count(); part++) {
            if (part > 0) {
              feeds.next();
            }
            own.accept(partly.count() == 1 ? input : input.part(part, partly.count()), feeds);
            partly.feed(part, input.seed(), input.step(), feeds);
          }
          updates.feed(input.step(), feeds);
        });
  }

  /**
   * Takes one step.
   *
   * @param fetched what is read of each part
   * @return what each part gave, in order
   */
  <R> List<R> run(Feeds feeds, List<Operand<TFloat32>> fetched, Reading<R> reading) {
    List<R> found = new ArrayList<>();
    int last = partly.count() - 1;
    for (int part = 0; part <= last; part++) {
      Session.Runner runner = session.runner();
      feeds.to(runner, part);
      fetched.forEach(runner::fetch);
      if (part == last) {
        runner.fetch(updates.gradientNorm()).addTarget(step);
      } else {
        runner.addTarget(before.get(part));
      }
      try (Result result = runner.run()) {
        found.add(reading.of(result, part == last ? scalar(result, fetched.size()) : 0));
      }
    }
    return found;
  }

  /** A number that was fetched. */
  static double scalar(Result result, int index) {
    return ((TFloat32) result.get(index)).getFloat();
  }

  /** Gives back TensorFlow's memory. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
