package org.tweedie.api.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.network.TestGraph;
import org.tweedie.api.schedule.BoundlessSchedule;

/**
 * What every {@link Objective} does: it judges the prediction, and not the parameterization that
 * the prediction comes in. Extend it and supply the objective for each parameterization.
 * TensorFlow's native library must be on the class path of the tests.
 */
public abstract class ObjectiveContract {

  /** As many values as make rounding errors average out to less than the tolerance. */
  private static final DataShape SHAPE = DataShape.image(8, 8, 1);

  private static final double[] LOG_SNRS = {-13, -9, -5, -2, -0.5, 0, 0.5, 2, 5, 9, 13};
  private static final Percentage TOLERANCE = Percentage.withPercentage(0.01);

  /** The objective for networks that predict in one of the ways. */
  protected abstract Objective objective(Parameterization predicts);

  /** The parameterizations that the objective goes with, by default all. */
  protected List<Parameterization> parameterizations() {
    return List.of(Parameterization.values());
  }

  /**
   * Whether the loss is a function of the error of the prediction, and 0 where there is none; by
   * default it is. Losses that are right in the mean alone, since they draw more noise or
   * differentiate the network, are not.
   */
  protected boolean dependsOnTheErrorAlone() {
    return true;
  }

  @Test
  void predictsWhatItWasAskedTo() {
    for (Parameterization predicts : parameterizations()) {
      assertThat(objective(predicts).predicts())
          .as("An objective for %s predicts that.", predicts)
          .isEqualTo(predicts);
    }
  }

  @Test
  void isZeroForAnExactPrediction() {
    assumeTrue(dependsOnTheErrorAlone());
    float[] ofErrors = losses(parameterizations().get(0), 1);
    for (Parameterization predicts : parameterizations()) {
      float[] losses = losses(predicts, 0);
      for (int i = 0; i < LOG_SNRS.length; i++) {
        assertThat(losses[i])
            .as(
                "loss(x^ = x) = 0 with the exact %s at log SNR %s, to 1e-6 of the loss of an error"
                    + " of order one.",
                predicts, LOG_SNRS[i])
            .isCloseTo(0, Offset.offset(1e-6f * ofErrors[i]));
      }
    }
  }

  @Test
  void dependsOnThePredictionAndNotOnItsParameterization() {
    assumeTrue(dependsOnTheErrorAlone());
    Map<Parameterization, float[]> losses = new LinkedHashMap<>();
    parameterizations().forEach(predicts -> losses.put(predicts, losses(predicts, 1)));
    Parameterization first = parameterizations().get(0);
    losses.forEach(
        (predicts, values) -> {
          for (int i = 0; i < values.length; i++) {
            assertThat(values[i])
                .as("The loss of an error at log SNR %s is finite and above 0.", LOG_SNRS[i])
                .isFinite()
                .isPositive();
            assertThat(values[i])
                .as(
                    "|x - x^|^2 = b^2 |target - output|^2 where x^ = a z + b output: one error of the"
                        + " signal costs the same as %s and as %s at log SNR %s.",
                    first, predicts, LOG_SNRS[i])
                .isCloseTo(losses.get(first)[i], TOLERANCE);
          }
        });
  }

  @Test
  void growsWithTheError() {
    assumeTrue(dependsOnTheErrorAlone());
    for (Parameterization predicts : parameterizations()) {
      float[] once = losses(predicts, 1);
      float[] thrice = losses(predicts, 3);
      for (int i = 0; i < once.length; i++) {
        assertThat(thrice[i])
            .as(
                "A larger error costs more with %s at log SNR %s: loss(3 (x - x^)) > loss(x - x^).",
                predicts, LOG_SNRS[i])
            .isGreaterThan(once[i]);
      }
    }
  }

  @Test
  void hasOneLossForEachExampleAndFiniteGradients() {
    for (Parameterization predicts : parameterizations()) {
      Objective objective = objective(predicts);
      try (TestGraph graph = TestGraph.forTraining(1)) {
        TestDenoising batch = new TestDenoising(graph, SHAPE, predicts);
        feed(batch, objective, 1);
        Operand<TFloat32> loss = objective.loss(batch);
        assertThat(graph.run(loss))
            .as("The loss has the shape [B]: one number for each example.")
            .hasSize(LOG_SNRS.length);
        assertThat(loss.shape().numDimensions()).as("The loss has the shape [B].").isEqualTo(1);
        Operand<TFloat32> one = graph.tf().onesLike(loss);
        Optional<Operand<TFloat32>> gradient =
            graph.gradients(loss, one, List.of(batch.output())).get(0);
        assertThat(gradient).as("The loss depends on the network's output.").isPresent();
        for (float value : graph.run(gradient.orElseThrow())) {
          assertThat(value).as("d loss / d output is finite with %s.", predicts).isFinite();
        }
      }
    }
  }

  /**
   * A network that predicts a multiple of its latent, {@code x^ = k z}, so that all that a loss may
   * do to it can be done: one draw of the loss is the same in all parameterizations.
   */
  @Test
  void isTheSameForADifferentiableNetworkInEveryParameterization() {
    Map<Parameterization, float[]> losses = new LinkedHashMap<>();
    for (Parameterization predicts : parameterizations()) {
      losses.put(predicts, new LinearDenoiser(objective(predicts)).losses());
    }
    Parameterization first = parameterizations().get(0);
    losses.forEach(
        (predicts, values) -> {
          for (int i = 0; i < values.length; i++) {
            float expected = losses.get(first)[i];
            assertThat(values[i])
                .as(
                    "Signal, noise, velocity and score are one prediction (Luo, equations 115, 133,"
                        + " 151): x^ = k z costs the same as %s and as %s in example %s.",
                    first, predicts, i)
                .isCloseTo(expected, Offset.offset(2e-4f * (1 + Math.abs(expected))));
          }
        });
  }

