package org.tweedie.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.tensor.FrozenNetwork;
import org.tweedie.engine.tensor.FrozenNetwork.Port;

/** What no built-in network has is translated as well: a plugin's may have it. */
class OnnxRulesTest {

  private static final Shape SHAPE = Shape.of(-1, 4, 6, 4);
  private static final float[] VALUES =
      new SeededNoise(1, 0, 2, DataShape.image(4, 6, 4)).draw(0).values();

  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Placeholder<TFloat32> x =
      tf.withName("x").placeholder(TFloat32.class, Placeholder.shape(SHAPE));
  private final List<Port> outputs = new ArrayList<>();

  @AfterEach
  void close() {
    graph.close();
  }

  private void output(Operand<? extends TType> value) {
    String name = "out_" + outputs.size();
    Operand<TFloat32> floats = tf.dtypes.cast(value, TFloat32.class);
    tf.withName(name).identity(floats);
    outputs.add(new Port(name, DataType.DT_FLOAT, floats.shape(), ""));
  }

  private FrozenNetwork frozen() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Iterator<GraphOperation> all = graph.operations(); all.hasNext(); ) {
      GraphOperation operation = all.next();
      for (int i = 0; i < operation.numOutputs(); i++) {
        shapes.put(operation.name() + ":" + i, operation.output(i).shape());
      }
    }
    return new FrozenNetwork(
        graph.toGraphDef(),
        List.of(new Port("x", DataType.DT_FLOAT, SHAPE, "")),
        outputs,
        Map.of(),
        shapes);
  }

  private void assertSame() throws OrtException {
    byte[] file = OnnxGraph.file(frozen(), Map.of()).toByteArray();
    OrtEnvironment environment = OnnxModel.ENVIRONMENT;
    try (Session session = new Session(graph);
        TFloat32 fed = TFloat32.tensorOf(Shape.of(2, 4, 6, 4), DataBuffers.of(VALUES));
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession onnx = environment.createSession(file, options);
        OnnxTensor given =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(VALUES), new long[] {2, 4, 6, 4});
        OrtSession.Result found = onnx.run(Map.of("x", given))) {
      Session.Runner runner = session.runner().feed(x, fed);
      outputs.forEach(port -> runner.fetch(port.name()));
      try (Result expected = runner.run()) {
        for (int i = 0; i < outputs.size(); i++) {
          TFloat32 tensor = (TFloat32) expected.get(i);
          float[] wanted = new float[(int) tensor.size()];
          tensor.asRawTensor().data().asFloats().read(wanted);
          OnnxTensor own = (OnnxTensor) found.get(outputs.get(i).name()).orElseThrow();
          float[] values = new float[wanted.length];
          own.getFloatBuffer().get(values);
          assertThat(own.getInfo().getShape()).isEqualTo(tensor.shape().asArray());
          assertThat(values).as(outputs.get(i).name()).containsExactly(wanted, within(1e-5f));
        }
      }
    }
  }

  @Test
  void numbersOneByOne() throws OrtException {
    Operand<TFloat32> y = tf.math.mul(x, tf.constant(1.7f));
    Operand<TFloat32> positive = tf.math.add(tf.math.abs(x), tf.constant(0.1f));
    output(tf.math.expm1(x));
    output(tf.math.log1p(positive));
    output(tf.math.squaredDifference(x, y));
    output(tf.math.floorDiv(x, positive));
    output(tf.math.floorMod(x, positive));
    output(tf.math.pow(positive, y));
    output(tf.math.reciprocal(positive));
    output(tf.math.rint(y));
    output(tf.math.sign(x));
    output(tf.nn.elu(x));
    output(tf.nn.relu(x));
    output(tf.math.erf(x));
    output(tf.nn.softsign(x));
    output(tf.math.addN(List.of(x, y, positive)));
    output(tf.select(tf.math.greater(x, tf.constant(0f)), y, positive));
    output(
        tf.math.logicalOr(
            tf.math.lessEqual(x, y), tf.math.logicalNot(tf.math.greaterEqual(x, positive))));
    Operand<TInt32> whole = tf.dtypes.cast(tf.math.mul(x, tf.constant(5f)), TInt32.class);
    output(tf.math.floorDiv(whole, tf.constant(3)));
    output(tf.math.floorMod(whole, tf.constant(3)));
    assertSame();
  }

  @Test
  void sumsShapesAndParts() throws OrtException {
    output(tf.max(x, tf.constant(new int[] {1, 2})));
    output(tf.min(x, tf.constant(3)));
    output(tf.prod(x, tf.constant(1)));
    output(tf.nn.logSoftmax(tf.reshape(x, tf.constant(new int[] {-1, 96}))));
    output(tf.expandDims(x, tf.constant(-1)));
    output(tf.squeeze(tf.sum(x, tf.constant(2), Sum.keepDims(true)), Squeeze.axis(List.of(2L))));
    output(tf.stack(List.of(x, x), Stack.axis(1L)));
    for (Output<TFloat32> part :
        tf.splitV(x, tf.constant(new long[] {1, 3}), tf.constant(3), 2L).output()) {
      output(part);
    }
    output(tf.tile(x, tf.constant(new int[] {1, 2, 1, 1})));
    output(tf.broadcastTo(tf.constant(2f), tf.shape(x)));
    output(tf.fill(tf.shape(x), tf.constant(3f)));
    output(tf.onesLike(x));
    output(tf.shape(x, TInt64.class));
    Operand<TFloat32> rows = tf.reshape(x, tf.constant(new int[] {-1, 4}));
    output(tf.linalg.matMul(rows, rows, MatMul.transposeB(true)));
    assertSame();
  }

  @Test
  void images() throws OrtException {
    float[][][][] kernel = new float[3][2][4][5];
    for (int i = 0; i < 120; i++) {
      kernel[i / 40][i / 20 % 2][i / 5 % 4][i % 5] = (float) Math.sin(i);
    }
    Operand<TFloat32> filter = tf.constant(kernel);
    Operand<TFloat32> seen = tf.nn.conv2d(x, filter, List.of(1L, 2L, 2L, 1L), "SAME");
    output(tf.nn.biasAdd(seen, tf.constant(new float[] {1, 2, 3, 4, 5})));
    output(seen);
    output(tf.nn.conv2d(x, tf.math.neg(filter), List.of(1L, 1L, 1L, 1L), "VALID"));
    output(tf.nn.avgPool(x, List.of(1L, 3L, 3L, 1L), List.of(1L, 2L, 2L, 1L), "SAME"));
    output(
        tf.nn.maxPool(
            x, tf.constant(new int[] {1, 2, 2, 1}), tf.constant(new int[] {1, 2, 2, 1}), "VALID"));
    output(tf.nn.spaceToDepth(x, 2L));
    output(tf.nn.depthToSpace(x, 2L));
    output(tf.image.resizeNearestNeighbor(x, tf.constant(new int[] {7, 12})));
    assertSame();
  }

  @Test
  void whatHasNoCounterpartIsNamedAllAtOnce() {
    output(tf.math.lgamma(x));
    output(tf.math.digamma(x));
    assertThatThrownBy(() -> OnnxGraph.file(frozen(), Map.of()))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "The network has operations that are not translated to ONNX: Digamma, Lgamma. TensorFlow loads it with --format savedmodel.");
  }

  @Test
  void axesThatAreCalculatedAreToldOf() {
    Operand<TInt32> axis =
        tf.dtypes.cast(tf.sum(x, tf.constant(new int[] {0, 1, 2, 3})), TInt32.class);
    output(tf.sum(x, axis));
    assertThatThrownBy(() -> OnnxGraph.file(frozen(), Map.of()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("operation Sum")
        .hasMessageContaining("sizes or axes that are calculated");
  }
}
