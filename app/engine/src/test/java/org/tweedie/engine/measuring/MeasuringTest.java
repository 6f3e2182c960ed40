package org.tweedie.engine.measuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Differentiated;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.MeasuresBesideData;
import org.tweedie.laws.exact.GaussianModel;

/** Measures of a config, taken of a model without a network. */
class MeasuringTest {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();
  private static final String POINTS =
      """
      data: {type: points, shape: moons, count: 400}
      network: mlp
      sampler: {type: ddim, steps: 4}
      sample: {batch: 16, seed: 3}
      """;

  private static RunConfig config(String more) {
    return ConfigReader.read("test.yaml", POINTS + more, List.of(), REGISTRY);
  }

  private static Measurement take(RunConfig config, Models models) {
    try (Assembled parts = Assembler.assemble(config, REGISTRY)) {
      return Measuring.take(config, parts, parts.data(), models, 12, Progress.silent());
    }
  }

  private static Asked model(RunConfig config) {
    try (Assembled parts = Assembler.assemble(config, REGISTRY)) {
      return new Asked(
          new GaussianModel(
              parts.assembly().schedule(), 0.5, parts.assembly().objective().predicts()));
    }
  }

  @Test
  void byDefaultTheBoundIsTakenAndNothingIsDrawn() {
    RunConfig config = config("evaluate: {examples: 5, draws: 2}\n");
    Asked model = model(config);
    Measurement found = take(config, Models.of(model));
    assertThat(found.readings())
        .extracting(Reading::key)
        .containsExactly("test_bpd", "prior", "reconstruction", "diffusion");
    assertThat(found.samples()).isEmpty();
    assertThat(found.evaluation()).isPresent();
    assertThat(found.text()).isEqualTo(found.evaluation().get().text());
    assertThat(found.json()).isEqualTo(found.evaluation().get().json());
    assertThat(model.predicted).as("two draws of five examples").isEqualTo(10);
    assertThat(found.measures())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{type: bound, draws"));
  }

  @Test
  void samplesAreDrawnOnceForAllMeasures() {
    RunConfig config =
        config(
            """
            measures: [frechet, energy-distance, network-evaluations, seconds]
            evaluate: {samples: 40}
            """);
    Asked model = model(config);
    Measurement found = take(config, Models.of(model));
    assertThat(found.readings())
        .extracting(Reading::key)
        .containsExactly("frechet_distance", "energy_distance", "network_evaluations", "seconds");
    assertThat(found.reading("network_evaluations").orElseThrow().value()).isEqualTo(4);
    assertThat(found.reading("network_evaluations").orElseThrow().standardError()).isZero();
    assertThat(found.reading("seconds").orElseThrow().value()).isPositive();
    assertThat(model.predicted).as("4 steps of 40 samples, and one batch before").isEqualTo(176);
    assertThat(found.samples())
        .hasValueSatisfying(
            drawn -> {
              assertThat(drawn.count()).isEqualTo(40);
              assertThat(drawn.seed()).isEqualTo(3);
              assertThat(drawn.sampler()).startsWith("{type: ddim, steps: 4");
              assertThat(drawn.guidance()).containsExactly("none");
            });
    assertThat(found.evaluation()).isEmpty();
    assertThat(found.text()).contains("Measures of 40 samples, seed 3", "energy distance");
    assertThat(found.json()).contains("\"energy_distance\"", "\"format\" : 1");
  }

  @Test
  void asManySamplesAreDrawnAsThereAreHeldOutExamples() {
    RunConfig config = config("measures: energy-distance\n");
    Measurement found = take(config, Models.of(model(config)));
    int held = Assembler.data(config).test().size();
    assertThat(found.samples().orElseThrow().count()).isEqualTo(held);
  }

  @Test
  void likelihoodsAndSamplesAreToldOneAfterTheOther() {
    RunConfig config =
        config("measures: [bound, energy-distance]\nevaluate: {examples: 4, samples: 30}\n");
    Measurement found = take(config, Models.of(model(config)));
    assertThat(found.text())
        .startsWith("Bits per dimension on the test split")
        .contains("Measures of 30 samples", "energy distance");
    assertThat(found.json()).contains("\"test_bpd\"", "\"examples\"", "\"energy_distance\"");
  }

  @Test
  void aMeasureOfTooFewSamplesIsToldAtItsPlaceBeforeAnythingIsDrawn() {
    RunConfig config =
        config("measures: [bound, energy-distance]\nevaluate: {examples: 4, samples: 3}\n");
    assertThatThrownBy(() -> Assembler.assemble(config, REGISTRY).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.yaml:5:19")
        .hasMessageContaining("measures.1")
        .hasMessageContaining("'energy-distance' takes 20 samples or more, and would look at 3");
  }

  @Test
  void aMeasureThatCannotBeTakenIsToldAtItsPlace() {
    RunConfig config =
        config("measures: [bound, energy-distance]\nevaluate: {examples: 4, samples: 30}\n");
    assertThatThrownBy(() -> takeOfThreeSamples(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.yaml:5:19")
        .hasMessageContaining("measures.1")
        .hasMessageContaining("The measure 'energy-distance': There are 3 samples");
  }

  /** Fewer than the config was checked for. */
  private static void takeOfThreeSamples(RunConfig config) {
    try (Assembled parts = Assembler.assemble(config, REGISTRY)) {
      Measuring.take(
          config.with("evaluate.samples", 3),
          parts,
          parts.data(),
          Models.of(model(config)),
          12,
          Progress.silent());
    }
  }

  @Test
  void measuresThatFollowOneThatCannotBeTakenAreTakenAndTold() {
    RunConfig config =
        config("measures: [energy-distance, bound]\nevaluate: {examples: 4, samples: 30}\n");
    assertThatThrownBy(() -> takeOfThreeSamples(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("measures.0")
        .hasMessageContaining("The measure 'energy-distance': There are 3 samples")
        .hasMessageContaining("What the other measures found is not kept:")
        .hasMessageContaining("Bits per dimension on the test split");
  }

  @Test
  void samplesThatCannotBeDrawnAreTriedAndToldOnce() {
    RunConfig config =
        config(
            "measures: [frechet, bound, energy-distance]\nevaluate: {examples: 4, samples: 30}\n");
    Asked model = model(config);
    AtomicInteger tried = new AtomicInteger();
    Models models =
        (Models)
            Proxy.newProxyInstance(
                Models.class.getClassLoader(),
                new Class<?>[] {Models.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("drawer")) {
                    tried.incrementAndGet();
                    throw new ModelFailure("Its samples are no numbers.");
                  }
                  return method.invoke(Models.of(model), arguments);
                });
    assertThatThrownBy(() -> take(config, models))
        .isInstanceOf(ModelFailure.class)
        .hasMessageStartingWith("Not all was measured of the checkpoint of step 12. What the other")
        .hasMessageContaining("Bits per dimension on the test split")
        .hasMessageEndingWith("Its samples are no numbers.")
        .message()
        .containsOnlyOnce("no numbers");
    assertThat(tried).hasValue(1);
  }

  @Test
  void readingsOfOneKeyAreRefusedBeforeAnythingIsMeasured() {
    RunConfig config = config("measures: [frechet, {type: frechet, examples: 100}]\n");
    assertThatThrownBy(() -> Assembler.assemble(config, REGISTRY).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.yaml:5:28")
        .hasMessageContaining(
            "It gives the reading 'frechet_distance', as measures.0 does already.");
  }

  /** As configs could say it before there were measures; a step from no noise weighs infinitely. */
  @Test
  void boundOfStepsIsRefusedWhereItIsInfinite() {
    RunConfig config =
        config(
            "schedule: {type: zero-terminal, base: cosine}\nobjective: {type: vlb, predict: velocity}\nevaluate: {timesteps: 5}\n");
    assertThatThrownBy(() -> Assembler.assemble(config, REGISTRY).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("test.yaml:7:23  measures")
        .hasMessageContaining(
            "The bound of 5 steps is infinite with this schedule, which leaves no")
        .hasMessageContaining("Please measure the bound in continuous time");
  }

  @Test
  void nothingIsMeasuredWhereNothingIsToBe() {
    RunConfig config = config("measures: []\n");
    Asked model = model(config);
    assertThat(take(config, Models.of(model)).readings()).isEmpty();
    assertThat(model.predicted).isZero();
  }

  @Test
  void samplesFromFilesAreMeasuredWithoutAModel() {
    RunConfig config =
        config("measures: [{type: energy-distance, examples: 50}, kernel-distance]\n");
    var data = Assembler.data(config);
    Batch samples = Batch.of(data.description().shape(), new float[80]);
    var choices = config.components(Kinds.MEASURES);
    try (MeasuresBesideData made = MeasuresBesideData.of(choices, data, REGISTRY)) {
      List<Reading> readings =
          Measuring.take(choices, made, data, samples, Condition.none(40), Progress.silent());
      assertThat(readings)
          .extracting(Reading::key)
          .containsExactly("energy_distance", "kernel_distance");
      assertThat(readings.get(0).standardError()).isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void whatLooksAtModelsIsRefusedForSamplesFromFiles() {
    RunConfig config = config("measures: [seconds, bound]\n");
    var data = Assembler.data(config);
    var choices = config.components(Kinds.MEASURES);
    assertThatThrownBy(() -> MeasuresBesideData.of(choices, data, REGISTRY).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("The measure 'bound': It asks for other parts of a run");
    var seconds = choices.subList(0, 1);
    Batch samples = Batch.of(data.description().shape(), new float[80]);
    try (MeasuresBesideData made = MeasuresBesideData.of(seconds, data, REGISTRY)) {
      assertThatThrownBy(
              () ->
                  Measuring.take(
                      seconds, made, data, samples, Condition.none(40), Progress.silent()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("these are from files");
    }
  }

  /** A measure that is no plugin's, which gives this. */
  private static List<Reading> taken(Reading reading) {
    RunConfig config = config("measures: energy-distance\n");
    var data = Assembler.data(config);
    Measure measure =
        new Measure() {
          @Override
          public Subject subject() {
            return Subject.SAMPLES;
          }

          @Override
          public List<String> keys() {
            return List.of(reading.key());
          }

          @Override
          public List<Reading> of(Measured measured) {
            return List.of(reading);
          }
        };
    var choices = config.components(Kinds.MEASURES);
    try (MeasuresBesideData made = MeasuresBesideData.of(choices, data, REGISTRY)) {
      return Measuring.take(
          choices,
          new MeasuresBesideData(List.of(measure), made.others()),
          data,
          Batch.of(data.description().shape(), new float[2]),
          Condition.none(1),
          Progress.silent());
    }
  }

  @Test
  void whatIsInfiniteIsNoReading() {
    Reading one = Reading.of("odd", 1);
    Map<Reading, String> odd = new LinkedHashMap<>();
    odd.put(Reading.of("odd", Double.NEGATIVE_INFINITY), "the reading 'odd' = -Infinity");
    odd.put(
        one.withStandardError(Double.POSITIVE_INFINITY),
        "the reading 'odd' with the standard error Infinity");
    odd.put(one.withStandardError(-0.5), "the reading 'odd' with the standard error -0.5");
    odd.put(
        one.withReference(Double.POSITIVE_INFINITY),
        "the reading 'odd' with the reference Infinity");
    odd.put(
        one.withExamples(new double[] {1, Double.NaN}),
        "the reading 'odd' with the value NaN of its example 1");
    odd.forEach(
        (reading, words) ->
            assertThatThrownBy(() -> taken(reading))
                .isInstanceOf(ModelFailure.class)
                .hasMessageStartingWith("Nothing was measured of samples from files.")
                .hasMessageContaining("measure 'energy-distance'")
                .hasMessageContaining(words));
  }

  @Test
  void aValueMayBeUndefinedAndAnErrorUnknown() {
    Reading undefined = Reading.of("odd", Double.NaN);
    assertThat(taken(undefined)).containsExactly(undefined);
    assertThat(ReadingsTable.text(List.of(undefined))).contains("not defined");
    assertThat(taken(Reading.of("odd", 1).withStandardError(0))).hasSize(1);
  }

  @Test
  void progressOfOneMeasureEndsBeforeThatOfTheNext() {
    List<String> events = new ArrayList<>();
    RunConfig config =
        config("measures: [bound, energy-distance]\nevaluate: {examples: 4, samples: 30}\n");
    Progress.Display display =
        (what, unit, from, total) -> {
          events.add("begin " + what);
          return new Progress() {
            @Override
            public void advance(long done, String note) {
              assertThat(done).isBetween(0L, total);
            }

            @Override
            public void close() {
              events.add("end " + what);
            }
          };
        };
    try (Assembled parts = Assembler.assemble(config, REGISTRY)) {
      Measuring.take(config, parts, parts.data(), Models.of(model(config)), 12, display);
    }
    assertThat(events)
        .containsExactly(
            "begin Evaluating",
            "end Evaluating",
            "begin Sampling",
            "end Sampling",
            "begin Energy distance",
            "end Energy distance",
            "begin Energy distance of data",
            "end Energy distance of data");
  }

  /** Counts how many examples were predicted. */
  private static final class Asked implements DiffusionModel {

    private final DiffusionModel model;
    private int predicted;

    Asked(DiffusionModel model) {
      this.model = model;
    }

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      predicted += z.count();
      return model.predict(z, times, condition);
    }

    @Override
    public Differentiated differentiate(
        Batch z, double[] times, Condition condition, Batch cotangent) {
      return model.differentiate(z, times, condition, cotangent);
    }
  }
}
