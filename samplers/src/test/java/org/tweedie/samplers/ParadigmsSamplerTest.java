package org.tweedie.samplers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.identity.Convergence;

class ParadigmsSamplerTest {

  private static final Walk.Options WALK = Walk.Options.of(64, Grid.LOG_SNR);

  private static ParadigmsSampler paradigms(double eta, int window, double tolerance) {
    return new ParadigmsSampler(new ParadigmsSampler.Options(WALK, eta, window, tolerance));
  }

  /** Where nothing may move any more, the steps are those that are taken one after the other. */
  @ParameterizedTest
  @CsvSource({"0, 1", "0, 7", "0, 64", "1, 7", "0.5, 200"})
  void withoutToleranceSamplesAreThoseOfDdim(double eta, int window) {
    Batch expected =
        Runs.samples(new DdimSampler(new DdimSampler.Options(WALK, eta)), Convergence.MODEL, 16);
    assertThat(Runs.samples(paradigms(eta, window, 0), Convergence.MODEL, 16).values())
        .containsExactly(expected.values(), within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void toleranceBoundsTheDistanceAndSparesRounds(double eta) {
    Batch expected =
        Runs.samples(new DdimSampler(new DdimSampler.Options(WALK, eta)), Convergence.MODEL, 16);
    AtomicInteger rounds = new AtomicInteger();
    Batch samples =
        paradigms(eta, 64, 1e-3)
            .sample(
                new Rounds(Convergence.MODEL.given(Condition.none(16)), rounds),
                start(),
                new SeededNoise(6, 0, 16, Convergence.POINT),
                StepListener.NONE);
    assertThat(samples.values()).containsExactly(expected.values(), within(2e-3f));
    assertThat(rounds.get()).as("rounds of 64 steps").isLessThan(32);
  }

  @Test
  void aWindowOfOneStepIsDdimWithOnePredictionARound() {
    AtomicInteger rounds = new AtomicInteger();
    paradigms(0, 1, 0.1)
        .sample(
            new Rounds(Convergence.MODEL.given(Condition.none(16)), rounds),
            start(),
            new SeededNoise(6, 0, 16, Convergence.POINT),
            StepListener.NONE);
    assertThat(rounds.get()).isEqualTo(64);
  }

  private static Batch start() {
    return new SeededNoise(5, 0, 16, Convergence.POINT)
        .draw(0)
        .times(Convergence.MODEL.schedule().at(1).sigma());
  }

  /** Counts how often it is asked for all at once. */
  private record Rounds(Denoiser denoiser, AtomicInteger rounds) implements Denoiser {
    @Override
    public NoiseSchedule schedule() {
      return denoiser.schedule();
    }

    @Override
    public Prediction predict(Batch z, double time) {
      return denoiser.predict(z, time);
    }

    @Override
    public Prediction predict(Batch z, double[] times) {
      return denoiser.predict(z, times);
    }

    @Override
    public List<Prediction> predictAll(List<Batch> z, List<double[]> times) {
      rounds.incrementAndGet();
      return denoiser.predictAll(z, times);
    }
  }
}
