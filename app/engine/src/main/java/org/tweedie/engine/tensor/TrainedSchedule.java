package org.tweedie.engine.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

/** The noise schedule that goes with a model's weights. */
public final class TrainedSchedule {

  /** What the names of a learned schedule's parameters begin with. */
  static final String PREFIX = "schedule/";

  private TrainedSchedule() {}

  /**
   * The schedule of a run: the fixed one, or the learned one with these weights.
   *
   * @param weights values by parameter name, the network's among them
   */
  public static NoiseSchedule of(Assembly parts, Map<String, float[]> weights) {
    return parts
        .learnedSchedule()
        .map(learned -> learned.frozen(own(weights)))
        .orElse(parts.schedule());
  }

  /**
   * A learned schedule as it is before training.
   *
   * @param seed the seed of the weights
   */
  public static NoiseSchedule initial(LearnedSchedule schedule, long seed) {
    try (Graph graph = new Graph()) {
      return schedule.frozen(own(Weights.initial(describe(graph, schedule), seed)));
    }
  }

  /** The parameters of a learned schedule, in a graph that is not run. */
  static ParameterGraph describe(Graph graph, LearnedSchedule schedule) {
    Ops tf = Ops.create(graph);
    ParameterGraph parameters = new ParameterGraph(tf, new Variables(tf), Optional.empty());
    add(parameters, schedule);
    return parameters;
  }

  /** Adds a learned schedule's parameters to those of a graph. */
  static void add(ParameterGraph graph, LearnedSchedule schedule) {
    PrefixedGraph own = new PrefixedGraph(graph, PREFIX);
    schedule.first(own);
    schedule.last(own);
    schedule.fall(own, graph.tf().placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1))));
  }

  private static Map<String, float[]> own(Map<String, float[]> weights) {
    Map<String, float[]> own = new LinkedHashMap<>();
    weights.forEach(
        (name, values) -> {
          if (name.startsWith(PREFIX)) {
            own.put(name.substring(PREFIX.length()), values);
          }
        });
    return own;
  }
}
