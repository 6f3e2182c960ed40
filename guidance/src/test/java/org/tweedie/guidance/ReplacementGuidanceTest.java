package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.guidance.Scene.LABELS;
import static org.tweedie.guidance.Scene.LATENTS;
import static org.tweedie.guidance.Scene.POINT;
import static org.tweedie.guidance.Scene.TIMES;
import static org.tweedie.guidance.Scene.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.ExplodingSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

class ReplacementGuidanceTest extends GuidanceContract {

  private static final double KNOWN = 0.8;
  private static final int COUNT = 4000;

  private static ReplacementGuidance of(int repeats, int jump) {
    return new ReplacementGuidance(
        new LinearMeasurement(new MaskMap(2, 0), KNOWN), 0, repeats, jump);
  }

  @Override
  protected Guidance guidance() {
    return of(3, 2);
  }

  @Test
  void theKnownPartIsThatOfEveryPredictionAndTheRestTheModelsOwn() {
    Batch plain = mixture().predict(LATENTS, TIMES, LABELS).signal();
    Batch guided = of(1, 1).guide(mixture()).predict(LATENTS, TIMES, LABELS).signal();
    for (int i = 0; i < TIMES.length; i++) {
      assertThat(guided.example(i)[0]).isCloseTo((float) KNOWN, within(1e-6f));
      assertThat(guided.example(i)[1]).isEqualTo(plain.example(i)[1]);
    }
  }

  /**
   * Two coordinates of correlation 0.9, the first one known: the second is N(0.9 y, 1 - 0.9^2). The
   * standard error of the mean of 4,000 samples is 0.007, that of their variance 0.004. Without
   * resampling the mean falls short by a third, since on the way the second coordinate follows the
   * noise of the first. What is left with many repeats is the error of the walk's steps; in
   * moments, 40 steps of jump 1 give the means 0.479, 0.677 and 0.713 and the variance 0.165 in the
   * end.
   */
  @Tag("long")
  @Test
  void resamplingLeadsToTheConditionalDistribution() {
    double mean = 0.9 * KNOWN;
    double error = 4 * Math.sqrt((1 - 0.81) / COUNT);
    assertThat(walked(1, 1)[0]).as("without resampling").isCloseTo(0.479, within(1.4 * error));
    assertThat(walked(5, 1)[0]).as("5 repeats").isCloseTo(0.677, within(error));
    double[] many = walked(25, 1);
    assertThat(many[0]).as("25 repeats: the conditional mean").isCloseTo(mean, within(error));
    assertThat(many[1]).as("and the variance").isCloseTo(0.19, within(0.04));
    assertThat(walked(25, 4)[0]).as("in longer stretches too").isCloseTo(mean, within(error));
  }

  /** Mean and variance of the unknown coordinate. */
  private static double[] walked(int repeats, int jump) {
    DiffusionModel model = new PlaneGaussian(new StraightSchedule(8, -6), 1, 0.9);
    Guidance guidance = of(repeats, jump);
    SeededNoise noise = new SeededNoise(5, 0, COUNT, POINT);
    Batch samples =
        new RepaintWalk(steps(40).walk(), jump, repeats)
            .sample(
                guidance.guide(model).given(Condition.none(COUNT)),
                noise.draw(-1),
                noise,
                StepListener.NONE);
    double mean = 0;
    double square = 0;
    for (int i = 0; i < COUNT; i++) {
      assertThat(samples.values()[2 * i]).isCloseTo((float) KNOWN, within(1e-5f));
      double value = samples.values()[2 * i + 1];
      mean += value / COUNT;
      square += value * value / COUNT;
    }
    return new double[] {mean, square - mean * mean};
  }

  @Test
  void theResampledWalkKeepsThePromisesOfASampler() {
    DiffusionModel model = of(3, 2).guide(mixture());
    SeededNoise both = new SeededNoise(9, 0, 2, POINT);
    SeededNoise second = new SeededNoise(9, 1, 1, POINT);
    Sampler walk = of(3, 2).walk(steps(5));
    List<Integer> steps = new ArrayList<>();
    Batch together =
        walk.sample(
            model.given(Condition.none(2)),
            both.draw(-1),
            both,
            (step, all, z, prediction) -> {
              assertThat(all).isEqualTo(15);
              steps.add(step);
            });
    Batch alone =
        walk.sample(model.given(Condition.none(1)), second.draw(-1), second, StepListener.NONE);
    assertThat(steps).as("five steps, each thrice").hasSize(15).isSorted();
    assertThat(steps).endsWith(15);
    assertThat(together.example(1)).containsExactly(alone.example(0), within(1e-6f));
  }

