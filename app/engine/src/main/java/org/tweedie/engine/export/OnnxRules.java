package org.tweedie.engine.export;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.proto.DataType;
import org.tweedie.engine.export.OnnxFile.Attributes;

/**
 * How each operation of TensorFlow is said in ONNX's operator set 18
 * (https://github.com/onnx/onnx/blob/main/docs/Operators.md). Rules throw
 * UnsupportedOperationException, whose message completes "is not translated with", where an
 * operation's attributes are beyond them.
 */
final class OnnxRules {

  static final String CONVOLUTION = "Conv2D";
  static final String BIAS = "BiasAdd";

  private interface Rule {
    void translate(OnnxOperation op);
  }

  /** Operations of the same values in the same order. */
  private static final Map<String, String> ALIKE =
      Map.ofEntries(
          entry("Abs", "Abs"),
          entry("Add", "Add"),
          entry("AddN", "Sum"),
          entry("AddV2", "Add"),
          entry("Ceil", "Ceil"),
          entry("Cos", "Cos"),
          entry("Div", "Div"),
          entry("Elu", "Elu"),
          entry("Equal", "Equal"),
          entry("Erf", "Erf"),
          entry("Exp", "Exp"),
          entry("Floor", "Floor"),
          entry("Greater", "Greater"),
          entry("GreaterEqual", "GreaterOrEqual"),
          entry("Inv", "Reciprocal"),
          entry("Less", "Less"),
          entry("LessEqual", "LessOrEqual"),
          entry("Log", "Log"),
          entry("LogicalAnd", "And"),
          entry("LogicalNot", "Not"),
          entry("LogicalOr", "Or"),
          entry("Maximum", "Max"),
          entry("Minimum", "Min"),
          entry("Mul", "Mul"),
          entry("Neg", "Neg"),
          entry("Pow", "Pow"),
          entry("RealDiv", "Div"),
          entry("Reciprocal", "Reciprocal"),
          entry("Relu", "Relu"),
          entry("Rint", "Round"),
          entry("SelectV2", "Where"),
          entry("Sign", "Sign"),
          entry("Sin", "Sin"),
          entry("Softplus", "Softplus"),
          entry("Softsign", "Softsign"),
          entry("Sqrt", "Sqrt"),
          entry("Sub", "Sub"),
          entry("Tanh", "Tanh"));

  private static final Map<String, Rule> RULES = new HashMap<>();

  static {
    ALIKE.forEach((type, operator) -> RULES.put(type, op -> op.result(operator, all(op))));
    for (String same : new String[] {"Identity", "StopGradient", "PreventGradient", "Snapshot"}) {
      RULES.put(same, op -> op.same(op.input(0)));
    }
    RULES.put("Sigmoid", OnnxRules::sigmoid);
    RULES.put("Rsqrt", op -> op.result("Reciprocal", op.step("Sqrt", op.input(0))));
    RULES.put("Square", op -> op.result("Mul", op.input(0), op.input(0)));
    RULES.put("SquaredDifference", OnnxRules::squaredDifference);
    RULES.put("Expm1", op -> op.result("Sub", op.step("Exp", op.input(0)), op.number(1)));
    RULES.put("Log1p", op -> op.result("Log", op.step("Add", op.input(0), op.number(1))));
    RULES.put("FloorDiv", OnnxRules::floorDiv);
    RULES.put("FloorMod", OnnxRules::floorMod);
    RULES.put("Softmax", op -> op.result("Softmax", last(), op.input(0)));
    RULES.put("LogSoftmax", op -> op.result("LogSoftmax", last(), op.input(0)));
    RULES.put("Mean", op -> reduce(op, "ReduceMean"));
    RULES.put("Sum", op -> reduce(op, "ReduceSum"));
    RULES.put("Max", op -> reduce(op, "ReduceMax"));
    RULES.put("Min", op -> reduce(op, "ReduceMin"));
    RULES.put("Prod", op -> reduce(op, "ReduceProd"));
    RULES.put("Cast", op -> op.result("Cast", to(op.kind("DstT")), op.input(0)));
    RULES.put("Reshape", op -> op.result("Reshape", op.input(0), sizes(op, 1)));
    RULES.put("Transpose", op -> op.result("Transpose", permutation(op), op.input(0)));
    RULES.put("ExpandDims", op -> op.result("Unsqueeze", op.input(0), op.longs(op.wholeNumber(1))));
    RULES.put("Squeeze", OnnxRules::squeeze);
    RULES.put("ConcatV2", OnnxRules::concat);
    RULES.put("Pack", OnnxRules::pack);
    RULES.put("Split", OnnxRules::split);
    RULES.put("SplitV", OnnxRules::splitBySizes);
    RULES.put("Slice", OnnxRules::slice);
    RULES.put("GatherV2", OnnxRules::gather);
    RULES.put("Pad", OnnxRules::pad);
    RULES.put("PadV2", OnnxRules::pad);
    RULES.put("Tile", op -> op.result("Tile", op.input(0), sizes(op, 1)));
    RULES.put("BroadcastTo", op -> op.result("Expand", op.input(0), sizes(op, 1)));
    RULES.put("Fill", op -> op.result("Expand", op.input(1), sizes(op, 0)));
    RULES.put("Shape", OnnxRules::shape);
    RULES.put("ZerosLike", op -> filled(op, 0));
    RULES.put("OnesLike", op -> filled(op, 1));
    RULES.put("MatMul", OnnxRules::matMul);
    RULES.put("BatchMatMulV2", OnnxRules::batchMatMul);
    RULES.put("BatchMatMulV3", OnnxRules::batchMatMul);
    RULES.put(CONVOLUTION, op -> OnnxImages.convolution(op, op));
    RULES.put(BIAS, OnnxRules::bias);
    RULES.put("ResizeNearestNeighbor", OnnxImages::enlarge);
    RULES.put("DepthToSpace", op -> OnnxImages.blocks(op, "DepthToSpace"));
    RULES.put("SpaceToDepth", op -> OnnxImages.blocks(op, "SpaceToDepth"));
    RULES.put("AvgPool", op -> OnnxImages.pool(op, "AveragePool"));
    RULES.put("MaxPool", op -> OnnxImages.pool(op, "MaxPool"));
    RULES.put("MaxPoolV2", op -> OnnxImages.pool(op, "MaxPool"));
  }

