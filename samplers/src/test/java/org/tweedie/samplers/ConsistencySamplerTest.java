package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.SamplerContract;
import org.tweedie.laws.exact.GaussianPathEnds;
import org.tweedie.laws.exact.StraightSchedule;

class ConsistencySamplerTest {

  private static final double C = 0.5;
  private static final int COUNT = 20_000;

  @Nested
  class Contract extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return ConsistencySamplerTest.sampler(steps);
    }
  }

  private static ConsistencySampler sampler(int steps) {
    return new ConsistencySampler(
        new ConsistencySampler.Options(Walk.Options.of(steps, Grid.TRAILING)));
  }

  /** In one step, and in as many as one likes, without an error of discretisation. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void theExactFunctionGivesTheDataInAnyNumberOfSteps(int steps) {
    DiffusionModel exact =
        new GaussianPathEnds(StraightSchedule.WIDE, C, Parameterization.VELOCITY);
    double variance = Runs.variance(Runs.samples(sampler(steps), exact, COUNT));
    // Of 2 COUNT values; the prior leaves out a signal of SNR e^-13.
    assertThat(variance / (C * C)).isCloseTo(1, within(3 * Math.sqrt(1.0 / COUNT) + 1e-5));
  }

  /** Two narrow Gaussians of weights 0.3 and 0.7: shares, means and widths in 1 and 3 steps. */
  @ParameterizedTest
  @CsvSource({"1", "3"})
  void theExactFunctionOfAMixtureGivesItsWeightsAndWidths(int steps) {
    Batch samples = Runs.samples(sampler(steps), new LineEnds(StraightSchedule.WIDE), 4000);
    float[] values = samples.values();
    double share = 0;
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      boolean isLow = value < 0;
      share += isLow ? 1.0 / values.length : 0;
      double off = value - (isLow ? LineEnds.LOW : LineEnds.HIGH);
      sum += off;
      squares += off * off;
    }
    double mean = sum / values.length;
    double deviation = Math.sqrt(squares / values.length - mean * mean);
    double error = 1 / Math.sqrt(values.length);
    assertThat(share).as("share").isCloseTo(LineEnds.WEIGHT, within(3 * 0.458 * error));
    assertThat(mean).as("mean").isCloseTo(0, within(3 * LineEnds.WIDTH * error + 1e-4));
    assertThat(deviation / LineEnds.WIDTH)
        .as("width")
        .isCloseTo(1, within(3 * Math.sqrt(0.5) * error + 2e-3));
  }

  @Test
  void oneStepIsDeterministicAndMoreAreNot() {
    DiffusionModel exact = new GaussianPathEnds(StraightSchedule.WIDE, C, Parameterization.SIGNAL);
    NoiseLevel first = StraightSchedule.WIDE.at(1);
    Batch start = Batch.of(DataShape.point(2), new float[] {1, -2});
    Batch end =
        sampler(1)
            .sample(
                exact.given(Condition.none(1)),
                start,
                draw -> {
                  throw new AssertionError("a single jump draws no noise");
                },
                (step, of, z, prediction) -> assertThat(of).isEqualTo(1));
    float factor = (float) ((GaussianPathEnds) exact).factor(first);
    assertThat(end.values()).containsExactly(new float[] {factor, -2 * factor}, within(1e-6f));
  }

  @Test
  void isRefusedWhereTheObjectiveTeachesMeans() {
    assertThat(objections(true))
        .singleElement()
        .asString()
        .contains("the objective teaches the mean of all signals", "train a student");
    assertThat(objections(false)).isEmpty();
  }

  private static List<String> objections(boolean denoiser) {
    Objective objective =
        new Objective() {
          @Override
          public Parameterization predicts() {
            return Parameterization.VELOCITY;
          }

          @Override
          public boolean isDenoiser() {
            return denoiser;
          }

          @Override
          public org.tensorflow.Operand<org.tensorflow.types.TFloat32> loss(Denoising batch) {
            throw new UnsupportedOperationException();
          }
        };
    ConsistencySampler sampler = sampler(1);
    return sampler.objections(
        new Assembly(
            DataDescription.of(DataShape.point(2)),
            StraightSchedule.WIDE,
            Optional.empty(),
            null,
            null,
            objective,
            null,
            sampler,
            null,
            0));
  }

  /**
   * The exact consistency function of two Gaussians on a line, by the flow's property that it keeps
   * quantiles: {@code f(z, t) = F_0^-1(F_t(z))} with the distribution functions F of latents and
   * data.
   */
  private record LineEnds(NoiseSchedule schedule) implements DiffusionModel {

    static final double WEIGHT = 0.3;
    static final double LOW = -0.6;
    static final double HIGH = 0.4;
    static final double WIDTH = 0.1;

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      NoiseLevel[] levels = schedule.movingAt(times);
      int size = z.shape().size();
      float[] ends = new float[z.values().length];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = (float) end(z.values()[i], levels[i / size]);
      }
      return Prediction.of(Parameterization.SIGNAL, z, levels, Batch.of(z.shape(), ends));
    }

    private static double end(double z, NoiseLevel level) {
      NoiseLevel data = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);
      double wanted = below(z, level);
      double low = -3;
      double high = 3;
      for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (below(middle, data) < wanted) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return (low + high) / 2;
    }

    /** The probability of less. */
    private static double below(double z, NoiseLevel level) {
      double width = Math.hypot(WIDTH * level.alpha(), level.sigma());
      return WEIGHT * normal((z - LOW * level.alpha()) / width)
          + (1 - WEIGHT) * normal((z - HIGH * level.alpha()) / width);
    }

    /** The distribution function, by the series of Marsaglia (2004), to 1e-15. */
    private static double normal(double x) {
      if (Math.abs(x) > 8) {
        return x > 0 ? 1 : 0;
      }
      double sum = x;
      double term = x;
      for (int i = 3; Math.abs(term) > 1e-18; i += 2) {
        term *= x * x / i;
        sum += term;
      }
      return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
  }
}
