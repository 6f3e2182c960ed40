package org.tweedie.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseRate;
import org.tweedie.api.schedule.NoiseSchedule;

/** Values of the papers' own formulas, to the digits that are known of them. */
class ReferenceValuesTest {

  private static final Percentage TEN_DIGITS = Percentage.withPercentage(5e-8);

  private final NoiseSchedule ddpm =
      new BetaLinearSchedule(new BetaLinearSchedule.Options(new Betas(1e-4, 0.02, 1000, false)));

  /** Ends so far out that the stretch of time moves nothing by more than 1e-12. */
  private final NoiseSchedule sigmoid =
      new SigmoidSchedule(new SigmoidSchedule.Options(-3, 3, 1, 60, -60));

  @Test
  void betaLinearsFirstMiddleAndLastOfThousandSteps() {
    assertThat(alphaBar(ddpm, 0.001)).isCloseTo(0.9999, TEN_DIGITS);
    assertThat(alphaBar(ddpm, 0.5)).isCloseTo(0.07858724288, TEN_DIGITS);
    assertThat(alphaBar(ddpm, 1)).isCloseTo(4.035829765e-5, TEN_DIGITS);
  }

  @Test
  void betaLinearIsTheProductOfItsStepsAtEveryStep() {
    double product = 1;
    for (int i = 1; i <= 1000; i++) {
      product *= 1 - (1e-4 + (0.02 - 1e-4) * (i - 1) / 999);
      assertThat(alphaBar(ddpm, i / 1000.0)).as("step %s", i).isCloseTo(product, TEN_DIGITS);
    }
  }

  @Test
  void scaledLinearIsTheProductOfItsStepsAtEveryStep() {
    NoiseSchedule scaled =
        new ScaledLinearSchedule(
            new ScaledLinearSchedule.Options(new Betas(0.00085, 0.012, 1000, false)));
    double product = 1;
    for (int i = 1; i <= 1000; i++) {
      double root = Math.sqrt(0.00085) + (Math.sqrt(0.012) - Math.sqrt(0.00085)) * (i - 1) / 999;
      product *= 1 - root * root;
      assertThat(alphaBar(scaled, i / 1000.0)).as("step %s", i).isCloseTo(product, TEN_DIGITS);
    }
  }

  /** The middle of the diffusion is reached at the same time to 1/T. */
  @Test
  void manyStepsTendToTheContinuousLimit() {
    NoiseSchedule limit =
        new BetaLinearSchedule(new BetaLinearSchedule.Options(new Betas(1e-4, 0.02, 1000, true)));
    NoiseSchedule many =
        new BetaLinearSchedule(
            new BetaLinearSchedule.Options(new Betas(1e-6, 2e-4, 100_000, false)));
    NoiseSchedule scaledLimit =
        new ScaledLinearSchedule(
            new ScaledLinearSchedule.Options(new Betas(8.5e-4, 0.012, 1000, true)));
    NoiseSchedule scaledMany =
        new ScaledLinearSchedule(
            new ScaledLinearSchedule.Options(new Betas(8.5e-6, 1.2e-4, 100_000, false)));
    for (double t : new double[] {0.1, 0.37, 0.5, 0.9, 1}) {
      assertThat(many.logSnr(t)).isCloseTo(limit.logSnr(t), within(2e-3));
      assertThat(scaledMany.logSnr(t)).isCloseTo(scaledLimit.logSnr(t), within(2e-3));
    }
  }

  @Test
  void continuousBetaLinearIsTheIntegralOfItsRate() {
    NoiseSchedule sde =
        new BetaLinearSchedule(new BetaLinearSchedule.Options(new Betas(1e-4, 0.02, 1000, true)));
    // Song et al., equation 33: exp(-(19.9)/2 - 0.1) at time 1.
    assertThat(alphaBar(sde, 1)).isCloseTo(Math.exp(-10.05), TEN_DIGITS);
    assertThat(alphaBar(sde, 0.5)).isCloseTo(Math.exp(-2.5375), TEN_DIGITS);
  }

  @Test
  void subVpIsThePapersMeanAndVariance() {
    NoiseSchedule schedule = new SubVpSchedule(new SubVpSchedule.Options(0.1, 20));
    for (double t : new double[] {0.01, 0.3, 0.77, 1}) {
      double integral = 0.1 * t + 19.9 * t * t / 2;
      assertThat(schedule.at(t).alpha()).isCloseTo(Math.exp(-integral / 2), TEN_DIGITS);
      assertThat(schedule.at(t).sigma()).isCloseTo(1 - Math.exp(-integral), TEN_DIGITS);
      assertThat(schedule.at(t).power()).isLessThan(1);
    }
  }

  @Test
  void sigmoidsFirstAndMiddleOfThousandSteps() {
    assertThat(alphaBar(sigmoid, 0.001)).isCloseTo(0.9996997208, TEN_DIGITS);
    assertThat(alphaBar(sigmoid, 0.5)).isCloseTo(0.5, TEN_DIGITS);
  }

  /** Steps from these curves are capped: the last of 1000 leaves 1 - 0.999 of the step before. */
  @Test
  void lastOfThousandCappedStepsFollowsFromTheOneBefore() {
    NoiseSchedule cosine = new CosineSchedule(new CosineSchedule.Options(0.008, 60, -60));
    assertThat(alphaBar(sigmoid, 0.999) * (1 - 0.999)).isCloseTo(3.002791997e-7, TEN_DIGITS);
    assertThat(alphaBar(cosine, 0.999) * (1 - 0.999)).isCloseTo(2.428766907e-9, TEN_DIGITS);
  }

