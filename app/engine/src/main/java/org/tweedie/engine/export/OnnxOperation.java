package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tweedie.engine.export.OnnxFile.Attributes;

/** One operation of TensorFlow while it is translated. */
final class OnnxOperation {

  private final OnnxGraph graph;
  private final NodeDef node;
  private final List<String> inputs = new ArrayList<>();

  OnnxOperation(OnnxGraph graph, NodeDef node) {
    this.graph = graph;
    this.node = node;
    node.getInputList().stream().filter(input -> !input.startsWith("^")).forEach(inputs::add);
  }

  /** The operation's type. */
  String type() {
    return node.getOp();
  }

  /** How many values it takes. */
  int inputs() {
    return inputs.size();
  }

  /** ONNX's name of a value that it takes. */
  String input(int index) {
    return graph.value(inputs.get(index));
  }

  /** The sizes of a value that it takes; -1 for the batch. */
  Shape shape(int index) {
    return Objects.requireNonNull(
        graph.network().shapes().get(OnnxGraph.tensor(inputs.get(index))));
  }

  /** The sizes of its first output. */
  Shape shape() {
    return Objects.requireNonNull(graph.network().shapes().get(node.getName() + ":0"));
  }

  /** The operation that makes a value that it takes. */
  OnnxOperation source(int index) {
    return new OnnxOperation(graph, graph.source(inputs.get(index)));
  }

  boolean isConstant(int index) {
    return graph.isConstant(inputs.get(index));
  }

  /** The whole numbers of a constant that it takes. */
  long[] wholeNumbers(int index) {
    return ConstantValues.wholeNumbers(constant(index));
  }

  /** The one whole number of a constant that it takes. */
  long wholeNumber(int index) {
    return wholeNumbers(index)[0];
  }

  private TensorProto constant(int index) {
    if (!isConstant(index)) {
      throw new UnsupportedOperationException("sizes or axes that are calculated");
    }
    return graph.source(inputs.get(index)).getAttrOrThrow("value").getTensor();
  }

  boolean flag(String attribute) {
    return attribute(attribute).getB();
  }

  long number(String attribute) {
    return attribute(attribute).getI();
  }

  String text(String attribute) {
    return attribute(attribute).getS().toStringUtf8();
  }

  long[] numbers(String attribute) {
    return attribute(attribute).getList().getIList().stream().mapToLong(Long::longValue).toArray();
  }

  DataType kind(String attribute) {
    return attribute(attribute).getType();
  }

  private AttrValue attribute(String name) {
    return node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
  }

  /** Makes its output another name of a value, where it may be. */
  void same(String value) {
    if (graph.isOutput(node)) {
      result("Identity", new Attributes(), value);
    } else {
      graph.put(node.getName() + ":0", value);
    }
  }

  /** Adds a node that makes its output. */
  void result(String operator, String... of) {
    result(operator, new Attributes(), of);
  }

  /** The same with attributes. */
  void result(String operator, Attributes attributes, String... of) {
    graph.file().add(operator, List.of(of), List.of(node.getName()), attributes);
    graph.put(node.getName() + ":0", node.getName());
  }

  /** Adds a node that makes all its outputs. */
  void results(String operator, int count, Attributes attributes, String... of) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = i == 0 ? node.getName() : graph.file().fresh(node.getName());
      names.add(name);
      graph.put(node.getName() + ":" + i, name);
    }
    graph.file().add(operator, List.of(of), names, attributes);
  }

  /** Adds a node on the way to its output. */
  String step(String operator, String... of) {
    return step(operator, new Attributes(), of);
  }

  /** The same with attributes. */
  String step(String operator, Attributes attributes, String... of) {
    String name = graph.file().fresh(node.getName());
    graph.file().add(operator, List.of(of), List.of(name), attributes);
    return name;
  }

  /** A vector of whole numbers. */
  String longs(long... values) {
    return graph.file().longs(values);
  }

  /** One number of the kind that it works on. */
  String number(double value) {
    DataType kind = kind("T");
    return graph.file().number(kind == DataType.DT_INVALID ? DataType.DT_FLOAT : kind, value);
  }

  /** A value that it takes, with channels first. */
  String channelsFirst(int index) {
    return graph.channelsFirst(input(index), node.getName());
  }

  /** Makes its output of a value with channels first. */
  void resultOfChannelsFirst(String value) {
    result("Transpose", new Attributes().with("perm", 0, 2, 3, 1), value);
    graph.both(node.getName(), value);
  }

  /** The kernel of a convolution, [height, width, in, out], as [out, in, height, width]. */
  String kernel(int index) {
    if (!isConstant(index)) {
      return step("Transpose", new Attributes().with("perm", 3, 2, 0, 1), input(index));
    }
    int[] sizes = new int[4];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.toIntExact(shape(index).get(i));
    }
    ByteBuffer from =
        ConstantValues.bytes(constant(index)).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer given = from.asFloatBuffer();
    ByteBuffer bytes =
        ByteBuffer.allocate(given.remaining() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int out = 0; out < sizes[3]; out++) {
      for (int in = 0; in < sizes[2]; in++) {
        for (int y = 0; y < sizes[0]; y++) {
          for (int x = 0; x < sizes[1]; x++) {
            bytes.putFloat(given.get(((y * sizes[1] + x) * sizes[2] + in) * sizes[3] + out));
          }
        }
      }
    }
    NodeDef source = graph.source(inputs.get(index));
    String name =
        graph
            .file()
            .fresh(graph.network().parameters().getOrDefault(source.getName(), source.getName()));
    graph
        .file()
        .constant(
            name,
            new long[] {sizes[3], sizes[2], sizes[0], sizes[1]},
            ByteString.copyFrom(bytes.rewind()));
    return name;
  }
}
