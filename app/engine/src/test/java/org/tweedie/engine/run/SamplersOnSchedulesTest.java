package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Denoising;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * The whole matrix: every built-in sampler in all its variants, on every schedule, grid and
 * prediction, gives the data's mean and variance or objects in words.
 */
class SamplersOnSchedulesTest {

  static final List<String> SCHEDULES =
      List.of(
          "linear",
          "cosine",
          "sigmoid",
          "beta-linear",
          "scaled-linear",
          "rectified-flow",
          "sub-vp",
          "edm",
          "geometric",
          "zero-terminal",
          "table values=[10,3,-1,-9]",
          "learned");

  private static final List<String> GRIDS =
      List.of(
          "grid=uniform",
          "grid=log-snr",
          "grid=karras",
          "grid=quadratic",
          "grid=leading",
          "grid=trailing",
          BuiltInSamplers.LIST);

  /** Those of which there is no step from pure noise, at any length. */
  private static final List<String> NEED_SIGNAL =
      List.of(
          "heun",
          "heun s-churn=10",
          "dpm-2",
          "dpm-solver order=2",
          "dpm-solver order=3",
          "annealed-langevin inner-steps=2",
          "restart");

  private static final int STEPS = 30;
  private static final double NEAR = 0.2;
  private static final double GAIN = 0.8;
  private static final Objective OBJECTIVE =
      new Objective() {
        @Override
        public Parameterization predicts() {
          return Parameterization.SIGNAL;
        }

        @Override
        public boolean learnsVariance() {
          return true;
        }

        /** So that the sampler of students does not object, which no denoiser is shown here. */
        @Override
        public boolean isDenoiser() {
          return false;
        }

        @Override
        public Operand<TFloat32> loss(Denoising batch) {
          throw new UnsupportedOperationException();
        }
      };

  @Test
  void theMatrixHasEveryBuiltInComponent() {
    assertThat(BuiltInSamplers.ALL.stream().map(BuiltInSamplers::name))
        .containsAll(BuiltInSamplers.REGISTRY.names(Kinds.SAMPLER));
    assertThat(SCHEDULES.stream().map(BuiltInSamplers::name))
        .containsAll(BuiltInSamplers.REGISTRY.names(Kinds.SCHEDULE));
  }

