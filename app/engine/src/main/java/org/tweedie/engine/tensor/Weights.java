package org.tweedie.engine.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.file.Sha256;

/** What a network's parameters are, without running it. */
public final class Weights {

  /** What the names of the parameters of a text encoder begin with. */
  public static final String TEXT_ENCODER = "text-encoder/";

  private Weights() {}

  /**
   * The shape of every parameter of a run, its network's and its learned schedule's, by name;
   * builds a graph and throws it away.
   */
  public static Map<String, Shape> shapes(Assembly parts) {
    try (Graph graph = new Graph()) {
      ParameterGraph parameters = describe(graph, parts);
      parts.learnedSchedule().ifPresent(schedule -> TrainedSchedule.add(parameters, schedule));
      return shapes(parameters);
    }
  }

  /** The shape of every parameter of a graph, by name. */
  static Map<String, Shape> shapes(ParameterGraph graph) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    graph.parameters().forEach((name, variable) -> shapes.put(name, variable.shape()));
    return shapes;
  }

  /** How many numbers a run learns. */
  public static long count(Assembly parts) {
    return shapes(parts).values().stream().mapToLong(Shape::size).sum();
  }

  /**
   * What tells whether a run's parameters are those that they were.
   *
   * @param names of the parameters
   * @param values by name, which may hold more than the parameters
   * @return 64 hexadecimal digits
   */
  public static String fingerprint(Set<String> names, Map<String, float[]> values) {
    MessageDigest digest = Sha256.digest();
    for (String name : new TreeSet<>(names)) {
      float[] of = Objects.requireNonNull(values.get(name));
      ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * of.length);
      bytes.asFloatBuffer().put(of);
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Starting values: each parameter's are settled by the seed and its name alone. */
  static Map<String, float[]> initial(ParameterGraph graph, long seed) {
    return initial(graph, seed, Map.of());
  }

  /** Starting values: each parameter's are known, or settled by the seed and its name alone. */
  static Map<String, float[]> initial(ParameterGraph graph, long seed, Map<String, float[]> known) {
    Map<String, float[]> values = new LinkedHashMap<>();
    graph
        .parameters()
        .forEach(
            (name, variable) ->
                values.put(
                    name,
                    Optional.ofNullable(known.get(name))
                        .orElseGet(
                            () ->
                                draw(
                                    Objects.requireNonNull(graph.initializers().get(name)),
                                    name,
                                    variable.shape(),
                                    seed))));
    return values;
  }

  private static float[] draw(Initializer initializer, String name, Shape shape, long seed) {
    DataShape size = DataShape.point(Math.toIntExact(shape.size()));
    double value = initializer.value();
    return switch (initializer.kind()) {
      case CONSTANT -> {
        float[] values = new float[size.size()];
        Arrays.fill(values, (float) value);
        yield values;
      }
      case NORMAL -> new SeededNoise(seed, 0, 1, size).draw(name.hashCode()).times(value).values();
    };
  }

  private static ParameterGraph describe(Graph graph, Assembly parts) {
    Ops tf = Ops.create(graph);
    ParameterGraph parameters = new ParameterGraph(tf, new Variables(tf), Optional.empty());
    parts
        .network()
        .output(
            parameters,
            NetworkInput.of(
                    tf.placeholder(
                        TFloat32.class, Placeholder.shape(Tensors.batch(-1, parts.data().shape()))),
                    tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1))),
                    tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1))))
                .withOutputs(NetworkOutput.count(parts.objective(), parts.preconditioning()))
                .withCondition(new ConditionFeed(parameters, parts, -1).condition()));
    return parameters;
  }
}
