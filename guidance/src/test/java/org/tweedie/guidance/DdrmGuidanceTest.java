package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

class DdrmGuidanceTest extends GuidanceContract {

  private static final double C = 0.7;
  private static final int COUNT = 4000;
  private static final int STEPS = 40;
  private static final StraightSchedule SCHEDULE = new StraightSchedule(8, -8);
  private static final Walk.Options WALK = Walk.Options.of(STEPS, Grid.LOG_SNR).withoutClip();

  @Override
  protected Guidance guidance() {
    return new DdrmGuidance(new LinearMeasurement(new MaskMap(2, 0), 0.4), 0.85, 1, 0.1);
  }

  /** Mean and variance of one direction while it is walked, in units of x: z/alpha. */
  private static final class Direction {
    double mean;
    double variance;

    /** x^ of a latent {@code z = alpha v}, of which the posterior mean is a multiple. */
    static double factor(double ratio) {
      return C * C / (C * C + ratio * ratio);
    }
  }

  /**
   * On Gaussian data with independent values every direction goes its own way, and each of its
   * steps is linear: mean and variance follow from equations 7 and 8. One direction is measured,
   * {@code y = 0.6 x_1 - 0.3 x_2}, the one across is not.
   */
  @ParameterizedTest
  @CsvSource({"0.85, 1, 0.3", "0.85, 1, 0", "0.5, 0.7, 0.3", "1, 1, 0.05", "0, 1, 0.3"})
  void onGaussianDataMomentsAreThoseOfTheEquations(double eta, double etaMeasured, double error) {
    LinearMap map = ReconstructionGuidanceTest.MAP;
    double s = Math.sqrt(0.45);
    double y = 0.4 / s;
    double d = error / s;
    double[] times = Walk.times(SCHEDULE, WALK);
    Direction measured = new Direction();
    Direction free = new Direction();
    double first = ratio(times[0]);
    double alpha = SCHEDULE.at(times[0]).alpha();
    measured.mean = y;
    measured.variance = first * first - d * d;
    free.variance = 1 / (alpha * alpha);
    for (int i = 0; i < STEPS; i++) {
      double from = ratio(times[i]);
      double to = i + 1 < STEPS ? ratio(times[i + 1]) : 0;
      double x = Direction.factor(from);
      double kept = Math.sqrt(1 - eta * eta) * to / from;
      double ofFree = x + kept * (1 - x);
      free.variance = ofFree * ofFree * free.variance + eta * eta * to * to;
      double ofMeasured;
      double ofY;
      double fresh;
      if (to < d) {
        ofY = Math.sqrt(1 - eta * eta) * to / d;
        ofMeasured = x * (1 - ofY);
        fresh = eta * eta * to * to;
      } else {
        ofY = etaMeasured;
        ofMeasured = (1 - etaMeasured) * x;
        fresh = to * to - etaMeasured * etaMeasured * d * d;
      }
      measured.mean = ofMeasured * measured.mean + ofY * y;
      measured.variance = ofMeasured * ofMeasured * measured.variance + fresh;
    }
    Batch samples =
        walked(new DdrmGuidance(new LinearMeasurement(map, 0.4), eta, etaMeasured, error));
    double[] along = new double[COUNT];
    double[] across = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      float[] x = samples.example(i);
      along[i] = (0.6 * x[0] - 0.3 * x[1]) / s;
      across[i] = (0.3 * x[0] + 0.6 * x[1]) / s;
    }
    assertMoments("along", along, measured.mean, measured.variance);
    assertMoments("across", across, 0, free.variance);
  }

  private static void assertMoments(
      String direction, double[] values, double mean, double variance) {
    double found = Arrays.stream(values).average().orElseThrow();
    double square = Arrays.stream(values).map(value -> (value - found) * (value - found)).sum();
    assertThat(found)
        .as("mean %s", direction)
        .isCloseTo(mean, within(1e-5 + 3 * Math.sqrt(variance / COUNT)));
    assertThat(square / COUNT)
        .as("variance %s", direction)
        .isCloseTo(variance, within(1e-6 + 3 * variance * Math.sqrt(2.0 / COUNT)));
  }

  private static double ratio(double time) {
    return Math.exp(-SCHEDULE.logSnr(time) / 2);
  }

  private static Batch walked(Guidance guidance) {
    SeededNoise noise = new SeededNoise(4, 0, COUNT, DataShape.point(2));
    return walk(guidance)
        .sample(
            new GaussianModel(SCHEDULE, C, Parameterization.NOISE).given(Condition.none(COUNT)),
            noise.draw(-1),
            noise,
            StepListener.NONE);
  }

  private static Sampler walk(Guidance guidance) {
    return guidance.walk(new ReplacementGuidanceTest.Steps(WALK));
  }

  /** What is measured without error, of images that are as independent as can be. */
  @Test
  void samplesAgreeWithAMeasurementWithoutError() {
    for (LinearMap map :
        List.of(
            new MaskMap(48, 3, 7, 30),
            new BlockMeanMap(4, 4, 3, 2),
            new GreyMap(16),
            new BlurMap(4, 4, 3, 0.6))) {
      double[] x = new double[48];
      Arrays.setAll(x, k -> 0.5 * Math.sin(k));
      double[] y = map.apply(x);
      SeededNoise noise = new SeededNoise(4, 0, 2, DataShape.image(4, 4, 3));
      Batch samples =
          walk(new DdrmGuidance(new LinearMeasurement(map, y), 0.85, 1, 0))
              .sample(
                  new GaussianModel(SCHEDULE, C, Parameterization.NOISE).given(Condition.none(2)),
                  noise.draw(-1),
                  noise,
                  StepListener.NONE);
      assertThat(map.apply(LinearMeasurement.wide(samples.example(1))))
          .as("what %s makes of a sample", map)
          .containsExactly(y, within(1e-4));
      assertThat(samples.example(0)).isNotEqualTo(samples.example(1));
    }
  }

  @Test
  void aSampleIsTheSameInEveryBatch() {
    Sampler walk = walk(guidance());
    GaussianModel model = new GaussianModel(SCHEDULE, C, Parameterization.SIGNAL);
    SeededNoise both = new SeededNoise(9, 0, 2, DataShape.point(2));
    SeededNoise second = new SeededNoise(9, 1, 1, DataShape.point(2));
    Batch together =
        walk.sample(model.given(Condition.none(2)), both.draw(-1), both, StepListener.NONE);
    Batch alone =
        walk.sample(model.given(Condition.none(1)), second.draw(-1), second, StepListener.NONE);
    assertThat(alone).isEqualTo(together.slice(1, 2));
  }

  @Test
  void samplersWithoutStepsAndGuidanceAfterItAreRefused() {
    Sampler stepless = (denoiser, start, noise, listener) -> start;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> guidance().walk(stepless))
        .withMessageStartingWith("guidance 'ddrm' takes the sampler's steps");
    DdrmGuidance ddrm = (DdrmGuidance) guidance();
    assertThat(ddrm.objections(Scene.assembly(ddrm, List.of(), 0, stepless)))
        .singleElement()
        .asString()
        .contains("take one that walks in steps");
    assertThat(
            ddrm.objections(
                Scene.assembly(
                    Guidance.inOrder(List.of(ddrm, Scene.classifierFree(2))),
                    List.of("a"),
                    0.1,
                    new ReplacementGuidanceTest.Steps(WALK))))
        .singleElement()
        .asString()
        .contains("belongs last in the list");
  }
}