  private OnnxRules() {}

  /** Whether there is a rule for a type of operation. */
  static boolean knows(String type) {
    return RULES.containsKey(type);
  }

  /** Adds the nodes that say an operation. */
  static void translate(OnnxOperation op) {
    Objects.requireNonNull(RULES.get(op.type()), op.type()).translate(op);
  }

  private static String[] all(OnnxOperation op) {
    return IntStream.range(0, op.inputs()).mapToObj(op::input).toArray(String[]::new);
  }

  private static Attributes last() {
    return new Attributes().with("axis", -1);
  }

  private static Attributes to(DataType kind) {
    return new Attributes().with("to", OnnxFile.type(kind));
  }

  /**
   * Runtimes approximate sigmoid to so many places behind the point. Of one number an example,
   * which is a noise level as a rule, the small values are wanted too.
   */
  private static void sigmoid(OnnxOperation op) {
    boolean isLevel = Arrays.stream(op.shape().asArray()).skip(1).allMatch(size -> size == 1);
    if (isLevel) {
      String one = op.number(1);
      op.result("Reciprocal", op.step("Add", one, op.step("Exp", op.step("Neg", op.input(0)))));
    } else {
      op.result("Sigmoid", op.input(0));
    }
  }

  private static void squaredDifference(OnnxOperation op) {
    String difference = op.step("Sub", op.input(0), op.input(1));
    op.result("Mul", difference, difference);
  }

  /** ONNX divides whole numbers towards 0. */
  private static void floorDiv(OnnxOperation op) {
    if (op.kind("T") == DataType.DT_FLOAT) {
      op.result("Floor", op.step("Div", op.input(0), op.input(1)));
    } else {
      String rest = op.step("Mod", op.input(0), op.input(1));
      op.result("Div", op.step("Sub", op.input(0), rest), op.input(1));
    }
  }

  private static void floorMod(OnnxOperation op) {
    if (op.kind("T") == DataType.DT_FLOAT) {
      String times = op.step("Floor", op.step("Div", op.input(0), op.input(1)));
      op.result("Sub", op.input(0), op.step("Mul", times, op.input(1)));
    } else {
      op.result("Mod", op.input(0), op.input(1));
    }
  }

  private static void reduce(OnnxOperation op, String operator) {
    op.result(
        operator,
        new Attributes().with("keepdims", op.flag("keep_dims") ? 1 : 0),
        op.input(0),
        op.longs(op.wholeNumbers(1)));
  }

  /** Sizes as ONNX has them: whole numbers of 64 bits. */
  private static String sizes(OnnxOperation op, int index) {
    return op.isConstant(index)
        ? op.longs(op.wholeNumbers(index))
        : op.step("Cast", to(DataType.DT_INT64), op.input(index));
  }

