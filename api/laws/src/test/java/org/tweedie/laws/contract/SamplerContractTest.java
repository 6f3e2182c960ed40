package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;

class SamplerContractTest {

  /** A right sampler, as short as can be, and the ways in which the tests below break it. */
  private static class Simple implements Sampler {

    private final int steps;

    Simple(int steps) {
      this.steps = steps;
    }

    @Override
    public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
      Batch z = start;
      for (int step = 1; step <= steps; step++) {
        Prediction prediction = denoiser.predict(z, 1 - (step - 1.0) / steps);
        NoiseLevel s = denoiser.schedule().at(1 - (double) step / steps);
        z = step(prediction, s, noise, step);
        listener.onStep(step, steps, z, prediction);
      }
      return z;
    }

    Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
      return prediction.signal().combine(s.alpha(), s.sigma(), prediction.noise());
    }
  }

  @Nested
  class Right extends SamplerContract {
    @Override
    protected Sampler sampler(int steps) {
      return new Simple(steps);
    }
  }

  @Test
  void tooMuchNoiseIsCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                return super.step(prediction, s, noise, step)
                    .combine(1, 0.5 * s.sigma(), noise.draw(step));
              }
            },
        SamplerContract::varianceTendsToThatOfTheData,
        "Tweedie's formula: Luo, equations 131-133");
  }

  @Test
  void forgottenFactorsAreCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                return prediction.signal().combine(1, s.sigma(), prediction.noise());
              }
            },
        SamplerContract::varianceTendsToThatOfTheData,
        "(Tweedie's formula: Luo, equations 131-133) does not hold for the variance");
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                double squared = s.sigma() * s.sigma();
                return prediction.signal().combine(s.alpha(), squared, prediction.noise());
              }
            },
        SamplerContract::varianceTendsToThatOfTheData,
        "(Tweedie's formula: Luo, equations 131-133) does not hold for the variance");
  }

  @Test
  void modesOfTheWrongWeightAreCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                Batch right = super.step(prediction, s, noise, step);
                return step == 1 ? right.map(Math::abs) : right;
              }
            },
        SamplerContract::componentsOfAMixtureKeepTheirWeights,
        "(Luo, equations 158-162)");
  }

  @Test
  void exceptionsAreFindings() {
    assertCaught(
        steps ->
            (denoiser, start, noise, listener) -> {
              throw new IllegalStateException("no samples today");
            },
        SamplerContract::startStaysAsItIs,
        "found the exception java.lang.IllegalStateException: no samples today");
  }

  @Test
  void noiseThatDependsOnTheBatchIsCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                Batch n =
                    new SeededNoise(
                            step, 0, prediction.latent().count(), prediction.latent().shape())
                        .draw(0);
                return super.step(prediction, s, noise, step).combine(1, 0.01 * s.sigma(), n);
              }
            },
        SamplerContract::sampleDoesNotDependOnItsBatch,
        "the same alone and among eight");
  }

  @Test
  void stateBetweenCallsIsCaught() {
    Sampler shared =
        new Simple(10) {
          private Batch before;

          @Override
          Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
            Batch now = super.step(prediction, s, noise, step);
            Batch result = before == null ? now : now.combine(0.9, 0.1, before);
            before = now;
            return result;
          }
        };
    assertCaught(steps -> shared, SamplerContract::manyThreadsGetTheSameSamples, "keeps no state");
  }

  @Test
  void stepsThatAreNotToldAreCaught() {
    assertCaught(
        steps ->
            (denoiser, start, noise, listener) ->
                new Simple(steps)
                    .sample(
                        denoiser,
                        start,
                        noise,
                        (step, of, z, prediction) -> {
                          if (step > 1) {
                            listener.onStep(step, of, z, prediction);
                          }
                        }),
        SamplerContract::listenerHearsOfEveryStepOnceAndInOrder,
        "once and in order");
  }

  @Test
  void writingToTheStartIsCaught() {
    assertCaught(
        steps ->
            (denoiser, start, noise, listener) -> {
              start.values()[0] = 0;
              return new Simple(steps).sample(denoiser, start, noise, listener);
            },
        SamplerContract::startStaysAsItIs,
        "does not write to its start");
  }

  @Test
  void dividingByAVarianceThatRoundsToZeroIsCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                float variance = 1 - (float) (s.alpha() * s.alpha());
                return super.step(prediction, s, noise, step).times(variance / variance);
              }
            },
        SamplerContract::extremeNoiseLevelsGiveFiniteSamples,
        "gives finite samples");
  }

  @Test
  void losingDigitsOfOneViewIsCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                Batch lossy = prediction.noise().map(value -> Math.round(value * 1e4) / 1e4);
                return prediction.signal().combine(s.alpha(), s.sigma(), lossy);
              }
            },
        SamplerContract::allParameterizationsOfOneModelGiveTheSameSamples,
        "are one prediction");
  }

  @Test
  void takingAPartOfThePathTwiceIsCaught() {
    assertCaught(
        steps ->
            new Simple(steps) {
              @Override
              Batch step(Prediction prediction, NoiseLevel s, NoiseSource noise, int step) {
                return super.step(prediction, s, noise, step)
                    .combine(1, 0.01, noise.increment(0, s.logSnr() + 100, step));
              }
            },
        SamplerContract::noPartOfAPathIsTakenTwice,
        "no part of it twice");
  }

  private static void assertCaught(
      IntFunction<Sampler> wrong, Consumer<SamplerContract> test, String words) {
    SamplerContract contract =
        new SamplerContract() {
          @Override
          protected Sampler sampler(int steps) {
            return wrong.apply(steps);
          }

          @Override
          protected int manySteps() {
            return 100;
          }
        };
    assertThatThrownBy(() -> test.accept(contract))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(words);
  }
}
