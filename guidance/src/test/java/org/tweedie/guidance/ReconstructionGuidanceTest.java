package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.SCHEDULE;
import static org.tweedie.guidance.Scene.TIMES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.contract.GuidanceContract;

class ReconstructionGuidanceTest extends GuidanceContract {

  private static final double C = 0.7;
  private static final double Y = 0.4;

  /** {@code y = 0.6 x_1 - 0.3 x_2}. */
  private static final double[] ROW = {0.6, -0.3};

  private static final LinearMap MAP =
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
    return new ReconstructionGuidance(new LinearMeasurement(MAP, Y), scale, deviation, noise);
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
        new ReconstructionGuidance(all, 1, C, 0)
            .guide(model)
            .predict(LATENTS, TIMES, LABELS)
            .signal()
            .values();
    for (int k = 0; k < guided.length; k++) {
      assertThat(guided[k]).isCloseTo(k % 2 == 0 ? 0.3f : -0.2f, within(2e-5f));
    }
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
