package org.tweedie.api.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.Threads;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.GaussianModel;
import org.tweedie.api.model.MixtureModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.schedule.StraightSchedule;

/**
 * What every sampler must keep. To check one, extend this class and say how to make it; its tests
 * are inherited.
 *
 * <p>The models are exact (Luo, "Understanding Diffusion Models: A Unified Perspective", arXiv
 * 2208.11970, equation 133, in closed form), so whatever is wrong with the samples is the sampler's
 * doing. All data lie within [-1, 1] for practical purposes, so samplers that clip the predicted
 * signal to that interval need no exemption.
 */
public abstract class SamplerContract {

  /** The standard deviation of the Gaussian data. */
  private static final double C = 0.2;

  private static final DataShape POINT = DataShape.point(2);

  /**
   * A sampler to be checked.
   *
   * @param steps how many steps it takes, at least 1
   */
  protected abstract Sampler sampler(int steps);

  /** How many steps count as many: then the variance is tested; 1000 unless overridden. */
  protected int manySteps() {
    return 1000;
  }

  /** The relative error of the variance that is tolerated with {@link #manySteps}; 0.02. */
  protected double varianceTolerance() {
    return 0.02;
  }

  /**
   * How many steps the listener must be told of; other than asked for where a sampler chooses its
   * steps itself and reports progress on a scale of its own.
   */
  protected int reportedSteps(int steps) {
    return steps;
  }

  /** How many samples the variance is measured on, each of two values; 10,000. */
  protected int varianceSamples() {
    return 10_000;
  }

  /**
   * Whether the sampler finds the weights of a mixture's components; not so for dynamics that
   * hardly pass from one component to another.
   */
  protected boolean findsWeights() {
    return true;
  }

  @Test
  void varianceTendsToThatOfTheData() {
    int count = varianceSamples();
    Batch samples =
        run(sampler(manySteps()), gaussian(StraightSchedule.WIDE, Parameterization.NOISE), count);
    double mean = 0;
    double square = 0;
    int n = samples.values().length;
    for (float value : samples.values()) {
      mean += value / n;
      square += (double) value * value / n;
    }
    double relativeError = Math.sqrt(2.0 / n);
    assertThat((square - mean * mean) / (C * C))
        .as(
            "With an exact model of N(0, c^2) data (E[x|z] = c^2 alpha z / (c^2 alpha^2 + sigma^2))"
                + " the variance of samples must tend to c^2; the ratio after %s steps, with a"
                + " standard error of %s.",
            manySteps(), relativeError)
        .isCloseTo(1, within(varianceTolerance() + 4 * relativeError));
    assertThat(mean)
        .as("The mean of samples of N(0, c^2) data must be 0 within 5 standard errors.")
        .isCloseTo(0, within(5 * C / Math.sqrt(n)));
  }

  @Test
  void componentsOfAMixtureKeepTheirWeights() {
    int count = 2000;
    DiffusionModel model =
        MixtureModel.twoClasses(StraightSchedule.WIDE, Parameterization.VELOCITY);
    Batch samples = run(sampler(250), model, count);
    double left = 0;
    for (int i = 0; i < count; i++) {
      float[] point = samples.example(i);
      assertThat(Float.isFinite(point[0] + point[1])).as("Sample %s must be finite.", i).isTrue();
      left += point[0] < -0.15 && point[1] > -0.1 ? 1.0 / count : 0;
    }
    if (!findsWeights()) {
      return;
    }
    assertThat(left)
        .as("A component of weight 0.3 must get 0.3 of the samples, within 5 standard errors.")
        .isCloseTo(0.3, within(0.01 + 5 * Math.sqrt(0.3 * 0.7 / count)));
  }

  @Test
  void allParameterizationsOfOneModelGiveTheSameSamples() {
    Batch expected = run(sampler(50), gaussian(StraightSchedule.WIDE, Parameterization.SIGNAL), 64);
    for (Parameterization shown : Parameterization.values()) {
      float[] samples = run(sampler(50), gaussian(StraightSchedule.WIDE, shown), 64).values();
      assertThat(samples)
          .as(
              "Signal, noise, velocity and score are one prediction (Luo, equations 115, 133, 151),"
                  + " so a model that shows %s must give the samples of one that shows the signal.",
              shown)
          .containsExactly(expected.values(), within(1e-5f));
    }
  }

