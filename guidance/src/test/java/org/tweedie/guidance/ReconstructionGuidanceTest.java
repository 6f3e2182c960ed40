package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.SCHEDULE;
import static org.tweedie.guidance.Scene.TIMES;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.StraightSchedule;

class ReconstructionGuidanceTest extends GuidanceContract {

  private static final double C = 0.7;
  private static final double Y = 0.4;

  /** {@code y = 0.6 x_1 - 0.3 x_2}. */
  private static final double[] ROW = {0.6, -0.3};

  static final LinearMap MAP =
      new LinearMap() {
        @Override
        public int inputs() {
          return 2;
        }

        @Override
        public int outputs() {
          return 1;
        }

        @Override
        public double[] apply(double[] x) {
          return new double[] {ROW[0] * x[0] + ROW[1] * x[1]};
        }

        @Override
        public double[] transpose(double[] y) {
          return new double[] {ROW[0] * y[0], ROW[1] * y[0]};
        }
      };

  private static ReconstructionGuidance of(double scale, double deviation, double noise) {
    return new ReconstructionGuidance(new LinearMeasurement(MAP, Y), scale, deviation, noise, 1);
  }

  @Override
  protected Guidance guidance() {
    return new Guidance() {
      @Override
      public DiffusionModel guide(DiffusionModel model) {
        return of(1, C, 0.1).guide(new Straight(model));
      }

      @Override
      public boolean guidesByCondition() {
        return of(1, C, 0.1).guidesByCondition();
      }
    };
  }

  /** A model that takes its Jacobian for the identity: enough for what the contract asks. */
  private record Straight(DiffusionModel model) implements DiffusionModel {
    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      return model.predict(z, times, condition);
    }

