package org.tweedie.engine.export;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tweedie.engine.tensor.FrozenNetwork;

/**
 * A file of ONNX while it is put together: nodes in order, initialisers, inputs and outputs. The
 * numbers of messages' fields are those of onnx.proto3 (https://github.com/onnx/onnx).
 */
final class OnnxFile {

  /** Of onnx 1.13, which brought operator set 18. */
  private static final int IR_VERSION = 8;

  private static final int OPERATOR_SET = 18;

  /** The kinds of number, of TensorFlow and of ONNX. */
  private static final Map<DataType, Integer> TYPES =
      Map.of(
          DataType.DT_FLOAT, 1,
          DataType.DT_INT32, 6,
          DataType.DT_INT64, 7,
          DataType.DT_BOOL, 9,
          DataType.DT_DOUBLE, 11);

  private final ProtoMessage graph = new ProtoMessage();
  private final Map<String, String> constants = new HashMap<>();
  private int names;

  /** ONNX's number of a kind of number. */
  static int type(DataType type) {
    Integer number = TYPES.get(type);
    if (number == null) {
      throw new UnsupportedOperationException("numbers of the kind " + type);
    }
    return number;
  }

  /** A name that no operation of a graph has. */
  String fresh(String of) {
    return of + "." + ++names;
  }

  /** Attributes of a node. */
  static final class Attributes {

    private final List<ProtoMessage> all = new ArrayList<>();

    Attributes with(String name, long value) {
      return with(new ProtoMessage().add(1, name).add(3, value).add(20, 2));
    }

    Attributes with(String name, float value) {
      return with(new ProtoMessage().add(1, name).add(2, value).add(20, 1));
    }

    Attributes with(String name, String text) {
      return with(new ProtoMessage().add(1, name).add(4, text).add(20, 3));
    }

    Attributes with(String name, long... values) {
      ProtoMessage attribute = new ProtoMessage().add(1, name);
      Arrays.stream(values).forEach(value -> attribute.add(8, value));
      return with(attribute.add(20, 7));
    }

    private Attributes with(ProtoMessage attribute) {
      all.add(attribute);
      return this;
    }
  }

  /** Adds a node. */
  void add(String operator, List<String> inputs, List<String> outputs, Attributes attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.add(1, input));
    outputs.forEach(output -> node.add(2, output));
    node.add(3, outputs.get(0)).add(4, operator);
    attributes.all.forEach(attribute -> node.add(5, attribute));
    graph.add(1, node);
  }

  /** Adds a constant of TensorFlow's form under a name. */
  void constant(String name, TensorProto tensor) {
    constant(
        name,
        type(tensor.getDtype()),
        tensor.getTensorShape().getDimList().stream().mapToLong(dim -> dim.getSize()).toArray(),
        ConstantValues.bytes(tensor));
  }

  /** Adds a constant of floats, little-endian, under a name. */
  void constant(String name, long[] shape, ByteString bytes) {
    constant(name, type(DataType.DT_FLOAT), shape, bytes);
  }

  private void constant(String name, int type, long[] shape, ByteString bytes) {
    ProtoMessage tensor = new ProtoMessage();
    Arrays.stream(shape).forEach(size -> tensor.add(1, size));
    graph.add(5, tensor.add(2, type).add(8, name).add(9, bytes));
  }

  /** The name of a constant vector of whole numbers; equal ones are there once. */
  String longs(long... values) {
    return constants.computeIfAbsent(
        "longs" + Arrays.toString(values),
        none -> {
          String name = fresh("longs");
          ByteBuffer bytes =
              ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asLongBuffer().put(values);
          constant(
              name,
              type(DataType.DT_INT64),
              new long[] {values.length},
              ByteString.copyFrom(bytes));
          return name;
        });
  }

  /** The name of a constant; equal ones are there once. */
  String number(DataType type, double value) {
    return constants.computeIfAbsent(
        type + " " + value,
        none -> {
          String name = fresh("number");
          ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          switch (type) {
            case DT_INT32 -> bytes.putInt((int) value);
            case DT_INT64 -> bytes.putLong((long) value);
            case DT_DOUBLE -> bytes.putDouble(value);
            default -> bytes.putFloat((float) value);
          }
          constant(name, type(type), new long[0], ByteString.copyFrom(bytes.flip()));
          return name;
        });
  }

  /** Declares an input. */
  void input(FrozenNetwork.Port port) {
    graph.add(11, described(port));
  }

  /** Declares an output. */
  void output(FrozenNetwork.Port port) {
    graph.add(12, described(port));
  }

  private static ProtoMessage described(FrozenNetwork.Port port) {
    ProtoMessage shape = new ProtoMessage();
    for (long size : port.shape().asArray()) {
      ProtoMessage dimension = new ProtoMessage();
      shape.add(1, size < 0 ? dimension.add(2, "batch") : dimension.add(1, size));
    }
    ProtoMessage tensor = new ProtoMessage().add(1, type(port.type())).add(2, shape);
    return new ProtoMessage()
        .add(1, port.name())
        .add(2, new ProtoMessage().add(1, tensor))
        .add(3, port.what());
  }

  /** The whole file. */
  ByteString bytes(String name, Map<String, String> metadata) {
    ProtoMessage model = new ProtoMessage().add(1, IR_VERSION).add(2, "tweedie");
    model.add(7, graph.add(2, name));
    model.add(8, new ProtoMessage().add(1, "").add(2, OPERATOR_SET));
    metadata.forEach((key, value) -> model.add(14, new ProtoMessage().add(1, key).add(2, value)));
    return model.bytes();
  }
}