  /**
   * After 60 steps mean and variance are within 20% of the data's, or after 120 by a fifth nearer,
   * as slow methods are on grids that do not suit them.
   */
  @ParameterizedTest
  @FieldSource("SCHEDULES")
  void meanAndVarianceAreTheDatasUnlessTheSamplerObjects(String schedule) {
    ShiftedGaussian model =
        new ShiftedGaussian(BuiltInSamplers.schedule(schedule), Parameterization.SIGNAL);
    List<String> wrong = new ArrayList<>();
    for (String spec : BuiltInSamplers.ALL) {
      for (String grid : grids(spec)) {
        Sampler many = BuiltInSamplers.sampler(spec, grid, 2 * STEPS);
        // Samplers of students are shown the ends of paths elsewhere.
        if (objections(many, model).isEmpty() && !many.takesPathEnds()) {
          double error = error(many, grid, model);
          if (!(error < NEAR)) {
            double after = error(BuiltInSamplers.sampler(spec, grid, 4 * STEPS), grid, model);
            if (!(after < GAIN * error)) {
              wrong.add("%s %s: %.3f, in twice the steps %.3f".formatted(spec, grid, error, after));
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Five faces of one prediction lead to the same samples, but for float32's rounding. */
  @ParameterizedTest
  @FieldSource("SCHEDULES")
  void everyPredictionThatIsDefinedLeadsToTheSameSamples(String schedule) {
    ShiftedGaussian signal =
        new ShiftedGaussian(BuiltInSamplers.schedule(schedule), Parameterization.SIGNAL);
    List<String> wrong = new ArrayList<>();
    for (String spec : BuiltInSamplers.ALL) {
      for (String grid : grids(spec)) {
        Sampler sampler = BuiltInSamplers.sampler(spec, grid, STEPS);
        if (!objections(sampler, signal).isEmpty()) {
          continue;
        }
        float[] expected = samples(sampler, signal);
        // At the log SNR of 30 where grids end then, float32 has but five steps of noise to a
        // signal.
        double rounding = Double.isInfinite(signal.schedule().logSnr(0)) ? 3e-3 : 2e-4;
        for (Parameterization shows : Parameterization.values()) {
          if (isDefined(shows, signal.schedule())) {
            float[] samples = samples(sampler, new ShiftedGaussian(signal.schedule(), shows));
            for (int i = 0; i < expected.length; i++) {
              if (!(Math.abs(samples[i] - expected[i]) < rounding)) {
                wrong.add(
                    "%s %s %s: %s for %s".formatted(spec, grid, shows, samples[i], expected[i]));
              }
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /**
   * From pure noise at time 1 there is no first step of second order in sigma/alpha or in the log
   * SNR, since it is infinitely long in both, and no Langevin step of z/alpha, which is infinite.
   * First steps of first order have a limit, the predicted signal with the noise that is there.
   */
  @ParameterizedTest
  @FieldSource("SCHEDULES")
  void onlyThoseObjectThatHaveNoFirstStepFromPureNoise(String schedule) {
    ShiftedGaussian model =
        new ShiftedGaussian(BuiltInSamplers.schedule(schedule), Parameterization.SIGNAL);
    boolean pure = model.schedule().at(1).alpha() == 0;
    for (String spec : BuiltInSamplers.ALL) {
      for (String grid : grids(spec)) {
        boolean refuses = pure && NEED_SIGNAL.contains(spec) && !grid.equals("grid=leading");
        assertThat(objections(BuiltInSamplers.sampler(spec, grid, STEPS), model))
            .as("%s %s on %s", spec, grid, schedule)
            .hasSize(refuses ? 1 : 0)
            .allSatisfy(
                words ->
                    assertThat(words)
                        .startsWith(
                            "The sampler %s has no first step"
                                .formatted(BuiltInSamplers.name(spec)))
                        .contains("at time 1")
                        .contains("Start later, with grid: leading")
                        .contains(remedies()));
      }
    }
  }

  /** The samplers that need no signal, as the objection lists them. */
  private static String remedies() {
    List<String> needing = NEED_SIGNAL.stream().map(BuiltInSamplers::name).toList();
    List<String> others =
        new ArrayList<>(
            BuiltInSamplers.ALL.stream()
                .map(BuiltInSamplers::name)
                .distinct()
                .filter(name -> !needing.contains(name))
                .filter(name -> !List.of("langevin", "consistency").contains(name))
                .toList());
    String last = others.remove(others.size() - 1);
    return String.join(", ", others) + " and " + last;
  }

  private static List<String> objections(Sampler sampler, ShiftedGaussian model) {
    return sampler instanceof Selective selective
        ? selective.objections(
            new Assembly(
                BuiltInSamplers.DATA,
                model.schedule(),
                Optional.empty(),
                null,
                null,
                OBJECTIVE,
                null,
                sampler,
                null,
                0))
        : List.of();
  }

  /** A velocity needs the circle, and noise some signal; see {@link BuiltInCombinationsTest}. */
  private static boolean isDefined(Parameterization shows, NoiseSchedule schedule) {
    return switch (shows) {
      case SIGNAL -> true;
      case NOISE, SCORE -> schedule.at(1).alpha() > 0;
      case VELOCITY -> isPreserving(schedule);
      // Elsewhere it is a velocity of another size.
      case FLOW -> !isPreserving(schedule) || schedule.at(1).alpha() == 0;
    };
  }

  private static boolean isPreserving(NoiseSchedule schedule) {
    return DoubleStream.of(0, 0.25, 0.5, 0.75, 1)
        .allMatch(time -> schedule.at(time).isVariancePreserving());
  }

  /** The larger of the errors of mean and variance, in units of the data's deviation. */
  private static double error(Sampler sampler, String grid, ShiftedGaussian model) {
    Moments moments = Moments.of(sampler, model);
    double variance = moments.variance() / (ShiftedGaussian.DEVIATION * ShiftedGaussian.DEVIATION);
    double most = 1;
    double least = 1;
    if (sampler instanceof LangevinDynamics dynamics) {
      most += dynamics.varianceError(ShiftedGaussian.DEVIATION * ShiftedGaussian.DEVIATION);
      if (!dynamics.isAnnealed()) {
        // It gives the variance of the signal predicted at its level, which the data limit.
        NoiseLevel level = model.schedule().at(0.5);
        least =
            ShiftedGaussian.DEVIATION
                * ShiftedGaussian.DEVIATION
                * Math.pow(level.alpha(), 2)
                / model.variance(level);
        most *= least;
      }
    }
    if (grid.equals("grid=leading")) {
      // It takes the noise of time 1 for a latent of its first time, as is documented.
      NoiseLevel first = model.schedule().at(1 - 1.0 / STEPS);
      most *= Math.max(1, model.schedule().at(1).power() / model.variance(first));
    }
    double ofVariance = Math.max(0, Math.max(variance - most, least - variance));
    double ofMean = Math.abs(moments.mean() - ShiftedGaussian.MEAN) / ShiftedGaussian.DEVIATION;
    return Math.max(ofVariance, ofMean);
  }

  private static float[] samples(Sampler sampler, ShiftedGaussian model) {
    SeededNoise noise = new SeededNoise(7, 0, 4, ShiftedGaussian.POINT);
    Batch start = noise.draw(1_000_000).times(Math.sqrt(model.schedule().at(1).power()));
    return Moments.run(sampler, model, start, noise).values();
  }

  private static List<String> grids(String spec) {
    return BuiltInSamplers.type(Kinds.SAMPLER, spec).optionTypes().stream()
            .anyMatch(option -> option.name().equals("grid"))
        ? GRIDS
        : List.of("");
  }
}
