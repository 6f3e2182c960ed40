package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.NodeDef;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.tensor.FrozenNetwork;

/**
 * A network's graph, translated operation by operation. Values keep the layout that they have in
 * TensorFlow, channels last; convolutions are turned to ONNX's channels first and back, which
 * runtimes move together.
 */
final class OnnxGraph {

  private static final String CONSTANT = "Const";
  private static final String INPUT = "Placeholder";

  private final FrozenNetwork network;
  private final Map<String, NodeDef> nodes = new HashMap<>();

  /** ONNX's names of values, by TensorFlow's. */
  private final Map<String, String> values = new HashMap<>();

  /** Values with channels first, by the names of the same with channels last. */
  private final Map<String, String> channelsFirst = new HashMap<>();

  private final Set<String> outputs = new HashSet<>();
  private final OnnxFile file = new OnnxFile();

  private OnnxGraph(FrozenNetwork network) {
    this.network = network;
    network.graph().getNodeList().forEach(node -> nodes.put(node.getName(), node));
    network.outputs().forEach(port -> outputs.add(port.name()));
  }

  /**
   * The bytes of a file.
   *
   * @param metadata texts that go with the model, in their order
   * @throws RunException with all operations that have no counterpart
   */
  static ByteString file(FrozenNetwork network, Map<String, String> metadata) {
    OnnxGraph graph = new OnnxGraph(network);
    graph.checkOperations();
    network.inputs().forEach(graph.file::input);
    network.inputs().forEach(port -> graph.values.put(port.name() + ":0", port.name()));
    for (NodeDef node : network.graph().getNodeList()) {
      graph.translate(node);
    }
    network.outputs().forEach(graph.file::output);
    return graph.file.bytes("tweedie", metadata);
  }

  private void checkOperations() {
    Set<String> unknown = new TreeSet<>();
    for (NodeDef node : network.graph().getNodeList()) {
      if (!isLeaf(node) && !OnnxRules.knows(node.getOp())) {
        unknown.add(node.getOp());
      }
    }
    if (!unknown.isEmpty()) {
      throw new RunException(
          "The network has operations that are not translated to ONNX: %s. TensorFlow loads it with --format savedmodel."
              .formatted(String.join(", ", unknown)));
    }
  }

  private static boolean isLeaf(NodeDef node) {
    return node.getOp().equals(CONSTANT) || node.getOp().equals(INPUT);
  }

  private void translate(NodeDef node) {
    if (isLeaf(node) || isPartOfBias(node)) {
      return;
    }
    OnnxOperation operation = new OnnxOperation(this, node);
    try {
      OnnxRules.translate(operation);
    } catch (UnsupportedOperationException no) {
      throw new RunException(
          "The network's operation %s ('%s') is not translated to ONNX with %s. TensorFlow loads it with --format savedmodel."
              .formatted(node.getOp(), node.getName(), no.getMessage()));
    }
  }

  /** A convolution of which nothing is seen but its sum with a bias becomes one node with it. */
  private boolean isPartOfBias(NodeDef node) {
    if (!node.getOp().equals(OnnxRules.CONVOLUTION) || outputs.contains(node.getName())) {
      return false;
    }
    List<NodeDef> users = new ArrayList<>();
    for (NodeDef other : network.graph().getNodeList()) {
      if (other.getInputList().contains(node.getName())) {
        users.add(other);
      }
    }
    return users.stream().allMatch(user -> user.getOp().equals(OnnxRules.BIAS));
  }

  OnnxFile file() {
    return file;
  }

  FrozenNetwork network() {
    return network;
  }

  /** The operation that puts a value out. */
  NodeDef source(String input) {
    return Objects.requireNonNull(nodes.get(tensor(input).replaceFirst(":[0-9]+$", "")), input);
  }

  /** TensorFlow's full name of a value. */
  static String tensor(String input) {
    return input.contains(":") ? input : input + ":0";
  }

  /** ONNX's name of a value; a constant becomes an initialiser when it is first asked for. */
  String value(String input) {
    String tensor = tensor(input);
    String known = values.get(tensor);
    if (known != null) {
      return known;
    }
    NodeDef constant = source(input);
    String name = network.parameters().getOrDefault(constant.getName(), constant.getName());
    file.constant(name, constant.getAttrOrThrow("value").getTensor());
    values.put(tensor, name);
    return name;
  }

  boolean isConstant(String input) {
    return source(input).getOp().equals(CONSTANT);
  }

  boolean isOutput(NodeDef node) {
    return outputs.contains(node.getName());
  }

  void put(String tensor, String value) {
    values.put(tensor, value);
  }

  /** The same value with channels first. */
  String channelsFirst(String value, String name) {
    return channelsFirst.computeIfAbsent(
        value,
        none -> {
          String turned = file.fresh(name);
          file.add(
              "Transpose",
              List.of(value),
              List.of(turned),
              new OnnxFile.Attributes().with("perm", 0, 3, 1, 2));
          return turned;
        });
  }

  /** Remembers both layouts of a value. */
  void both(String channelsLast, String first) {
    channelsFirst.put(channelsLast, first);
  }
}