  @Test
  void sigmoidIsThePapersFormulaForOtherPieces() {
    NoiseSchedule schedule = new SigmoidSchedule(new SigmoidSchedule.Options(0, 3, 0.3, 80, -80));
    for (double t : new double[] {0.01, 0.3, 0.5, 0.8}) {
      double first = sigmoid(0);
      double last = sigmoid(3 / 0.3);
      double expected = (last - sigmoid(3 * t / 0.3)) / (last - first);
      assertThat(alphaBar(schedule, t)).isCloseTo(expected, TEN_DIGITS);
    }
  }

  /** With ends so far out that all of the path is there: alpha = 1 - t, sigma = t, flow eps - x. */
  @Test
  void rectifiedFlowIsTheStraightPath() {
    NoiseSchedule schedule =
        new RectifiedFlowSchedule(new RectifiedFlowSchedule.Options(100, -100));
    for (double t : new double[] {0.001, 0.3, 0.5, 0.8, 0.999}) {
      NoiseLevel level = schedule.movingAt(t);
      assertThat(level.alpha()).isCloseTo(1 - t, TEN_DIGITS);
      assertThat(level.sigma()).isCloseTo(t, TEN_DIGITS);
      assertThat(level.rate()).isEqualTo(new NoiseRate(-1, 1));
      assertThat(level.turn()).isCloseTo(1, TEN_DIGITS);
      assertThat(Parameterization.FLOW.target(level, 0.3, -1.2)).isCloseTo(-1.5, TEN_DIGITS);
    }
    // By default 1/(1 + exp(6.65)) = 0.0012925 of the path is left out at either end.
    NoiseLevel first =
        new RectifiedFlowSchedule(new RectifiedFlowSchedule.Options(13.3, -13.3)).movingAt(0);
    assertThat(first.sigma()).isCloseTo(0.00129234, within(1e-8));
    assertThat(first.alpha() + first.sigma()).isCloseTo(1, TEN_DIGITS);
    assertThat(first.rate().sigma()).isCloseTo(1 - 2 * first.sigma(), TEN_DIGITS);
  }

  @Test
  void edmVisitsThePapersTenLevels() {
    NoiseSchedule schedule = new EdmSchedule(new EdmSchedule.Options(0.002, 80, 7));
    double[] sigmas = {
      80,
      42.415189319,
      21.108676736,
      9.7232013553,
      4.0661236030,
      1.5017419791,
      0.46997905800,
      0.11663856353,
      0.020435334553,
      0.002
    };
    for (int i = 0; i < 10; i++) {
      NoiseLevel level = schedule.at((9 - i) / 9.0);
      assertThat(level.sigma()).isCloseTo(sigmas[i], TEN_DIGITS);
      assertThat(level.alpha()).isEqualTo(1);
    }
  }

  @Test
  void geometricLevelsHaveOneRatio() {
    NoiseSchedule schedule = new GeometricSchedule(new GeometricSchedule.Options(0.01, 50));
    double ratio = Math.pow(5000, 0.1);
    for (int i = 0; i <= 10; i++) {
      assertThat(schedule.at(i / 10.0).sigma()).isCloseTo(0.01 * Math.pow(ratio, i), TEN_DIGITS);
    }
  }

  /** Algorithm 1 of Lin et al., as written there, on the alphas of the other schedule. */
  @Test
  void zeroTerminalMovesAlphaLinearly() {
    for (ZeroTerminalSchedule.Base base : ZeroTerminalSchedule.Base.values()) {
      NoiseSchedule other = base.schedule();
      NoiseSchedule moved = new ZeroTerminalSchedule(new ZeroTerminalSchedule.Options(base));
      double first = other.at(0).alpha();
      double last = other.at(1).alpha();
      for (double t : new double[] {0, 0.01, 0.3, 0.5, 0.9, 0.999}) {
        double expected = (other.at(t).alpha() - last) * first / (first - last);
        assertThat(moved.at(t).alpha()).as("%s at %s", base, t).isCloseTo(expected, within(1e-12));
        assertThat(moved.at(t).power()).as("%s at %s", base, t).isCloseTo(1, within(1e-12));
      }
      assertThat(moved.at(1)).isEqualTo(new NoiseLevel(0, 1, Double.NEGATIVE_INFINITY));
    }
  }

  /** Halving the distance to time 1 halves alpha, as far down as doubles go. */
  @Test
  void zeroTerminalVanishesLinearlyAtTheEnd() {
    for (ZeroTerminalSchedule.Base base : ZeroTerminalSchedule.Base.values()) {
      NoiseSchedule moved = new ZeroTerminalSchedule(new ZeroTerminalSchedule.Options(base));
      for (int power : IntStream.rangeClosed(-50, -36).toArray()) {
        double rest = Math.scalb(1.0, power);
        double ratio = moved.at(1 - rest).alpha() / moved.at(1 - 2 * rest).alpha();
        assertThat(ratio).as("%s at 1 - 2^%s", base, power).isCloseTo(0.5, within(1e-4));
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double alphaBar(NoiseSchedule schedule, double t) {
    return Math.pow(schedule.at(t).alpha(), 2);
  }
}
