package org.tweedie.engine.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.LearnedSchedule;

/**
 * The levels of a schedule that is learned: calculated inside the graph, from times that are fed.
 *
 * <p>Its ends follow the gradient of the bound, its curve that of {@code E[L(t)^2]} (Kingma et al.,
 * "Variational Diffusion Models", arXiv 2107.00630, appendix I.2). The second costs no more than
 * the first: with {@code d(L^2) = 2 L dL}, both are made of the gradient of each example's loss by
 * its own log SNR and slope, which the network's backward pass gives along with everything else.
 */
final class LearnedLevels implements BatchLevels {

  private final Ops tf;
  private final ParameterGraph graph;
  private final Placeholder<TFloat32> times;
  private final Operand<TFloat32> first;
  private final Operand<TFloat32> last;
  private final Operand<TFloat32> logSnr;
  private final Operand<TFloat32> slope;
  private final Map<String, Variables.Variable> ends;
  private final Map<String, Variables.Variable> curve;

  LearnedLevels(ParameterGraph graph, long count, LearnedSchedule schedule) {
    this.tf = graph.tf();
    this.graph = graph;
    PrefixedGraph own = new PrefixedGraph(graph, TrainedSchedule.PREFIX);
    times = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(count)));
    Map<String, Variables.Variable> before = Map.copyOf(graph.parameters());
    first = schedule.first(own);
    last = schedule.last(own);
    ends = added(before);
    Map<String, Variables.Variable> withEnds = Map.copyOf(graph.parameters());
    LearnedSchedule.Fall fall = schedule.fall(own, times);
    curve = added(withEnds);
    Operand<TFloat32> whole = tf.math.sub(last, first);
    logSnr = tf.math.add(first, tf.math.mul(fall.share(), whole));
    slope = tf.math.mul(fall.slope(), whole);
  }

  private Map<String, Variables.Variable> added(Map<String, Variables.Variable> before) {
    Map<String, Variables.Variable> added = new LinkedHashMap<>(graph.parameters());
    added.keySet().removeAll(before.keySet());
    return added;
  }

  /** The log SNR at time 0. */
  Operand<TFloat32> first() {
    return first;
  }

  /** The log SNR at time 1. */
  Operand<TFloat32> last() {
    return last;
  }

  /** What the loss of each example is to be differentiated by: its log SNR and its slope. */
  List<Operand<TFloat32>> levels() {
    return List.of(logSnr, slope);
  }

  @Override
  public GraphLevel earlier(int steps) {
    if (steps > 0) {
      throw new IllegalStateException("a learned schedule is trained in continuous time");
    }
    return new GraphLevel(
        tf.math.sqrt(tf.math.sigmoid(logSnr)),
        tf.math.sqrt(tf.math.sigmoid(tf.math.neg(logSnr))),
        logSnr,
        slope);
  }

  @Override
  public void feed(TrainingInput input, Feeds feeds) {
    double[] at = input.draw().times();
    float[] values = new float[at.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) at[i];
    }
    feeds.add(times, Tensors.floats(Shape.of(values.length), values));
  }

  /**
   * The gradients that the schedule's parameters follow.
   *
   * @param inGraph the graph
   * @param losses the loss of each example, of shape [B]
   * @param byLevels the gradients of the mean loss by {@link #levels}
   * @param endTerms the terms of the bound that depend on the ends alone, in the loss's unit
   */
  Map<String, Operand<TFloat32>> gradients(
      Graph inGraph,
      Operand<TFloat32> losses,
      List<Operand<TFloat32>> byLevels,
      Operand<TFloat32> endTerms) {
    Map<String, Operand<TFloat32>> gradients =
        new LinkedHashMap<>(
            LossGradients.of(
                inGraph,
                List.of(logSnr, slope, endTerms),
                List.of(byLevels.get(0), byLevels.get(1), tf.constant(1f)),
                ends));
    Operand<TFloat32> twice = tf.math.mul(losses, tf.constant(2f));
    gradients.putAll(
        LossGradients.of(
            inGraph,
            List.of(logSnr, slope),
            byLevels.stream()
                .<Operand<TFloat32>>map(gradient -> tf.math.mul(twice, gradient))
                .toList(),
            curve));
    return gradients;
  }

  /** The parameters, in the order of the graph. */
  Map<String, Variables.Variable> parameters() {
    Map<String, Variables.Variable> all = new LinkedHashMap<>(ends);
    all.putAll(curve);
    return all;
  }
}