    @Override
    public org.tweedie.api.model.Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      return new org.tweedie.api.model.Differentiated(
          model.predict(z, times, condition), cotangent);
    }
  }

  /**
   * For independent Gaussian values, x given z is N(m, v I), and conditioning that on {@code y = a
   * x + noise} is one more Gaussian step: {@code m + v a (y - a m) / (v |a|^2 + noise^2)}.
   */
  @ParameterizedTest
  @CsvSource({"0", "0.1", "1"})
  void onGaussianDataOfTheRightDeviationItIsTheExactPosterior(double noise) {
    DiffusionModel model = new PlaneGaussian(SCHEDULE, C, 0);
    float[] guided = of(1, C, noise).guide(model).predict(LATENTS, TIMES, LABELS).signal().values();
    float[] plain = model.predict(LATENTS, TIMES, LABELS).signal().values();
    for (int i = 0; i < TIMES.length; i++) {
      NoiseLevel level = SCHEDULE.at(TIMES[i]);
      double v = C * C * level.sigma() * level.sigma();
      v /= C * C * level.alpha() * level.alpha() + level.sigma() * level.sigma();
      double residual = Y - ROW[0] * plain[2 * i] - ROW[1] * plain[2 * i + 1];
      double norm = ROW[0] * ROW[0] + ROW[1] * ROW[1];
      for (int k = 0; k < 2; k++) {
        double expected = plain[2 * i + k] + v * ROW[k] * residual / (v * norm + noise * noise);
        assertThat((double) guided[2 * i + k])
            .as("E[x_%s | z, y] of latent %s", k, i)
            .isCloseTo(expected, within(2e-5));
      }
    }
  }

  /**
   * With the most likely variance of its m numbers, a residual's log likelihood is {@code -m/2 log
   * |r|^2} but for a constant: its gradient by z, here by central differences.
   */
  @Test
  void byTheResidualItIsTheGradientOfTheMostLikelyVariancesLikelihood() {
    double[] known = {0.4, -0.6};
    DiffusionModel model = new PlaneGaussian(SCHEDULE, C, 0.8);
    Guidance guidance =
        new ReconstructionGuidance(
            new LinearMeasurement(new MaskMap(2, 0, 1), known),
            1,
            C,
            1e-3,
            ReconstructionGuidance.Variance.RESIDUAL,
            0);
    float[] score = guidance.guide(model).predict(LATENTS, TIMES, LABELS).score().values();
    float[] plain = model.predict(LATENTS, TIMES, LABELS).score().values();
    double step = 1e-2;
    for (int k = 0; k < score.length; k++) {
      double above = logLikelihood(model, k, step, known);
      double below = logLikelihood(model, k, -step, known);
      assertThat((double) score[k] - plain[k])
          .as("of value %s", k)
          .isCloseTo((above - below) / (2 * step), within(1e-3));
    }
  }

  @Test
  void theResidualsVarianceIsRefusedWhereTheNetworkIsAsked() {
    assertThatThrownBy(
            () ->
                new ReconstructionGuidance(
                    new LinearMeasurement(MAP, Y),
                    1,
                    C,
                    0,
                    ReconstructionGuidance.Variance.RESIDUAL,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Set 'solve-steps: 0'");
  }

  private static double logLikelihood(DiffusionModel model, int k, double step, double[] known) {
    float[] moved = LATENTS.values().clone();
    moved[k] += (float) step;
    float[] signal =
        model.predict(Batch.of(LATENTS.shape(), moved), TIMES, LABELS).signal().values();
    int example = k / 2;
    double squares = 0;
    for (int j = 0; j < 2; j++) {
      squares += Math.pow(known[j] - signal[2 * example + j], 2);
    }
    return -Math.log(squares);
  }

  /**
   * Along one direction the network's own Jacobian settles how far to go, so that there the guess
   * of the data's deviation plays no part: neither a small one nor that of Ho et al., which is as
   * good as infinite.
   */
  @ParameterizedTest
  @CsvSource({"0.05", "0.3", "1e4"})
  void ofOneMeasurementAnyDeviationGivesTheExactPosterior(double deviation) {
    DiffusionModel model = new PlaneGaussian(SCHEDULE, C, 0.8);
    float[] exact = exact(model, 0.1);
    float[] guided =
        of(1, deviation, 0.1).guide(model).predict(LATENTS, TIMES, LABELS).signal().values();
    assertThat(guided).containsExactly(exact, within(2e-5f));
  }

  /**
   * {@code m + S a (y - a m) / (a S a + noise^2)} with the covariance {@code S = sigma^2/alpha J}.
   */
  private static float[] exact(DiffusionModel model, double noise) {
    Batch signal = model.predict(LATENTS, TIMES, LABELS).signal();
    float[] rows = new float[2 * TIMES.length];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = (float) ROW[k % 2];
    }
    Batch row = Batch.of(LATENTS.shape(), rows);
    Batch jacobian = model.differentiate(LATENTS, TIMES, LABELS, row).gradient();
    float[] exact = new float[rows.length];
    for (int i = 0; i < TIMES.length; i++) {
      NoiseLevel level = SCHEDULE.at(TIMES[i]);
      double factor = level.sigma() * level.sigma() / level.alpha();
      double residual = Y - ROW[0] * signal.example(i)[0] - ROW[1] * signal.example(i)[1];
      double variance =
          factor * (ROW[0] * jacobian.example(i)[0] + ROW[1] * jacobian.example(i)[1]);
      for (int k = 0; k < 2; k++) {
        double shift = factor * jacobian.example(i)[k] * residual / (variance + noise * noise);
        exact[2 * i + k] = (float) (signal.example(i)[k] + shift);
      }
    }
    return exact;
  }

  /** Everything measured without error: the sample is the measurement, whatever the correlation. */
  @Test
  void aWholeMeasurementWithoutErrorLeavesNothingOpen() {
    DiffusionModel model = new PlaneGaussian(SCHEDULE, C, 0);
    LinearMeasurement all = new LinearMeasurement(new MaskMap(2, 0, 1), 0.3, -0.2);
    float[] guided =
        new ReconstructionGuidance(all, 1, C, 0, 1)
            .guide(model)
            .predict(LATENTS, TIMES, LABELS)
            .signal()
            .values();
    for (int k = 0; k < guided.length; k++) {
      assertThat(guided[k]).isCloseTo(k % 2 == 0 ? 0.3f : -0.2f, within(2e-5f));
    }
  }

  private static final double ERROR = 0.3;
  private static final double[] MEASURED = {0.5, -0.2};

  private static ReconstructionGuidance whole(int solveSteps) {
    LinearMeasurement both = new LinearMeasurement(new MaskMap(2, 0, 1), MEASURED);
    return new ReconstructionGuidance(both, 1, 0.4, ERROR, solveSteps);
  }

  /**
   * Two values that go together, both measured: along each diagonal, of variance l given z, the
   * mean moves by {@code l / (l + error^2)} of the residual.
   */
  @Test
  void asManyStepsAsNumbersAreExactForCorrelatedData() {
    PlaneGaussian model = new PlaneGaussian(SCHEDULE, C, 0.8);
    float[] plain = model.predict(LATENTS, TIMES, LABELS).signal().values();
    float[] expected = new float[plain.length];
    for (int i = 0; i < TIMES.length; i++) {
      NoiseLevel level = SCHEDULE.at(TIMES[i]);
      double[] factors = model.factors(level);
      double first = MEASURED[0] - plain[2 * i];
      double second = MEASURED[1] - plain[2 * i + 1];
      double[] moved = {(first + second) / 2, (first - second) / 2};
      for (int d = 0; d < 2; d++) {
        double unknown = factors[d] * level.sigma() * level.sigma() / level.alpha();
        moved[d] *= unknown / (unknown + ERROR * ERROR);
      }
      expected[2 * i] = (float) (plain[2 * i] + moved[0] + moved[1]);
      expected[2 * i + 1] = (float) (plain[2 * i + 1] + moved[0] - moved[1]);
    }
    assertThat(whole(2).guide(model).predict(LATENTS, TIMES, LABELS).signal().values())
        .containsExactly(expected, within(2e-5f));
    float[] one = whole(1).guide(model).predict(LATENTS, TIMES, LABELS).signal().values();
    float[] none = whole(0).guide(model).predict(LATENTS, TIMES, LABELS).signal().values();
    double[] distance = new double[2];
    for (int k = 0; k < one.length; k++) {
      distance[0] = Math.max(distance[0], Math.abs(none[k] - expected[k]));
      distance[1] = Math.max(distance[1], Math.abs(one[k] - expected[k]));
    }
    assertThat(distance[1]).as("one step is not exact").isGreaterThan(1e-3);
    assertThat(distance[0]).as("nor is the guess").isGreaterThan(1e-3);
  }

  /**
   * Samples are those of the posterior {@code N(m, V), V = (S^-1 + I/error^2)^-1, m = V y/error^2}:
   * ancestral steps, 4,000 samples, means and covariances within 3 standard errors and half a
   * percent that 400 steps leave.
   */
  @Test
  void samplesOfCorrelatedDataAreThoseOfThePosterior() {
    int count = 4000;
    StraightSchedule wide = new StraightSchedule(9, -9);
    DiffusionModel guided = whole(2).guide(new PlaneGaussian(wide, C, 0.8));
    SeededNoise noise = new SeededNoise(4, 0, count, Scene.POINT);
    Batch samples =
        new RepaintWalk(Walk.Options.of(400, Grid.LOG_SNR), 400, 1)
            .sample(guided.given(Condition.none(count)), noise.draw(-1), noise, StepListener.NONE);
    // Along the diagonals, in units of length 1.
    double[] measured = {
      (MEASURED[0] + MEASURED[1]) / Math.sqrt(2), (MEASURED[0] - MEASURED[1]) / Math.sqrt(2)
    };
    double[][] along = new double[2][count];
    for (int i = 0; i < count; i++) {
      float[] x = samples.example(i);
      along[0][i] = (x[0] + x[1]) / Math.sqrt(2);
      along[1][i] = (x[0] - x[1]) / Math.sqrt(2);
    }
    double[] deviations = new double[2];
    for (int d = 0; d < 2; d++) {
      double prior = C * C * (d == 0 ? 1.8 : 0.2);
      double variance = 1 / (1 / prior + 1 / (ERROR * ERROR));
      deviations[d] = Math.sqrt(variance);
      double mean = variance * measured[d] / (ERROR * ERROR);
      assertThat(covariance(along[d], along[d]) / variance)
          .as("variance along diagonal %s", d)
          .isCloseTo(1, within(0.005 + 3 * Math.sqrt(2.0 / count)));
      assertThat((Arrays.stream(along[d]).average().orElseThrow() - mean) / deviations[d])
          .as("mean along diagonal %s", d)
          .isCloseTo(0, within(0.005 + 3 / Math.sqrt(count)));
    }
    assertThat(covariance(along[0], along[1]) / (deviations[0] * deviations[1]))
        .as("covariance")
        .isCloseTo(0, within(3 / Math.sqrt(count)));
  }

  private static double covariance(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - meanA) * (b[i] - meanB) / a.length;
    }
    return sum;
  }

  /** Where the network's Jacobian makes no sense, as one that is not positive. */
  @Test
  void doesNotFollowAJacobianThatLeadsAway() {
    DiffusionModel model = new PlaneGaussian(SCHEDULE, C, 0);
    DiffusionModel away =
        new DiffusionModel() {
          @Override
          public NoiseSchedule schedule() {
            return SCHEDULE;
          }

          @Override
          public Prediction predict(Batch z, double[] times, Condition condition) {
            return model.predict(z, times, condition);
          }

          @Override
          public org.tweedie.api.model.Differentiated differentiate(
              Batch z, double[] times, Condition condition, Batch cotangent) {
            return new org.tweedie.api.model.Differentiated(
                model.predict(z, times, condition), cotangent.times(-1));
          }
        };
    assertThat(of(1, C, 0.1).guide(away).predict(LATENTS, TIMES, LABELS).signal().values())
        .containsExactly(model.predict(LATENTS, TIMES, LABELS).signal().values(), within(1e-5f));
  }

  @Test
  void scaleZeroIsTheModel() {
    DiffusionModel model = new PlaneGaussian(SCHEDULE, C, 0.5);
    assertThat(of(0, C, 0).guide(model)).isSameAs(model);
  }

  @Test
  void afterOtherGuidanceTheDataTermIsTheUnguidedModelsOwn() {
    PlaneGaussian prior = new PlaneGaussian(SCHEDULE, C, 0);
    Guidance away = new Autoguidance(new PlaneGaussian(SCHEDULE, 0.2, 0), 2);
    float[] both =
        Guidance.inOrder(List.of(away, of(1, C, 0.1)))
            .guide(prior)
            .predict(LATENTS, TIMES, LABELS)
            .score()
            .values();
    float[] plain = prior.predict(LATENTS, TIMES, LABELS).score().values();
    float[] first = away.guide(prior).predict(LATENTS, TIMES, LABELS).score().values();
    float[] second = of(1, C, 0.1).guide(prior).predict(LATENTS, TIMES, LABELS).score().values();
    for (int k = 0; k < both.length; k++) {
      assertThat((double) both[k])
          .as("scores add up")
          .isCloseTo(
              (double) first[k] + second[k] - plain[k], within(1e-4 * (1 + Math.abs(both[k]))));
    }
  }

  @Test
  void aModelThatCannotBeDifferentiatedSaysSo() {
    DiffusionModel guided = of(1, C, 0).guide(new Scene.CountingModel());
    assertThatThrownBy(() -> guided.predict(LATENTS, TIMES, LABELS))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cannot be differentiated");
  }
}
