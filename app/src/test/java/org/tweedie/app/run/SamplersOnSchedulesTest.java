package org.tweedie.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
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
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.app.config.ComponentConfig;
import org.tweedie.app.plugin.ComponentType;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.PluginLoader;
import org.tweedie.app.plugin.Registry;

/**
 * The whole matrix: every built-in sampler in all its variants, on every schedule, grid and
 * prediction, gives the data's mean and variance or objects in words.
 *
 * <p>On Gaussian data the exact prediction is linear, and so is every sampler: its samples are a
 * constant plus multiples of the start and of each draw of noise. These multiples are read off one
 * batch, whose examples each have one of these numbers alone; so mean and variance are exact, with
 * no sampling error.
 */
class SamplersOnSchedulesTest {

  static final List<String> SCHEDULES =
      List.of(
          "linear",
          "cosine",
          "sigmoid",
          "beta-linear",
          "scaled-linear",
          "sub-vp",
          "edm",
          "geometric",
          "zero-terminal",
          "table values=[10,3,-1,-9]",
          "learned");

  private static final List<String> SAMPLERS =
      List.of(
          "ancestral variance=posterior",
          "ancestral variance=upper",
          "ancestral variance=learned",
          "ddim eta=0",
          "ddim eta=0.5",
          "ddim eta=1",
          "euler",
          "euler s-churn=10",
          "euler-ancestral eta=0.5",
          "euler-ancestral eta=1",
          "heun",
          "heun s-churn=10",
          "dpm-2",
          "lms order=1",
          "lms order=2",
          "lms order=3",
          "lms order=4",
          "pndm",
          "dpm-solver order=1",
          "dpm-solver order=2",
          "dpm-solver order=3",
          "dpm-solver-pp variant=multistep-2",
          "dpm-solver-pp variant=multistep-3",
          "dpm-solver-pp variant=singlestep-2",
          "dpm-solver-pp variant=sde-1",
          "dpm-solver-pp variant=sde-multistep-2",
          "unipc order=1",
          "unipc order=2",
          "unipc order=3",
          "deis order=1",
          "deis order=2",
          "deis order=3",
          "predictor-corrector predictor=reverse-diffusion corrections=0",
          "predictor-corrector predictor=reverse-diffusion corrections=1",
          "predictor-corrector predictor=ancestral corrections=0",
          "predictor-corrector predictor=ancestral corrections=1",
          "langevin",
          "annealed-langevin inner-steps=2",
          "ode",
          "restart");

  /** Times one by one: here dense towards time 0, and with some before any noise. */
  private static final String LIST = "times=";

  private static final List<String> GRIDS =
      List.of(
          "grid=uniform",
          "grid=log-snr",
          "grid=karras",
          "grid=quadratic",
          "grid=leading",
          "grid=trailing",
          LIST);

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
  private static final double MEAN = 0.3;
  private static final double DEVIATION = 0.5;
  private static final DataShape POINT = DataShape.point(1);
  private static final DataDescription DATA =
      new DataDescription(POINT, Optional.empty(), List.of());
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

