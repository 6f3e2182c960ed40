package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.graph.TestGraph;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.PreconditioningIdentities;
import org.tweedie.laws.identity.Verdict;

/**
 * What every {@link Preconditioning} that scales anything does, at every noise level: those of
 * variance preserving and of variance exploding schedules, without signal and without noise too.
 * Extend it and supply the preconditioning. TensorFlow's native library must be on the class path
 * of the tests.
 */
public abstract class PreconditioningContract {

  private static final float TOLERANCE = 1e-5f;
  private static final String OWN_SIGNAL = "It makes a signal itself, not by factors";

  /** The preconditioning under test. */
  protected abstract Preconditioning preconditioning();

  /** The shape of the data that it is for. */
  protected DataShape shape() {
    return DataShape.point(2);
  }

  @Test
  void aSignalOfItsOwnIsFinite() {
    Finding finding = ownSignal();
    assertThat(finding.isGood()).as(finding.sentence()).isTrue();
  }

  private Finding ownSignal() {
    return new PreconditioningIdentities(preconditioning(), shape()).aSignalOfItsOwnIsFinite();
  }

  /** The factors at one level, as the graph gives them. */
  private record At(
      NoiseLevel level,
      float input,
      float conditioning,
      float signalOfLatent,
      float signalOfOutput,
      float noiseOfLatent,
      float noiseOfOutput) {}

  @Test
  void factorsAreFiniteAtEveryNoiseLevel() {
    for (At at : everywhere()) {
      for (float value :
          List.of(
              at.input(),
              at.conditioning(),
              at.signalOfLatent(),
              at.signalOfOutput(),
              at.noiseOfLatent(),
              at.noiseOfOutput())) {
        assertThat(value).as("Every factor is finite at %s: %s", at.level(), at).isFinite();
      }
    }
  }

  /** Luo, arXiv 2208.11970, equation 115: both predictions are made of the one latent. */
  @Test
  void predictedSignalAndNoiseMakeUpTheLatent() {
    for (At at : everywhere()) {
      float alpha = (float) at.level().alpha();
      float sigma = (float) at.level().sigma();
      float signal = alpha * at.signalOfLatent();
      float noise = sigma * at.noiseOfLatent();
      assertThat(signal + noise)
          .as("z = alpha x^ + sigma eps^, so the shares of z add up to 1 at %s", at.level())
          .isCloseTo(1, Offset.offset(TOLERANCE * (1 + Math.abs(signal) + Math.abs(noise))));
      float ofSignal = alpha * at.signalOfOutput();
      float ofNoise = sigma * at.noiseOfOutput();
      assertThat(ofSignal + ofNoise)
          .as("z = alpha x^ + sigma eps^, so the shares of the output cancel at %s", at.level())
          .isCloseTo(0, Offset.offset(TOLERANCE * (Math.abs(ofSignal) + Math.abs(ofNoise))));
    }
  }

  @Test
  void theNetworkSeesTheLatentAndIsHeard() {
    for (At at : everywhere()) {
      assertThat(at.input())
          .as("The network sees the latent: the factor of its input is above 0 at %s", at.level())
          .isPositive();
      if (at.level().sigma() > 0) {
        assertThat(at.signalOfOutput())
            .as("The network is heard: its share in the signal is not 0 at %s", at.level())
            .isNotZero();
      }
      if (at.level().alpha() > 0) {
        assertThat(at.noiseOfOutput())
            .as("The network is heard: its share in the noise is not 0 at %s", at.level())
            .isNotZero();
      }
    }
  }

  @Test
  void theNetworkIsToldWhichNoiseLevelItSees() {
    List<At> levels = at(variancePreserving());
    boolean rises = levels.get(1).conditioning() > levels.get(0).conditioning();
    for (int i = 1; i < levels.size(); i++) {
      assertThat(levels.get(i).conditioning() - levels.get(i - 1).conditioning())
          .as(
              "What the network is told %s strictly with the log SNR, at %s",
              rises ? "rises" : "falls", levels.get(i).level())
          .matches(step -> rises ? step > 0 : step < 0);
    }
  }

  private static List<NoiseLevel> variancePreserving() {
    List<NoiseLevel> levels = new ArrayList<>();
    for (double logSnr = -60; logSnr <= 60; logSnr += 2.5) {
      levels.add(NoiseLevel.variancePreserving(logSnr));
    }
    return levels;
  }

  private List<At> everywhere() {
    List<NoiseLevel> levels = new ArrayList<>(variancePreserving());
    levels.add(NoiseLevel.variancePreserving(Double.NEGATIVE_INFINITY));
    levels.add(NoiseLevel.variancePreserving(Double.POSITIVE_INFINITY));
    for (double sigma = 1e-4; sigma < 2e4; sigma *= 10) {
      levels.add(NoiseLevel.of(1, sigma));
      levels.add(NoiseLevel.of(0.3, sigma));
    }
    return at(levels);
  }

  /** Of factors nothing is asked where a signal takes their place. */
  private List<At> at(List<NoiseLevel> levels) {
    Assumptions.assumeTrue(ownSignal().verdict() == Verdict.DOES_NOT_APPLY, OWN_SIGNAL);
    try (TestGraph graph = TestGraph.forInference(1)) {
      Operand<TFloat32> alpha = feed(graph, levels, NoiseLevel::alpha);
      Operand<TFloat32> sigma = feed(graph, levels, NoiseLevel::sigma);
      Operand<TFloat32> logSnr =
          feed(graph, levels, level -> GraphLevel.boundedLogSnr(level.logSnr()));
      Preconditioning.Coefficients c =
          preconditioning()
              .coefficients(graph.tf(), alpha, sigma, logSnr)
              .orElseThrow(
                  () -> new AssertionError("It scales nothing: there is nothing to check"));
      List<float[]> values =
          graph.run(
              Stream.of(
                      c.input(),
                      c.conditioning(),
                      c.signalOfLatent(),
                      c.signalOfOutput(),
                      c.noiseOfLatent(),
                      c.noiseOfOutput())
                  // A placeholder cannot be fetched, and one of these may be what was given.
                  .map(graph.tf()::identity)
                  .toList());
      List<At> found = new ArrayList<>();
      for (int i = 0; i < levels.size(); i++) {
        found.add(
            new At(
                levels.get(i),
                values.get(0)[i],
                values.get(1)[i],
                values.get(2)[i],
                values.get(3)[i],
                values.get(4)[i],
                values.get(5)[i]));
      }
      return found;
    }
  }

  private static Operand<TFloat32> feed(
      TestGraph graph, List<NoiseLevel> levels, ToDoubleFunction<NoiseLevel> number) {
    Operand<TFloat32> placeholder = graph.floats(-1);
    float[] values = new float[levels.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) number.applyAsDouble(levels.get(i));
    }
    graph.feed(placeholder, values, values.length);
    return placeholder;
  }
}
