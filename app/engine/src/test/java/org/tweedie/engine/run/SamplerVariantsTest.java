package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.laws.exact.MixtureModel;
import org.tweedie.laws.identity.Finding;
import org.tweedie.laws.identity.SamplerIdentities;

/** What holds of every variant of every built-in sampler. */
class SamplerVariantsTest {

  private static final DataShape PLANE = DataShape.point(2);

  /** All but those that need a model which knows its variance; they have tests of their own. */
  static Stream<String> variants() {
    return BuiltInSamplers.ALL.stream().filter(spec -> !spec.contains("learned"));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void threadsBatchesAndPredictionsDoNotMatter(String spec) {
    SamplerIdentities identities =
        new SamplerIdentities(steps -> BuiltInSamplers.sampler(spec, "", steps));
    for (Finding finding :
        List.of(
            identities.threadsAgree(),
            identities.batchDoesNotMatter(),
            identities.parameterizationsAgree(100),
            identities.startStays(),
            identities.extremesAreFinite())) {
      assertThat(finding.isGood()).as("%s: %s", spec, finding.sentence()).isTrue();
    }
  }

  /**
   * The variance of samples tends to the data's at the order that is stated: samplers with noise
   * have no other order to be measured by. With no sampling error; see {@link Moments}.
   */
  @ParameterizedTest
  @CsvSource({
    "ancestral variance=posterior,                              log-snr,  160, 1",
    "ancestral variance=upper,                                  log-snr,  160, 1",
    "ancestral variance=learned,                                log-snr,  160, 1",
    "ddim eta=0.5,                                              log-snr,  160, 1",
    "ddim eta=1,                                                log-snr,  160, 1",
    "euler s-churn=10,                                          karras,   160, 1",
    "euler-ancestral eta=0.5,                                   log-snr,  160, 1",
    "euler-ancestral eta=1,                                     log-snr,  160, 1",
    "euler-maruyama eta=1,                                      log-snr,  160, 1",
    "heun s-churn=10,                                           karras,   80,  2",
    "dpm-solver-pp variant=sde-1,                               log-snr,  160, 1",
    "dpm-solver-pp variant=sde-multistep-2,                     log-snr,  80,  2",
    "dpm-solver-pp variant=sde-multistep-2 eta=0.5,             log-snr,  80,  2",
    "dpm-solver-pp variant=sde-singlestep-2,                    log-snr,  80,  2",
    "sa-solver predictor=1 corrector=0,                         log-snr,  160, 1",
    "sa-solver predictor=2 corrector=0,                         log-snr,  80,  2",
    "sa-solver predictor=2 corrector=2,                         log-snr,  320, 2",
    "sa-solver,                                                 log-snr,  160, 2",
    "er-sde order=1,                                            log-snr,  160, 1",
    "er-sde order=2,                                            log-snr,  160, 2",
    "er-sde,                                                    log-snr,  160, 3",
    "stochastic-runge-kutta,                                    log-snr,  80,  2",
    "predictor-corrector predictor=reverse-diffusion corrections=0, trailing, 80, 1",
    "predictor-corrector predictor=ancestral corrections=0,     log-snr,  160, 1",
    "restart restart-steps=60,                                  karras,   40,  2"
  })
  void varianceConvergesAtTheStatedOrder(String spec, String grid, int steps, int order) {
    ShiftedGaussian model =
        new ShiftedGaussian(BuiltInSamplers.schedule("cosine"), Parameterization.SIGNAL);
    double coarse = error(spec, grid, steps, model);
    double fine = error(spec, grid, 2 * steps, model);
    assertThat(Math.log(coarse / fine) / Math.log(2))
        .as(
            "measured order between %s and %s steps, of errors %s and %s",
            steps, 2 * steps, coarse, fine)
        .isCloseTo(order, within(0.2));
  }

  /** DDPM's and DDIM's steps on DDPM's 1000 noise levels, as one would choose them by name. */
  @ParameterizedTest
  @CsvSource({
    "ddim, 5, 0.072540184",
    "ddim, 10, 0.139972130",
    "ddim, 50, 0.223198716",
    "ddim, 1000, 0.248497547",
    "ancestral, 5, 0.061422433",
    "ancestral, 10, 0.111064303",
    "ancestral, 50, 0.197245113"
  })
  void leadingTimesAreThoseOfTheFirstCode(String name, int steps, double expected) {
    ShiftedGaussian model =
        new ShiftedGaussian(BuiltInSamplers.schedule("beta-linear"), Parameterization.NOISE);
    Sampler sampler = BuiltInSamplers.sampler(name, "grid=leading", steps);
    assertThat(Moments.of(sampler, model).variance())
        .as("variance of samples")
        .isCloseTo(expected, within(2e-6 * Math.sqrt(steps)));
  }

  private static double error(String spec, String grid, int steps, ShiftedGaussian model) {
    Sampler sampler = BuiltInSamplers.sampler(spec, "grid=" + grid, steps);
    double variance = Moments.of(sampler, model).variance();
    return Math.abs(variance / Math.pow(ShiftedGaussian.DEVIATION, 2) - 1);
  }

  /** A call of a trained network is one session call, so these are counted too. */
  @ParameterizedTest
  @MethodSource("variants")
  void bothHalvesOfAGuidedStepGoThroughTheNetworkInOneBatch(String spec) {
    Sampler sampler = BuiltInSamplers.sampler(spec, "", 6);
    Counting plain = new Counting(model());
    draw(sampler, guidance("none"), plain);
    Counting guided = new Counting(model());
    draw(sampler, guidance("classifier-free"), guided);
    if (!spec.equals("ode") && !spec.startsWith("paradigms")) {
      assertThat(guided.calls)
          .as("calls, of which each predicts twice")
          .hasValue(plain.calls.get());
    }
    int besideOneAnother = spec.startsWith("paradigms") ? 4 : 1;
    assertThat(guided.latents).hasValue(2 * 3 * besideOneAnother * guided.calls.get());
    assertThat(plain.latents).hasValue(3 * besideOneAnother * plain.calls.get());
  }

  private static void draw(Sampler sampler, Guidance guidance, DiffusionModel model) {
    new Sampling(sampler, guidance, 3, 1).draw(model, PLANE, Condition.labels(0, 1, 1), done -> {});
  }

  private static MixtureModel model() {
    return MixtureModel.twoClasses(BuiltInSamplers.schedule("cosine"), Parameterization.VELOCITY);
  }

  private static Guidance guidance(String name) {
    return Variants.make(
        ComponentConfig.read(
            BuiltInSamplers.type(Kinds.GUIDANCE, name), List.of(), BuiltInSamplers.REGISTRY),
        Guidance.class,
        BuiltInSamplers.DATA);
  }

  /** A model that counts how often it is asked, and for how many latents. */
  private record Counting(DiffusionModel model, AtomicInteger calls, AtomicInteger latents)
      implements DiffusionModel {

    Counting(DiffusionModel model) {
      this(model, new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      calls.incrementAndGet();
      latents.addAndGet(z.count());
      return model.predict(z, times, condition);
    }
  }
}
