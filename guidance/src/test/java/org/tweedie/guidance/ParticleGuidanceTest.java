package org.tweedie.guidance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.contract.GuidanceContract;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

class ParticleGuidanceTest extends GuidanceContract {

  private static final StraightSchedule SCHEDULE = new StraightSchedule(8, -8);
  private static final Walk.Options WALK = Walk.Options.of(12, Grid.LOG_SNR);
  private static final LinearMeasurement MEASURED =
      new LinearMeasurement(ReconstructionGuidanceTest.MAP, 0.4);

  @Override
  protected Guidance guidance() {
    return new ParticleGuidance(MEASURED, 5, 0.5, 0.1);
  }

  private static Sampler walk(Guidance guidance) {
    return guidance.walk(new ReplacementGuidanceTest.Steps(WALK));
  }

  private static Batch sampled(Sampler walk, long first, int count, StepListener listener) {
    SeededNoise noise = new SeededNoise(9, first, count, DataShape.point(2));
    return walk.sample(
        new GaussianModel(SCHEDULE, 0.7, Parameterization.SIGNAL).given(Condition.none(count)),
        noise.draw(-1),
        noise,
        listener);
  }

  @Test
  void aSampleIsTheSameInEveryBatch() {
    Sampler walk = walk(guidance());
    Batch together = sampled(walk, 0, 6, StepListener.NONE);
    for (int i = 0; i < 6; i++) {
      assertThat(sampled(walk, i, 1, StepListener.NONE)).isEqualTo(together.slice(i, i + 1));
    }
    assertThat(together.example(0)).isNotEqualTo(together.example(1));
  }

  @Test
  void everyStepIsTold() {
    List<Integer> steps = new ArrayList<>();
    List<Batch> latents = new ArrayList<>();
    Batch samples =
        sampled(
            walk(guidance()),
            0,
            3,
            (step, of, z, prediction) -> {
              assertThat(of).isEqualTo(12);
              assertThat(prediction.signal().count()).isEqualTo(3);
              steps.add(step);
              latents.add(z);
            });
    assertThat(steps).isEqualTo(IntStream.rangeClosed(1, 12).boxed().toList());
    assertThat(latents.get(11)).isEqualTo(samples);
  }

  /** By finite differences, on a map that is neither a mask nor a mean. */
  @Test
  void theGradientIsThatOfTheFit() {
    MeasurementFit fit = new MeasurementFit(MEASURED, 0.5, 0.1);
    NoiseLevel level = SCHEDULE.at(0.4);
    float[] x = {0.3f, -0.2f};
    float[] gradient = fit.gradient(Batch.of(DataShape.point(2), x), level).values();
    for (int k = 0; k < 2; k++) {
      float h = 0.125f;
      float[] above = x.clone();
      float[] below = x.clone();
      above[k] += h;
      below[k] -= h;
      // Exact for a square, but for rounding.
      double[] sides =
          fit.logFit(
              Batch.of(DataShape.point(2), new float[] {above[0], above[1], below[0], below[1]}),
              level);
      assertThat((double) gradient[k]).isCloseTo((sides[0] - sides[1]) / (2 * h), within(1e-3));
    }
  }

  /** Systematic resampling: as often as the weight says, rounded up or down. */
  @Test
  void particlesAreDrawnAnewByTheirWeights() {
    double[] shares = {0.62, 0.03, 0.34, 0.01, 0};
    for (double uniform : new double[] {0, 0.3, 0.77, 0.999}) {
      ParticleWeights weights = new ParticleWeights(5);
      for (int p = 0; p < 5; p++) {
        weights.add(p, 700 + Math.log(shares[p]));
      }
      int[] chosen = weights.drawnAnew(uniform).orElseThrow();
      for (int p = 0; p < 5; p++) {
        int particle = p;
        long times = Arrays.stream(chosen).filter(one -> one == particle).count();
        assertThat((double) times).isCloseTo(5 * shares[p], within(0.9999999));
      }
      assertThat(weights.drawnAnew(uniform)).as("even now").isEmpty();
    }
    ParticleWeights even = new ParticleWeights(4);
    even.add(2, 0.5);
    assertThat(even.drawnAnew(0.5)).isEmpty();
    assertThat(even.drawn(0.999)).isEqualTo(3);
    assertThat(even.drawn(0)).isZero();
  }

  @Test
  void samplersWithoutStepsAndGuidanceAfterItAreRefused() {
    Sampler stepless = (denoiser, start, noise, listener) -> start;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> guidance().walk(stepless))
        .withMessageStartingWith("guidance 'particles' takes the sampler's steps");
    ParticleGuidance particles = (ParticleGuidance) guidance();
    assertThat(particles.objections(Scene.assembly(particles, List.of(), 0, stepless)))
        .singleElement()
        .asString()
        .contains("take one that walks in steps");
    assertThat(
            particles.objections(
                Scene.assembly(
                    Guidance.inOrder(List.of(particles, Scene.classifierFree(2))),
                    List.of("a"),
                    0.1,
                    new ReplacementGuidanceTest.Steps(WALK))))
        .singleElement()
        .asString()
        .contains("belongs last in the list");
  }
}