  @Test
  void sampleDoesNotDependOnItsBatch() {
    Sampler sampler = sampler(20);
    DiffusionModel model = MixtureModel.twoClasses(StraightSchedule.WIDE, Parameterization.NOISE);
    Batch together = run(sampler, model, 0, 8);
    for (int size : new int[] {1, 3, 8}) {
      for (int first = 0; first + size <= 8; first += size) {
        assertThat(run(sampler, model, first, size))
            .as(
                "Samples %s to %s must be the same alone and among eight: noise comes from the"
                    + " NoiseSource, which knows each sample's index.",
                first, first + size - 1)
            .isEqualTo(together.slice(first, first + size));
      }
    }
  }

  @Test
  void manyThreadsGetTheSameSamples() {
    Sampler sampler = sampler(10);
    DiffusionModel model = gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
    Threads.allGive(
        () -> run(sampler, model, 16),
        "A sampler keeps no state between calls: every thread must get the same samples.");
  }

  @Test
  void listenerHearsOfEveryStepOnceAndInOrder() {
    DiffusionModel model = gaussian(StraightSchedule.WIDE, Parameterization.NOISE);
    for (int steps : new int[] {1, 2, 13}) {
      List<Integer> heard = new ArrayList<>();
      Batch start = start(model.schedule(), 0, 3);
      sampler(steps)
          .sample(
              model.given(Condition.none(3)),
              start,
              noise(0, 3),
              (step, of, z, prediction) -> {
                heard.add(step);
                assertThat(of)
                    .as("The listener must be told of %s steps in all.", reportedSteps(steps))
                    .isEqualTo(reportedSteps(steps));
                assertThat(List.of(z.count(), prediction.signal().count()))
                    .as("The listener must be shown all samples, after step %s.", step)
                    .containsExactly(3, 3);
              });
      assertThat(heard)
          .as("The listener must be called once a step, from 1 to the number of steps.")
          .isEqualTo(IntStream.rangeClosed(1, reportedSteps(steps)).boxed().toList());
    }
  }

  @Test
  void extremeNoiseLevelsGiveFiniteSamples() {
    for (Parameterization shown : Parameterization.values()) {
      for (int steps : new int[] {1, 2, 10, 100}) {
        Batch samples = run(sampler(steps), gaussian(StraightSchedule.EXTREME, shown), 8);
        for (float value : samples.values()) {
          assertThat(Float.isFinite(value))
              .as(
                  "A schedule from log SNR 20 to -20 must give finite samples in %s steps from a"
                      + " model that shows %s: form differences of SNRs with expm1.",
                  steps, shown)
              .isTrue();
        }
      }
    }
  }

  @Test
  void startStaysAsItIs() {
    DiffusionModel model = gaussian(StraightSchedule.WIDE, Parameterization.SIGNAL);
    Batch start = start(model.schedule(), 0, 4);
    Batch result =
        sampler(5).sample(model.given(Condition.none(4)), start, noise(0, 4), StepListener.NONE);
    assertThat(start)
        .as("A batch never changes: the sampler must not write to its start.")
        .isEqualTo(start(model.schedule(), 0, 4));
    assertThat(result.count()).as("There must be as many samples as starts.").isEqualTo(4);
    assertThat(result.shape()).as("Samples must have the shape of the start.").isEqualTo(POINT);
  }

  private static DiffusionModel gaussian(NoiseSchedule schedule, Parameterization shows) {
    return new GaussianModel(schedule, C, shows);
  }

  private static Batch run(Sampler sampler, DiffusionModel model, int count) {
    return run(sampler, model, 0, count);
  }

  private static Batch run(Sampler sampler, DiffusionModel model, int first, int count) {
    return sampler.sample(
        model.given(Condition.none(count)),
        start(model.schedule(), first, count),
        noise(first, count),
        StepListener.NONE);
  }

  private static Batch start(NoiseSchedule schedule, int first, int count) {
    return new SeededNoise(1, first, count, POINT).draw(0).times(schedule.at(1).sigma());
  }

  private static NoiseSource noise(int first, int count) {
    return new SeededNoise(2, first, count, POINT);
  }
}
