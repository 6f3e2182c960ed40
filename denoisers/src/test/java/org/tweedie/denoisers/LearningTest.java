package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.Initializer;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.network.TestGraph;
import org.tweedie.api.objective.TestDenoising;
import org.tweedie.api.schedule.NoiseSchedule;

class LearningTest {

  private static final DataShape SHAPE = DataShape.point(2);
  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final int STEPS = 400;
  private static final int BATCH = 256;

  private final VlbObjective objective =
      new VlbObjective(new VlbObjective.Options(Parameterization.NOISE, 0));

  /**
   * A network that puts out zero has the loss 9.15 nats, the exact denoiser 5.96. Held-out losses
   * are compared on the same draws, so that their common noise cancels.
   */
  @Test
  void mlpApproachesTheExactDenoiserOfGaussianData() {
    try (TestGraph graph = TestGraph.forTraining(5)) {
      DataDescription data = new DataDescription(SHAPE, Optional.empty(), List.of());
      MlpNetwork network = new MlpNetwork(new MlpNetwork.Options(64, 2), data);
      TestDenoising batch =
          new TestDenoising(
              graph,
              SHAPE,
              Parameterization.NOISE,
              (z, logSnr) ->
                  network.output(graph, new NetworkInput(z, logSnr, graph.integers(-1))));
      Operand<TFloat32> losses = objective.loss(batch);
      Op step = adamStep(graph, graph.tf().math.mean(losses, graph.tf().constant(0)));
      graph.initialize();

      feed(batch, new Random(99), 8192);
      double before = BoundTest.mean(graph.run(losses));
      Random random = new Random(1);
      for (int i = 0; i < STEPS; i++) {
        feed(batch, random, BATCH);
        graph.execute(step);
      }
      feed(batch, new Random(99), 8192);
      double after = BoundTest.mean(graph.run(losses));
      double exact = exactLoss(8192);

      assertThat(before * Math.log(2)).as("the loss of zero output").isBetween(8.9, 9.4);
      assertThat(exact * Math.log(2)).as("the exact denoiser's loss").isBetween(5.7, 6.2);
      assertThat((after - exact) / (before - exact))
          .as("share of the way from zero output to the exact denoiser that is left")
          .isBetween(0.0, 0.05);
    }
  }

  private double exactLoss(int count) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = new TestDenoising(graph, SHAPE, Parameterization.NOISE);
      feed(batch, new Random(99), count);
      return BoundTest.mean(graph.run(objective.loss(batch)));
    }
  }

  private static void feed(TestDenoising batch, Random random, int count) {
    double[] times = new double[count];
    Arrays.setAll(times, i -> (i + random.nextDouble()) / count);
    float[] signals = new float[count * SHAPE.size()];
    float[] noises = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (0.5 * random.nextGaussian());
      noises[i] = (float) random.nextGaussian();
    }
    batch.feed(LINEAR, times, OptionalInt.empty(), signals, noises, BoundTest::errorOfExact);
  }

  /** Adam with learning rate 3e-3; the powers of its betas are updated after all else. */
  private static Op adamStep(TestGraph graph, Operand<TFloat32> loss) {
    Ops tf = graph.tf();
    List<String> names = graph.parameters();
    List<Operand<TFloat32>> values = names.stream().map(graph::parameter).toList();
    List<Optional<Operand<TFloat32>>> gradients = graph.gradients(loss, tf.constant(1f), values);
    Operand<TFloat32> beta1 = tf.constant(0.9f);
    Operand<TFloat32> beta2 = tf.constant(0.99f);
    Operand<TFloat32> power1 =
        graph.parameter("power1", new Initializer(Initializer.Kind.CONSTANT, 0.9));
    Operand<TFloat32> power2 =
        graph.parameter("power2", new Initializer(Initializer.Kind.CONSTANT, 0.99));
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String mean = "mean/" + names.get(i);
      String square = "square/" + names.get(i);
      graph.parameter(mean, Initializer.zeros(), values.get(i).shape().asArray());
      graph.parameter(square, Initializer.zeros(), values.get(i).shape().asArray());
      updates.add(
          tf.train.resourceApplyAdam(
              graph.handle(names.get(i)),
              graph.handle(mean),
              graph.handle(square),
              power1,
              power2,
              tf.constant(3e-3f),
              beta1,
              beta2,
              tf.constant(1e-8f),
              gradients.get(i).orElseThrow()));
    }
    Ops after = tf.withControlDependencies(updates);
    return tf.withControlDependencies(
            List.of(
                after.assignVariableOp(graph.handle("power1"), after.math.mul(power1, beta1)),
                after.assignVariableOp(graph.handle("power2"), after.math.mul(power2, beta2))))
        .noOp();
  }
}