  /** The noise of time 1 would be far too much for a walk that begins later where it explodes. */
  @Test
  void aWalkThatBeginsLaterStartsWithTheNoiseOfItsLevel() {
    GaussianModel model = new GaussianModel(new ExplodingSchedule(), 0.5, Parameterization.NOISE);
    Sampler late = new Steps(Walk.Options.of(2, Grid.UNIFORM).withTimes(List.of(0.5, 0.2)));
    SeededNoise noise = new SeededNoise(4, 0, 3, POINT);
    Batch start = noise.draw(-1).times(Math.sqrt(model.schedule().at(1).power()));
    List<Batch> latents = new ArrayList<>();
    of(2, 1)
        .walk(late)
        .sample(
            model.given(Condition.none(3)),
            start,
            noise,
            (step, all, z, prediction) -> latents.add(prediction.latent()));
    float expected =
        (float) (noise.draw(-1).values()[0] * Math.sqrt(model.schedule().at(0.5).power()));
    assertThat(latents.get(0).values()[0]).isCloseTo(expected, within(1e-5f * Math.abs(expected)));
  }

  /** A prediction of 3 everywhere, for an image of one pixel of which nothing is known. */
  private static float painted(Walk.Options options) {
    DataShape pixel = DataShape.image(1, 1, 1);
    DiffusionModel three =
        new DiffusionModel() {
          @Override
          public NoiseSchedule schedule() {
            return StraightSchedule.WIDE;
          }

          @Override
          public Prediction predict(Batch z, double[] times, Condition condition) {
            NoiseLevel[] levels =
                Arrays.stream(times).mapToObj(schedule()::at).toArray(NoiseLevel[]::new);
            return Prediction.of(Parameterization.SIGNAL, z, levels, z.map(value -> 3));
          }
        };
    SeededNoise noise = new SeededNoise(2, 0, 1, pixel);
    return of(2, 1)
        .walk(new Steps(options))
        .sample(three.given(Condition.none(1)), noise.draw(-1), noise, StepListener.NONE)
        .values()[0];
  }

  @Test
  void aRepeatedWalkLimitsPredictionsAsTheSamplersOptionsSay() {
    Walk.Options clipped = Walk.Options.of(4, Grid.UNIFORM);
    assertThat(painted(clipped)).isEqualTo(1);
    assertThat(painted(clipped.withoutClip())).isEqualTo(3);
  }

  @Test
  void aRepeatedWalkGoesByTheSamplersTimes() {
    Walk.Options options = Walk.Options.of(7, Grid.KARRAS).withLogSnrRange(-3, 5);
    NoiseSchedule schedule = StraightSchedule.WIDE;
    GaussianModel model = new GaussianModel(schedule, 0.5, Parameterization.NOISE);
    SeededNoise noise = new SeededNoise(2, 0, 1, POINT);
    List<Double> logSnrs = new ArrayList<>();
    of(2, 1)
        .walk(new Steps(options))
        .sample(
            model.given(Condition.none(1)),
            noise.draw(-1),
            noise,
            (step, all, z, prediction) -> logSnrs.add(prediction.level(0).logSnr()));
    List<Double> once =
        Arrays.stream(Walk.times(schedule, options)).mapToObj(schedule::logSnr).toList();
    assertThat(logSnrs).hasSize(14);
    for (int i = 0; i < 14; i++) {
      assertThat(logSnrs.get(i)).isEqualTo(once.get(i / 2));
    }
  }

  @Test
  void objectsToSamplersWithoutStepsToGoBackTo() {
    Sampler jump = (denoiser, start, noise, listener) -> start;
    assertThat(of(3, 2).objections(Scene.assembly(of(3, 2), List.of(), 0, jump)))
        .singleElement()
        .asString()
        .contains("this sampler has no steps to go back to: set repeats: 1");
    assertThat(of(1, 2).objections(Scene.assembly(of(1, 2), List.of(), 0, jump))).isEmpty();
    assertThat(of(3, 2).objections(Scene.assembly(of(3, 2), List.of(), 0, steps(4)))).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> of(3, 2).walk(jump));
  }

  @Test
  void objectsToBeingFollowedByWhatWouldChangeTheKnownPart() {
    ReplacementGuidance last = of(1, 1);
    List<Guidance> fine = List.of(Scene.classifierFree(2), last, new NoGuidance());
    assertThat(last.objections(Scene.assembly(Guidance.inOrder(fine), List.of("cat"), 0.1)))
        .isEmpty();
    assertThat(last.objections(Scene.assembly(last, List.of(), 0))).isEmpty();
    List<Guidance> twice = List.of(last, of(2, 2));
    assertThat(last.objections(Scene.assembly(Guidance.inOrder(twice), List.of(), 0)))
        .containsExactly(
            "guidance 'replacement' belongs last in the list: what comes after it would change again"
                + " what it has put in");
  }

  @Test
  void withoutResamplingTheWalkIsTheSamplersOwn() {
    Sampler sampler = steps(3);
    assertThat(of(1, 5).walk(sampler)).isSameAs(sampler);
  }

  /** A sampler of some steps, of which a repeated walk takes the options alone. */
  record Steps(Walk.Options walk) implements Walking {
    @Override
    public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
      throw new AssertionError("replaced by the walk");
    }
  }

  /** 40 steps uniform in time without time 0, as in Luo, equation 84. */
  private static Steps steps(int count) {
    return new Steps(Walk.Options.of(count, Grid.TRAILING));
  }
}
