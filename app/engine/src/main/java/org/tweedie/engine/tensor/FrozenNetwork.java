package org.tweedie.engine.tensor;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A run's network as a graph that needs nothing else: of TensorFlow's own operations, with weights
 * as constants, from latents and their noise levels to all four views of the prediction.
 *
 * @param graph what the outputs are made of, each operation after those that it needs
 * @param inputs what is fed; each is an operation's only output
 * @param outputs what comes out; each is an operation's only output
 * @param parameters the name of each parameter by that of the operation that holds it
 * @param shapes of what operations put out, by {@code operation:number}; -1 is the batch
 */
public record FrozenNetwork(
    GraphDef graph,
    List<Port> inputs,
    List<Port> outputs,
    Map<String, String> parameters,
    Map<String, Shape> shapes) {

  /**
   * An input or an output.
   *
   * @param name of the operation, too
   * @param type of its numbers
   * @param shape its sizes; -1 is the batch
   * @param what it is, in a sentence without its point
   */
  public record Port(String name, DataType type, Shape shape, String what) {}

  /** Copies the collections, keeping their order. */
  public FrozenNetwork {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /**
   * The network of a run; builds a graph and throws it away.
   *
   * @param schedule that goes with the weights
   * @param weights values by parameter name, in row-major order
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public static FrozenNetwork of(
      Assembly parts, NoiseSchedule schedule, Map<String, float[]> weights) {
    try (Graph graph = new Graph()) {
      ViewsGraph views = new ViewsGraph(Ops.create(graph), parts, schedule);
      return new Freezing(graph, views, weights).frozen();
    }
  }

  /** One graph while its variables become constants. */
  private static final class Freezing {

    private final Graph graph;
    private final ViewsGraph views;
    private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();

    Freezing(Graph graph, ViewsGraph views, Map<String, float[]> weights) {
      this.graph = graph;
      this.views = views;
      graph.toGraphDef().getNodeList().forEach(node -> nodes.put(node.getName(), node));
      views
          .parameters()
          .forEach(
              (name, variable) -> {
                String reading = variable.value().op().name();
                parameters.put(reading, name);
                nodes.put(reading, constant(reading, name, variable.shape(), weights.get(name)));
              });
    }

    FrozenNetwork frozen() {
      Set<String> needed = needed();
      GraphDef.Builder pruned = GraphDef.newBuilder().setVersions(graph.toGraphDef().getVersions());
      Map<String, Shape> shapes = new LinkedHashMap<>();
      for (NodeDef node : nodes.values()) {
        if (needed.contains(node.getName())) {
          pruned.addNode(node);
          GraphOperation operation = graph.operationOrThrow(node.getName());
          for (int i = 0; i < operation.numOutputs(); i++) {
            shapes.put(node.getName() + ":" + i, operation.output(i).shape());
          }
        }
      }
      parameters.keySet().retainAll(needed);
      return new FrozenNetwork(pruned.build(), views.inputs(), views.outputs(), parameters, shapes);
    }

    private Set<String> needed() {
      Set<String> needed = new HashSet<>();
      Deque<String> open = new ArrayDeque<>();
      views.inputs().forEach(port -> open.push(port.name()));
      views.outputs().forEach(port -> open.push(port.name()));
      while (!open.isEmpty()) {
        String name = open.pop();
        if (needed.add(name)) {
          List<String> of = new ArrayList<>(Objects.requireNonNull(nodes.get(name)).getInputList());
          of.forEach(input -> open.push(input.replaceFirst("^\\^", "").replaceFirst(":.*", "")));
        }
      }
      return needed;
    }

    private static NodeDef constant(
        String node, String name, Shape shape, float @Nullable [] values) {
      if (values == null || values.length != shape.size()) {
        throw new IllegalArgumentException("no value of shape " + shape + " for " + name);
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
      for (long size : shape.asArray()) {
        sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
      }
      TensorProto tensor =
          TensorProto.newBuilder()
              .setDtype(DataType.DT_FLOAT)
              .setTensorShape(sizes)
              .setTensorContent(ByteString.copyFrom(bytes))
              .build();
      return NodeDef.newBuilder()
          .setName(node)
          .setOp("Const")
          .putAttr("dtype", AttrValue.newBuilder().setType(DataType.DT_FLOAT).build())
          .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
          .build();
    }
  }
}