        @Override
        public Operand<TFloat32> loss(Denoising batch) {
          throw new UnsupportedOperationException();
        }
      };
  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();

  /** N(m, c^2) data, shown as any parameterization, with half of the variance learnt. */
  private record Exact(NoiseSchedule schedule, Parameterization shows) implements DiffusionModel {

    double variance(NoiseLevel level) {
      return Math.pow(DEVIATION * level.alpha(), 2) + Math.pow(level.sigma(), 2);
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      NoiseLevel[] levels = new NoiseLevel[times.length];
      float[] output = new float[times.length];
      for (int i = 0; i < output.length; i++) {
        boolean isAsBefore = i > 0 && times[i] == times[i - 1];
        NoiseLevel level = isAsBefore ? levels[i - 1] : schedule.at(times[i]);
        levels[i] = level;
        double deviation = (z.values()[i] - level.alpha() * MEAN) / variance(level);
        double signal = MEAN + DEVIATION * DEVIATION * level.alpha() * deviation;
        output[i] = (float) shows.target(level, signal, level.sigma() * deviation);
      }
      float[] half = new float[output.length];
      Arrays.fill(half, 0.5f);
      return Prediction.of(shows, z, levels, Batch.of(POINT, output))
          .withVarianceFraction(Batch.of(POINT, half));
    }
  }

  /** Mean and variance of a sampler's samples. */
  private record Moments(double mean, double variance) {

    static Moments of(Sampler sampler, Exact model) {
      double start = Math.sqrt(model.schedule().at(1).power());
      Map<Long, Integer> draws = new HashMap<>();
      run(
          sampler,
          model,
          unit(1, 0).times(start),
          draw -> {
            draws.putIfAbsent(draw, draws.size());
            return Batch.zeros(POINT, 1);
          });
      int count = 2 + draws.size();
      float[] ends =
          run(sampler, model, unit(count, 1).times(start), draw -> unit(count, 2 + draws.get(draw)))
              .values();
      double variance = 0;
      for (int i = 1; i < count; i++) {
        variance += Math.pow(ends[i] - ends[0], 2);
      }
      return new Moments(ends[0], variance);
    }

    private static Batch unit(int count, int one) {
      float[] values = new float[count];
      values[one] = 1;
      return Batch.of(POINT, values);
    }
  }

  @Test
  void theMatrixHasEveryBuiltInComponent() {
    assertThat(SAMPLERS.stream().map(SamplersOnSchedulesTest::name))
        .containsAll(BUILT_IN.names(Kind.SAMPLER));
    assertThat(SCHEDULES.stream().map(SamplersOnSchedulesTest::name))
        .containsAll(BUILT_IN.names(Kind.SCHEDULE));
  }

  /**
   * After 60 steps mean and variance are within 20% of the data's, or after 120 by a fifth nearer,
   * as slow methods are on grids that do not suit them.
   */
  @ParameterizedTest
  @FieldSource("SCHEDULES")
  void meanAndVarianceAreTheDatasUnlessTheSamplerObjects(String schedule) {
    Exact model = new Exact(schedule(schedule), Parameterization.SIGNAL);
    List<String> wrong = new ArrayList<>();
    for (String spec : SAMPLERS) {
      for (String grid : grids(spec)) {
        Sampler many = sampler(spec, grid, 2 * STEPS);
        if (objections(many, model).isEmpty()) {
          double error = error(many, grid, model);
          if (!(error < NEAR)) {
            double after = error(sampler(spec, grid, 4 * STEPS), grid, model);
            if (!(after < GAIN * error)) {
              wrong.add("%s %s: %.3f, in twice the steps %.3f".formatted(spec, grid, error, after));
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Four faces of one prediction lead to the same samples, but for float32's rounding. */
  @ParameterizedTest
  @FieldSource("SCHEDULES")
  void everyPredictionThatIsDefinedLeadsToTheSameSamples(String schedule) {
    Exact signal = new Exact(schedule(schedule), Parameterization.SIGNAL);
    List<String> wrong = new ArrayList<>();
    for (String spec : SAMPLERS) {
      for (String grid : grids(spec)) {
        Sampler sampler = sampler(spec, grid, STEPS);
        if (!objections(sampler, signal).isEmpty()) {
          continue;
        }
        float[] expected = samples(sampler, signal);
        // At the log SNR of 30 where grids end then, float32 has but five steps of noise to a
        // signal.
        double rounding = Double.isInfinite(signal.schedule().logSnr(0)) ? 3e-3 : 2e-4;
        for (Parameterization shows : Parameterization.values()) {
          if (isDefined(shows, signal.schedule())) {
            float[] samples = samples(sampler, new Exact(signal.schedule(), shows));
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
    Exact model = new Exact(schedule(schedule), Parameterization.SIGNAL);
    boolean pure = model.schedule().at(1).alpha() == 0;
    for (String spec : SAMPLERS) {
      for (String grid : grids(spec)) {
        boolean refuses = pure && NEED_SIGNAL.contains(spec) && !grid.equals("grid=leading");
        assertThat(objections(sampler(spec, grid, STEPS), model))
            .as("%s %s on %s", spec, grid, schedule)
            .hasSize(refuses ? 1 : 0)
            .allSatisfy(
                words ->
                    assertThat(words)
                        .startsWith("The sampler %s has no first step".formatted(name(spec)))
                        .contains("at time 1")
                        .contains("Start later, with grid: leading")
                        .contains(remedies()));
      }
    }
  }

  /** The samplers that need no signal, as the objection lists them. */
  private static String remedies() {
    List<String> needing = NEED_SIGNAL.stream().map(SamplersOnSchedulesTest::name).toList();
    List<String> others =
        new ArrayList<>(
            SAMPLERS.stream()
                .map(SamplersOnSchedulesTest::name)
                .distinct()
                .filter(name -> !needing.contains(name) && !name.equals("langevin"))
                .toList());
    String last = others.remove(others.size() - 1);
    return String.join(", ", others) + " and " + last;
  }

  private static List<String> objections(Sampler sampler, Exact model) {
    return sampler instanceof Selective selective
        ? selective.objections(
            new Assembly(
                DATA,
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
      case VELOCITY ->
          DoubleStream.of(0, 0.25, 0.5, 0.75, 1)
              .allMatch(time -> schedule.at(time).isVariancePreserving());
    };
  }

  /** The larger of the errors of mean and variance, in units of the data's deviation. */
  private static double error(Sampler sampler, String grid, Exact model) {
    Moments moments = Moments.of(sampler, model);
    double variance = moments.variance / (DEVIATION * DEVIATION);
    double most = 1;
    double least = 1;
    if (sampler instanceof LangevinDynamics dynamics) {
      most += dynamics.varianceError(DEVIATION * DEVIATION);
      if (!dynamics.isAnnealed()) {
        // It gives the variance of the signal predicted at its level, which the data limit.
        NoiseLevel level = model.schedule().at(0.5);
        least = DEVIATION * DEVIATION * Math.pow(level.alpha(), 2) / model.variance(level);
        most *= least;
      }
    }
    if (grid.equals("grid=leading")) {
      // It takes the noise of time 1 for a latent of its first time, as is documented.
      NoiseLevel first = model.schedule().at(1 - 1.0 / STEPS);
      most *= Math.max(1, model.schedule().at(1).power() / model.variance(first));
    }
    double ofVariance = Math.max(0, Math.max(variance - most, least - variance));
    double ofMean = Math.abs(moments.mean - MEAN) / DEVIATION;
    return Math.max(ofVariance, ofMean);
  }

  private static float[] samples(Sampler sampler, Exact model) {
    SeededNoise noise = new SeededNoise(7, 0, 4, POINT);
    Batch start = noise.draw(1_000_000).times(Math.sqrt(model.schedule().at(1).power()));
    return run(sampler, model, start, noise).values();
  }

  private static Batch run(Sampler sampler, Exact model, Batch start, NoiseSource noise) {
    Condition none = Condition.none(start.count());
    return sampler.sample(model.given(none), start, noise, StepListener.NONE);
  }

  private static List<String> grids(String spec) {
    return type(Kind.SAMPLER, spec).optionTypes().stream()
            .anyMatch(option -> option.name().equals("grid"))
        ? GRIDS
        : List.of("");
  }

  private static Sampler sampler(String spec, String grid, int steps) {
    List<String> options = new ArrayList<>(options(spec));
    if (!grid.isEmpty()) {
      options.add(grid.equals(LIST) ? LIST + list(steps) : grid);
    }
    if (!name(spec).equals("ode")) {
      options.add("steps=" + steps);
    }
    return Variants.make(
        ComponentConfig.read(type(Kind.SAMPLER, spec), options, BUILT_IN), Sampler.class, DATA);
  }

  private static List<Double> list(int steps) {
    return DoubleStream.concat(
            IntStream.range(0, steps).mapToDouble(i -> Math.pow(1 - (double) i / steps, 2)),
            DoubleStream.of(1e-8, 1e-9, 0))
        .boxed()
        .toList();
  }

  private static NoiseSchedule schedule(String spec) {
    return Variants.schedule(
        ComponentConfig.read(type(Kind.SCHEDULE, spec), options(spec), BUILT_IN), DATA);
  }

  private static ComponentType type(Kind kind, String spec) {
    return BUILT_IN.find(kind, name(spec)).get(0);
  }

  private static String name(String spec) {
    return spec.split(" ")[0];
  }

  private static List<String> options(String spec) {
    List<String> words = List.of(spec.split(" "));
    return words.subList(1, words.size());
  }
}