  @Test
  void isLeastInTheMeanForTheExactDenoiser() {
    for (Parameterization predicts : parameterizations()) {
      LinearDenoiser.Slope slope =
          new LinearDenoiser(objective(predicts)).slopeAtTheExactDenoiser();
      for (int i = 0; i < slope.levels(); i++) {
        assertThat(slope.curvature(i))
            .as(
                "The mean loss grows from the exact denoiser of Gaussian data, x^ = E[x | z], to both"
                    + " sides (Luo, equations 133 and 157), with %s at log SNR %s.",
                predicts, slope.logSnr(i))
            .isPositive();
        assertThat(slope.mean(i) / slope.curvature(i))
            .as(
                "The mean loss is least for the exact denoiser of Gaussian data, x^ = E[x | z] (Luo,"
                    + " equations 133 and 157), with %s at log SNR %s: the way to the minimum as a"
                    + " share of x^, standard error %s.",
                predicts, slope.logSnr(i), slope.standardError(i) / slope.curvature(i))
            .isCloseTo(0, Offset.offset(0.001 + 4.5 * slope.standardError(i) / slope.curvature(i)));
      }
    }
  }

  @Test
  void isLeastForTheVarianceThatCoversTheError() {
    for (Parameterization predicts : parameterizations()) {
      Objective objective = objective(predicts);
      if (objective.learnsVariance()) {
        new VarianceCheck(objective).isLeastForTheVarianceThatCoversTheError();
      }
    }
  }

  /**
   * Time 0 without noise, time 1 without signal, and times as near to them as 1e-12, with a network
   * that puts out 0.3 times the latent. Discrete steps end at the times i/T.
   */
  @Test
  void isANumberAtEveryNoiseLevelFromNoNoiseToNoSignal() {
    for (Parameterization predicts : parameterizations()) {
      Objective objective = objective(predicts);
      double[] times = objective.timesteps().isPresent() ? steps(objective) : nearTheEnds();
      float[] signals = new float[times.length * SHAPE.size()];
      float[] noises = new float[signals.length];
      float[] fractions = new float[signals.length];
      Arrays.fill(signals, 0.5f);
      Arrays.fill(noises, -1);
      Arrays.fill(fractions, 0.5f);
      try (TestGraph graph = TestGraph.forTraining(1)) {
        TestDenoising batch =
            new TestDenoising(
                graph,
                SHAPE,
                predicts,
                (latent, logSnr) -> graph.tf().math.mul(graph.tf().constant(0.3f), latent));
        batch.feed(
            new BoundlessSchedule(),
            times,
            objective.timesteps(),
            signals,
            noises,
            (level, signal, noise) -> 0);
        batch.feedVarianceFraction(fractions);
        Operand<TFloat32> loss = objective.loss(batch);
        Operand<TFloat32> one = graph.tf().onesLike(loss);
        float[] losses = graph.run(loss);
        float[] gradient =
            graph.run(graph.gradients(loss, one, List.of(batch.output())).get(0).orElseThrow());
        for (int i = 0; i < times.length; i++) {
          assertThat(losses[i])
              .as(
                  "The loss with %s is finite where the log SNR is infinite or huge, at time %s:"
                      + " sums of logarithms must not become infinity minus infinity.",
                  predicts, times[i])
              .isFinite()
              .isGreaterThanOrEqualTo(dependsOnTheErrorAlone() ? 0 : Float.NEGATIVE_INFINITY);
          for (int k = i * SHAPE.size(); k < (i + 1) * SHAPE.size(); k++) {
            assertThat(gradient[k])
                .as(
                    "d loss / d output with %s is finite where the log SNR is infinite or huge, at"
                        + " time %s.",
                    predicts, times[i])
                .isFinite();
          }
        }
      }
    }
  }

  private static double[] nearTheEnds() {
    return IntStream.range(0, 26)
        .mapToDouble(i -> Math.abs(i % 2 - (i < 2 ? 0 : Math.pow(10, -(i / 2)))))
        .toArray();
  }

  private static double[] steps(Objective objective) {
    int steps = objective.timesteps().orElseThrow();
    return IntStream.of(1, 2, (steps + 1) / 2, steps - 1, steps)
        .filter(step -> step >= 1 && step <= steps)
        .mapToDouble(step -> (double) step / steps)
        .toArray();
  }

  private float[] losses(Parameterization predicts, double error) {
    Objective objective = objective(predicts);
    try (TestGraph graph = TestGraph.forTraining(1)) {
      TestDenoising batch = new TestDenoising(graph, SHAPE, predicts);
      feed(batch, objective, error);
      return graph.run(objective.loss(batch));
    }
  }

  /**
   * Errors of order one where both signal and noise can show them without loss of digits: in the
   * signal where there is little noise, in the noise where there is little signal.
   */
  private static void feed(TestDenoising batch, Objective objective, double size) {
    double[] times = Arrays.stream(LOG_SNRS).map(logSnr -> (15 - logSnr) / 30).toArray();
    Random random = new Random(5);
    float[] signals = new float[times.length * SHAPE.size()];
    float[] noises = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (2 * random.nextDouble() - 1);
      noises[i] = (float) random.nextGaussian();
    }
    batch.feed(
        time -> 15 - 30 * time,
        times,
        objective.timesteps(),
        signals,
        noises,
        (level, signal, noise) ->
            size * (0.5 + signal * noise) * Math.max(1, level.sigma() / level.alpha()));
  }
}
