package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.denoisers.ScoreMatchingObjective.Form;
import org.tweedie.denoisers.ScoreMatchingObjective.Weight;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestDenoising.SignalErrorOf;
import org.tweedie.laws.graph.TestGraph;

@Tag("long")
class LearningTest {

  private static final DataShape SHAPE = DataShape.point(2);
  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final int BATCH = 256;
  private static final int HELD_OUT = 8192;

  private final Objective bound =
      new VlbObjective(new VlbObjective.Options(Parameterization.NOISE, 0));

  /** Data of independent dimensions, and what is left when their exact denoiser has been at it. */
  private record Toy(ToDoubleFunction<Random> signal, SignalErrorOf exact) {}

  private static final Toy GAUSSIAN =
      new Toy(random -> 0.5 * random.nextGaussian(), BoundTest::errorOfExact);

  private static final double CENTRE = 0.7;
  private static final double SPREAD = 0.1;

  /** A Gaussian in each corner of a square. */
  private static final Toy CORNERS =
      new Toy(
          random -> (random.nextBoolean() ? CENTRE : -CENTRE) + SPREAD * random.nextGaussian(),
          LearningTest::errorOfExactForCorners);

  @Test
  void mlpLearnsTheExactDenoiserOfGaussianData() {
    assertThat(shareLeftToLearn(bound, GAUSSIAN, 400)).isBetween(-0.02, 0.03);
  }

  @Test
  void mlpLearnsTheExactDenoiserOfFourClusters() {
    assertThat(shareLeftToLearn(bound, CORNERS, 800)).isBetween(-0.02, 0.06);
  }

  /** By the network's own Jacobian: what the noise was does not enter. */
  @ParameterizedTest
  @EnumSource(names = {"SLICED", "IMPLICIT"})
  void mlpLearnsTheExactScoreOfGaussianDataWithoutLookingAtTheNoise(Form form) {
    Objective matching =
        new ScoreMatchingObjective(
            new ScoreMatchingObjective.Options(
                Parameterization.NOISE, form, Weight.NOISE_VARIANCE, 1));
    assertThat(shareLeftToLearn(matching, GAUSSIAN, 400)).isBetween(-0.02, 0.06);
  }

  /**
   * Of the way from the loss of a network that puts out zero, 9.15 nats per dimension, to the loss
   * of the exact denoiser, the share that training left. All losses are taken on the same held-out
   * draws, so that their common noise cancels.
   */
  private double shareLeftToLearn(Objective objective, Toy toy, int steps) {
    try (TestGraph graph = TestGraph.forTraining(5)) {
      DataDescription data = DataDescription.of(SHAPE);
      MlpNetwork network = new MlpNetwork(new MlpNetwork.Options(64, 2, false), data);
      TestDenoising batch =
          new TestDenoising(
              graph,
              SHAPE,
              Parameterization.NOISE,
              (z, logSnr) -> network.output(graph, NetworkInput.of(z, logSnr, graph.integers(-1))));
      Operand<TFloat32> losses = bound.loss(batch);
      Op step =
          TestAdam.step(
              graph, 3e-3, graph.tf().math.mean(objective.loss(batch), graph.tf().constant(0)));
      graph.initialize();

      feed(batch, toy, new Random(99), HELD_OUT);
      double before = BoundTest.mean(graph.run(losses));
      assertThat(before * Math.log(2)).as("the loss of zero output").isBetween(8.9, 9.4);
      Random random = new Random(1);
      for (int i = 0; i < steps; i++) {
        feed(batch, toy, random, BATCH);
        graph.execute(step);
      }
      feed(batch, toy, new Random(99), HELD_OUT);
      double after = BoundTest.mean(graph.run(losses));
      double exact = exactLoss(toy);
      assertThat(exact).as("the exact denoiser's loss").isPositive().isLessThan(before);
      return (after - exact) / (before - exact);
    }
  }

  private double exactLoss(Toy toy) {
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = new TestDenoising(graph, SHAPE, Parameterization.NOISE);
      feed(batch, toy, new Random(99), HELD_OUT);
      return BoundTest.mean(graph.run(bound.loss(batch)));
    }
  }

  private static void feed(TestDenoising batch, Toy toy, Random random, int count) {
    double[] times = new double[count];
    Arrays.setAll(times, i -> (i + random.nextDouble()) / count);
    float[] signals = new float[count * SHAPE.size()];
    float[] noises = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) toy.signal().applyAsDouble(random);
      noises[i] = (float) random.nextGaussian();
    }
    batch.feed(LINEAR, times, OptionalInt.empty(), signals, noises, toy.exact());
  }

  /** Bayes: the mean of x given z in each cluster, weighed by the cluster's share given z. */
  private static double errorOfExactForCorners(NoiseLevel level, double signal, double noise) {
    double z = level.alpha() * signal + level.sigma() * noise;
    double variance =
        level.alpha() * level.alpha() * SPREAD * SPREAD + level.sigma() * level.sigma();
    double logOdds = 2 * z * level.alpha() * CENTRE / variance;
    double right = 1 / (1 + Math.exp(-logOdds));
    double pull = SPREAD * SPREAD * level.alpha() / variance;
    double ofRight = CENTRE + pull * (z - level.alpha() * CENTRE);
    double ofLeft = -CENTRE + pull * (z + level.alpha() * CENTRE);
    return right * ofRight + (1 - right) * ofLeft - signal;
  }
}