  private static Attributes permutation(OnnxOperation op) {
    return new Attributes().with("perm", op.wholeNumbers(1));
  }

  private static void squeeze(OnnxOperation op) {
    long[] axes = op.numbers("squeeze_dims");
    if (axes.length == 0) {
      throw new UnsupportedOperationException("no axes named");
    }
    op.result("Squeeze", op.input(0), op.longs(axes));
  }

  private static void concat(OnnxOperation op) {
    int axis = op.inputs() - 1;
    op.result(
        "Concat",
        new Attributes().with("axis", op.wholeNumber(axis)),
        Arrays.copyOf(all(op, axis), axis));
  }

  private static String[] all(OnnxOperation op, int count) {
    return IntStream.range(0, count).mapToObj(op::input).toArray(String[]::new);
  }

  private static void pack(OnnxOperation op) {
    String axis = op.longs(op.number("axis"));
    String[] parts =
        Arrays.stream(all(op)).map(each -> op.step("Unsqueeze", each, axis)).toArray(String[]::new);
    op.result("Concat", new Attributes().with("axis", op.number("axis")), parts);
  }

  private static void split(OnnxOperation op) {
    int count = Math.toIntExact(op.number("num_split"));
    long axis = op.wholeNumber(0);
    long size = op.shape(1).get((int) (axis < 0 ? axis + op.shape(1).numDimensions() : axis));
    if (size < 0) {
      throw new UnsupportedOperationException("parts of the batch");
    }
    long[] sizes = LongStream.generate(() -> size / count).limit(count).toArray();
    op.results("Split", count, new Attributes().with("axis", axis), op.input(1), op.longs(sizes));
  }

  private static void splitBySizes(OnnxOperation op) {
    long[] sizes = op.wholeNumbers(1);
    op.results(
        "Split",
        sizes.length,
        new Attributes().with("axis", op.wholeNumber(2)),
        op.input(0),
        op.longs(sizes));
  }

  private static void slice(OnnxOperation op) {
    long[] begin = op.wholeNumbers(1);
    long[] size = op.wholeNumbers(2);
    long[] end = new long[begin.length];
    Arrays.setAll(end, i -> size[i] < 0 ? Long.MAX_VALUE : begin[i] + size[i]);
    op.result(
        "Slice",
        op.input(0),
        op.longs(begin),
        op.longs(end),
        op.longs(LongStream.range(0, begin.length).toArray()));
  }

  /** ONNX has what comes before each axis first, then what comes after it. */
  private static void pad(OnnxOperation op) {
    long[] each = op.wholeNumbers(1);
    int axes = each.length / 2;
    long[] pads = new long[each.length];
    for (int i = 0; i < axes; i++) {
      pads[i] = each[2 * i];
      pads[axes + i] = each[2 * i + 1];
    }
    op.result("Pad", op.input(0), op.longs(pads), op.inputs() > 2 ? op.input(2) : op.number(0));
  }

  private static void gather(OnnxOperation op) {
    if (op.number("batch_dims") != 0) {
      throw new UnsupportedOperationException("dimensions of batches");
    }
    op.result("Gather", new Attributes().with("axis", op.wholeNumber(2)), op.input(0), op.input(1));
  }

  private static void shape(OnnxOperation op) {
    op.result("Cast", to(op.kind("out_type")), op.step("Shape", op.input(0)));
  }

  private static void filled(OnnxOperation op, double value) {
    op.result("Expand", op.number(value), op.step("Shape", op.input(0)));
  }

  private static void matMul(OnnxOperation op) {
    op.result(
        "MatMul",
        transposed(op, 0, op.flag("transpose_a")),
        transposed(op, 1, op.flag("transpose_b")));
  }

  private static void batchMatMul(OnnxOperation op) {
    op.result("MatMul", transposed(op, 0, op.flag("adj_x")), transposed(op, 1, op.flag("adj_y")));
  }

  private static String transposed(OnnxOperation op, int index, boolean wanted) {
    if (!wanted) {
      return op.input(index);
    }
    int rank = op.shape(index).numDimensions();
    long[] order = LongStream.range(0, rank).toArray();
    order[rank - 2] = rank - 1L;
    order[rank - 1] = rank - 2L;
    return op.step("Transpose", new Attributes().with("perm", order), op.input(index));
  }

  private static void bias(OnnxOperation op) {
    if (op.text("data_format").equals("NCHW")) {
      throw new UnsupportedOperationException("channels first");
    }
    if (op.source(0).type().equals(CONVOLUTION)) {
      OnnxImages.convolution(op.source(0), op);
    } else {
      op.result("Add", op.input(0), op.input(1));
    }
  }
}
