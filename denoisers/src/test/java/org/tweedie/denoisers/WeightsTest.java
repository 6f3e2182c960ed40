package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * Each weight as its own paper writes it, for what its own paper predicts: the loss of an output
 * that is wrong by one is the weight.
 */
class WeightsTest {

  private static final double[] LOG_SNRS = {-9, -3, -1, 0, 0.7, 2, 5, 9};
  private static final NoiseSchedule STRAIGHT = t -> 10 - 20 * t;

  @Test
  void minSnrIsTheLesserOfSnrAndGamma() {
    double gamma = 5;
    assertWeights(
        new MinSnrObjective(new MinSnrObjective.Options(Parameterization.SIGNAL, gamma)),
        logSnr -> Math.min(Math.exp(logSnr), gamma));
    assertWeights(
        new MinSnrObjective(new MinSnrObjective.Options(Parameterization.NOISE, gamma)),
        logSnr -> Math.min(Math.exp(logSnr), gamma) / Math.exp(logSnr));
    assertWeights(
        new MinSnrObjective(new MinSnrObjective.Options(Parameterization.VELOCITY, gamma)),
        logSnr -> Math.min(Math.exp(logSnr), gamma) / (Math.exp(logSnr) + 1));
  }

  @Test
  void p2DividesTheErrorOfTheNoise() {
    assertWeights(
        new P2Objective(new P2Objective.Options(Parameterization.NOISE, 1, 1)),
        logSnr -> 1 / (1 + Math.exp(logSnr)));
    assertWeights(
        new P2Objective(new P2Objective.Options(Parameterization.NOISE, 0.5, 3)),
        logSnr -> 1 / Math.sqrt(3 + Math.exp(logSnr)));
    assertWeights(
        new P2Objective(new P2Objective.Options(Parameterization.NOISE, 0, 1)), logSnr -> 1);
  }

  /** Karras et al.: lambda(sigma), and 1 / c_out^2 of their network F, for alpha = 1. */
  @Test
  void edmIsOneOverTheSquaredOutputScale() {
    for (double spread : new double[] {0.5, 1.3}) {
      assertWeights(
          new EdmObjective(new EdmObjective.Options(Parameterization.SIGNAL, spread)),
          logSnr -> {
            double sigma = Math.exp(-logSnr / 2);
            double out = sigma * spread / Math.sqrt(sigma * sigma + spread * spread);
            return 1 / (out * out);
          });
    }
    float[] atSigmaOne =
        weights(
            new EdmObjective(new EdmObjective.Options(Parameterization.SIGNAL, 0.5)),
            new double[] {0});
    assertThat((double) atSigmaOne[0])
        .as("sigma 1, sigma_data 0.5")
        .isCloseTo(5, Percentage.withPercentage(1e-4));
  }

  /** Kingma and Gao for the noise; Hoogeboom et al. for the signal, where it is exp(b) S(l - b). */
  @Test
  void sigmoidWeighsTheBound() {
    for (double bias : new double[] {2, -3}) {
      assertWeights(
          new SigmoidWeightedObjective(
              new SigmoidWeightedObjective.Options(Parameterization.NOISE, bias)),
          logSnr -> 0.5 * 20 / (1 + Math.exp(logSnr - bias)));
      assertWeights(
          new SigmoidWeightedObjective(
              new SigmoidWeightedObjective.Options(Parameterization.SIGNAL, bias)),
          logSnr -> 0.5 * 20 * Math.exp(bias) / (1 + Math.exp(bias - logSnr)));
    }
  }

  /**
   * On a log SNR that falls by 20: of the flow itself nothing, of the others what it is made of.
   */
  @Test
  void flowMatchingIsTheErrorOfTheFlow() {
    assertWeights(flowMatching(Parameterization.FLOW), logSnr -> 1);
    assertWeights(flowMatching(Parameterization.SIGNAL), logSnr -> 100 * sigmoid(logSnr));
    assertWeights(flowMatching(Parameterization.NOISE), logSnr -> 100 * sigmoid(-logSnr));
    assertWeights(
        flowMatching(Parameterization.VELOCITY),
        logSnr -> 100 * sigmoid(logSnr) * sigmoid(-logSnr));
  }

  private static Objective flowMatching(Parameterization predicts) {
    return new FlowMatchingObjective(
        FlowMatchingObjective.Options.of(predicts, FlowMatchingObjective.Pairs.INDEPENDENT),
        t -> 10 - 20 * t);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static void assertWeights(Objective objective, DoubleUnaryOperator paper) {
    float[] found = weights(objective, LOG_SNRS);
    for (int i = 0; i < LOG_SNRS.length; i++) {
      assertThat((double) found[i])
          .as("Weight on the squared %s at log SNR %s", objective.predicts(), LOG_SNRS[i])
          .isCloseTo(paper.applyAsDouble(LOG_SNRS[i]), Percentage.withPercentage(1e-3));
    }
  }

  private static float[] weights(Objective objective, double[] logSnrs) {
    double[] times = DoubleStream.of(logSnrs).map(STRAIGHT::timeOf).toArray();
    float[] signals = new float[times.length];
    float[] noises = new float[times.length];
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch =
          new TestDenoising(
              graph,
              DataShape.point(1),
              objective.predicts(),
              (latent, logSnr) -> graph.tf().onesLike(latent));
      batch.feed(STRAIGHT, times, OptionalInt.empty(), signals, noises, WeightsTest::nothingWrong);
      return graph.run(objective.loss(batch));
    }
  }

  /** Not looked at: the network is given. Signal and noise are 0, so every target is 0. */
  private static double nothingWrong(NoiseLevel level, double signal, double noise) {
    return 0;
  }
}
