package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.progress.RunListener;

/** What components of plugins answer is looked at where it comes into the program. */
class ComponentAnswersTest {

  private static final String HEAD =
      """
      package acme;
      import jakarta.inject.Inject;
      import java.util.*;
      import java.util.random.RandomGenerator;
      import org.tensorflow.Operand;
      import org.tensorflow.types.TFloat32;
      import org.tweedie.api.data.*;
      import org.tweedie.api.guidance.*;
      import org.tweedie.api.model.*;
      import org.tweedie.api.network.*;
      import org.tweedie.api.objective.*;
      import org.tweedie.api.plugin.*;
      import org.tweedie.api.sampler.*;
      import org.tweedie.api.schedule.*;
      public final class Odd implements %s {
        @Inject public Odd() {}
        %s
      }
      """;

  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  /** Trains and draws with a component of a kind that has these methods. */
  private Throwable failure(String kind, String spi, String methods) {
    Path plugins = folder.resolve("plugins");
    new TestJar()
        .plugin("acme", "components.add(Kinds.%s, \"odd\", Odd.class);".formatted(kind))
        .source("acme.Odd", HEAD.formatted(spi, methods))
        .write(plugins.resolve("acme.jar"));
    return catchThrowable(() -> use(plugins, kind));
  }

  private void use(Path plugins, String kind) throws IOException {
    String key = kind.toLowerCase(java.util.Locale.ROOT).replace("learned_", "").replace('_', '-');
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: points
            schedule: linear
            network: {type: mlp, width: 8, layers: 1}
            objective: simple
            sampler: {type: ddim, steps: 2}
            guidance: [none]
            measures: [{type: bound, examples: 8, draws: 1}]
            train: {steps: 2, batch: 4}
            """
                    .replaceFirst("(?m)^" + key + ":.*\n", "")
                + key
                + ": acme/odd\n");
    try (Tweedie tweedie = Tweedie.load(plugins)) {
      assertThat(tweedie.problems()).isEmpty();
      RunConfig config = tweedie.read(List.of(file), List.of());
      try (Run run = tweedie.create(run(), config)) {
        run.train(RunListener.silent());
        run.sample(
            Samples.count(4).seed(1),
            folder.resolve("samples"),
            Set.of(Run.Output.GRID, Run.Output.SINGLES),
            RunListener.silent());
      }
    }
  }

  private void isBroken(Throwable failure, String kind, String method, String what) {
    assertThat(failure)
        .isInstanceOf(ComponentFailure.class)
        .hasMessageContaining("The %s 'acme/odd' (acme 1.2.0, ".formatted(kind))
        .hasMessageContaining("acme.jar) is broken: its method '%s' ".formatted(method))
        .hasMessageContaining(what);
  }

  @Test
  void aTimeOutOfRangeStopsTheTrainingAtItsStep() {
    Throwable failure =
        failure(
            "TIMES",
            "TimeDistribution",
            """
            public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
              double[] times = new double[count];
              times[count - 1] = 1.7;
              return TimeDraw.even(times);
            }
            public boolean isUniform() { return true; }
            """);
    isBroken(failure, "time distribution", "draw", "gives the time 1.7");
    assertThat(failure).hasMessageStartingWith("Training stopped at step 1.");
  }

  @Test
  void aNegativeWeightIsTold() {
    isBroken(
        failure(
            "TIMES",
            "TimeDistribution",
            """
            public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
              double[] minus = new double[count];
              Arrays.fill(minus, -1);
              return TimeDraw.even(new double[count]).withWeights(minus);
            }
            public boolean isUniform() { return false; }
            """),
        "time distribution",
        "draw",
        "the weight -1.0");
  }

  @Test
  void aNoiseLevelTooFewIsTold() {
    isBroken(
        failure(
            "SCHEDULE",
            "NoiseSchedule",
            """
            public double logSnr(double t) { return 8 - 14 * t; }
            public NoiseLevel[] movingAt(double[] t) { return new NoiseLevel[t.length - 1]; }
            """),
        "schedule",
        "movingAt",
        "noise levels for");
  }

  @Test
  void aScheduleWhoseLevelsContradictEachOtherIsRefused() {
    assertThat(
            failure(
                "SCHEDULE",
                "NoiseSchedule",
                """
                public double logSnr(double t) { return 8 - 14 * t; }
                public NoiseLevel movingAt(double t) { return NoiseLevel.of(1, 1, 0); }
                """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("says two things of time 0.0", "by 'movingAt'");
  }

  @Test
  void theComponentThatADataSourceAskedIsBlamedForItself() {
    isBroken(
        failure(
            "IMAGE_CONDITION",
            "ImageCondition",
            """
            public DataShape shape(DataShape example) { throw new IllegalStateException("boom"); }
            public float[] of(float[] example, DataShape shape) { return example; }
            """),
        "image condition",
        "shape",
        "boom");
  }

  @Test
  void oneLossForAllExamplesIsTold() {
    isBroken(
        failure(
            "OBJECTIVE",
            "Objective",
            """
            public Parameterization predicts() { return Parameterization.NOISE; }
            public Operand<TFloat32> loss(Denoising batch) { return batch.tf().constant(1f); }
            """),
        "objective",
        "loss",
        "a tensor of shape [] where [4] is asked for");
  }

  @Test
  void samplesThatAreNoNumbersAreNotWritten() {
    isBroken(
        failure(
            "SAMPLER",
            "Sampler",
            """
            public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
              return start.times(Double.NaN);
            }
            """),
        "sampler",
        "sample",
        "gives samples that are no numbers: the first is NaN, in number 1 of 4");
    assertThat(folder.resolve("samples")).doesNotExist();
  }

  @Test
  void aTimeBeyondTheEndsIsTheSamplersFault() {
    isBroken(
        failure(
            "SAMPLER",
            "Sampler",
            """
            public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
              return d.predict(start, 1.7).signal();
            }
            """),
        "sampler",
        "sample",
        "the model is asked for time 1.7, and times lie between 0 and 1");
  }

  @Test
  void aNetworkWithoutParametersIsRefused() {
    assertThat(
            failure(
                "NETWORK",
                "DenoiserNetwork",
                "public Operand<TFloat32> output(NetworkGraph g, NetworkInput in) { return in.z();"
                    + " }"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no parameter, so there is nothing to be learned");
    assertThat(run()).doesNotExist();
  }

  @Test
  void aModelWithoutThePartsOfItsChainIsRefused() {
    assertThat(
            failure(
                "MODEL",
                "ModelFamily",
                """
                public Optional<LatentDesign> latents(DataDescription data) {
                  return Optional.of(
                      new LatentDesign(
                          List.of(DataShape.point(2)),
                          LatentDesign.Encoding.LEARNED,
                          false,
                          LatentDesign.StepPrediction.MEAN,
                          LatentTraining.plain()));
                }
                """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("The model 'acme/odd' (acme 1.2.0, ")
        .hasMessageContaining("components that it says it has none of: encoder, decoder.");
  }

  /** Trained by one schedule and used by another, every sample would be wrong. */
  @Test
  void aLearnedScheduleThatSaysTwoThingsIsRefused() {
    assertThat(
            failure(
                "LEARNED_SCHEDULE",
                "LearnedSchedule",
                """
                public Operand<TFloat32> first(NetworkGraph g) { return g.tf().constant(8f); }
                public Operand<TFloat32> last(NetworkGraph g) { return g.tf().constant(-6f); }
                public Fall fall(NetworkGraph g, Operand<TFloat32> t) {
                  return new Fall(t, g.tf().onesLike(t));
                }
                public NoiseSchedule frozen(Map<String, float[]> w) { return t -> 8 - 13 * t; }
                """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "says two things of time 0.125: a log SNR of 6.25000 where it is trained, and of"
                + " 6.37500");
  }

  @Test
  void tooFewSamplesAreTold() {
    isBroken(
        failure(
            "SAMPLER",
            "Sampler",
            """
            public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
              return start.slice(0, 1);
            }
            """),
        "sampler",
        "sample",
        "gives 1 samples of shape 2 where 4 of shape 2 are asked for");
  }

  /** The api's own way from guided model to denoiser asks the plugin's model too. */
  @Test
  void whatGuidancePredictsIsLookedAtToo() {
    isBroken(
        failure(
            "GUIDANCE",
            "Guidance",
            """
            public DiffusionModel guide(DiffusionModel model) {
              return new DiffusionModel() {
                public NoiseSchedule schedule() { return model.schedule(); }
                public Prediction predict(Batch z, double[] times, Condition condition) {
                  Prediction p = model.predict(z, times, condition);
                  return p.withSignal(p.signal().times(Double.NaN));
                }
              };
            }
            """),
        "guidance",
        "predict",
        "gives predictions that are no numbers");
  }

  @Test
  void anErrorIsToldWithItsPlace() {
    isBroken(
        failure(
            "SAMPLER",
            "Sampler",
            """
            public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
              throw new AssertionError("boom");
            }
            """),
        "sampler",
        "sample",
        "throws java.lang.AssertionError: boom, in acme.Odd.sample, line ");
  }

  @Test
  void aLabelFarIntoTheDataIsFoundBeforeItIsTrainedOn() {
    isBroken(
        failure(
            "DATA",
            "DataSource, Examples",
            """
            public DataDescription description() {
              return DataDescription.of(DataShape.point(2)).withClasses(List.of("a", "b"));
            }
            public Examples train() { return this; }
            public Examples test() { return this; }
            public int size() { return 1000; }
            public void read(int index, float[] target, int offset) {
              Arrays.fill(target, offset, offset + 2, 0.5f);
            }
            public int label(int index) { return index == 7 ? 12 : index % 2; }
            """),
        "data source",
        "label",
        "Training example 7 has the label 12, and there are 2 classes");
  }

  /** As a schedule that does not fall is told: at its place, before others trip over it. */
  @Test
  void aScheduleWithoutNumbersIsToldAtItsPlace() {
    assertThatThrownBy(
            () -> {
              throw failure(
                  "SCHEDULE",
                  "NoiseSchedule",
                  "public double logSnr(double t) { return Double.NaN; }");
            })
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("1 problem")
        .hasMessageContaining("[broken-component]")
        .hasMessageContaining("  schedule")
        .hasMessageContaining("The schedule 'acme/odd' (acme 1.2.0, ")
        .hasMessageContaining("its method 'logSnr' gives NaN at time 0.0");
  }
}
