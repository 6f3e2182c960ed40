package org.tweedie.engine.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
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

  /** Into how many parts time is cut to compare a graph with Java. */
  private static final int PLACES = 8;

  /** Of float32 and a few layers. */
  private static final double TOLERANCE = 1e-2;

  private TrainedSchedule() {}

  /** Whether a parameter is a learned schedule's, by its name among all. */
  public static boolean isOfSchedule(String parameter) {
    return parameter.startsWith(PREFIX);
  }

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

  /**
   * What a learned schedule says in a graph otherwise than in Java, before training and in a few
   * places, as a sentence; empty where both are one.
   *
   * @param seed the seed of the weights
   * @param threads as the run has it: the first session settles it for all
   */
  public static Optional<String> contradiction(LearnedSchedule schedule, long seed, int threads) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      ParameterGraph parameters = new ParameterGraph(tf, variables, Optional.empty());
      PrefixedGraph own = new PrefixedGraph(parameters, PREFIX);
      Operand<TFloat32> first = schedule.first(own);
      Operand<TFloat32> last = schedule.last(own);
      Placeholder<TFloat32> time =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(PLACES + 1)));
      LearnedSchedule.Fall fall = schedule.fall(own, time);
      Map<String, float[]> weights = Weights.initial(parameters, seed);
      NoiseSchedule frozen = schedule.frozen(own(weights));
      float[] times = new float[PLACES + 1];
      for (int i = 0; i <= PLACES; i++) {
        times[i] = (float) i / PLACES;
      }
      try (Session session = new SessionSettings(threads, false, false).open(graph);
          TFloat32 fed = Tensors.floats(Shape.of(times.length), times)) {
        variables.load(session, weights);
        try (Result result =
            session
                .runner()
                .feed(time, fed)
                .fetch(tf.identity(first))
                .fetch(tf.identity(last))
                .fetch(tf.identity(fall.share()))
                .fetch(tf.identity(fall.slope()))
                .run()) {
          float begin = ((TFloat32) result.get(0)).getFloat();
          float end = ((TFloat32) result.get(1)).getFloat();
          float[] shares = Tensors.values((TFloat32) result.get(2));
          float[] slopes = Tensors.values((TFloat32) result.get(3));
          for (int i = 0; i <= PLACES; i++) {
            double inGraph = begin + shares[i] * (end - begin);
            double inJava = frozen.logSnr(times[i]);
            if (!(Math.abs(inGraph - inJava) <= TOLERANCE * (1 + Math.abs(inJava)))) {
              return Optional.of(
                  "The schedule says two things of time %s: a log SNR of %.6g where it is trained, and of %.6g where it is used."
                      .formatted(times[i], inGraph, inJava));
            } else if (!(slopes[i] >= 0)) {
              return Optional.of(
                  "The schedule's fall has the slope %.6g at time %s, and it must not go back."
                      .formatted(slopes[i], times[i]));
            }
          }
          return Optional.empty();
        }
      }
    }
  }

  /** The shape of every parameter of a learned schedule, by its name among all. */
  static Map<String, Shape> shapes(LearnedSchedule schedule) {
    try (Graph graph = new Graph()) {
      return Weights.shapes(describe(graph, schedule));
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
