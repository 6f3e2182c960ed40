package org.tweedie.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;
import org.tweedie.api.model.Parameterization;
import org.tweedie.app.fake.FakeNetwork;
import org.tweedie.app.fake.FakeObjective;
import org.tweedie.app.fake.Fakes;
import org.tweedie.app.fake.OffsetSchedule;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.Registry;

/** A run's resolved config reads back to the same run, whatever its options are. */
class ResolvedConfigTest {

  private static final Registry REGISTRY = Fakes.registry();
  private static final RunConfig DEFAULT =
      ConfigReader.read("default", "data: toy", List.of(), REGISTRY);

  @Property(tries = 300)
  void componentsReadBack(
      @ForAll @Positive int channels,
      @ForAll @NotEmpty List<@IntRange(min = 1) Integer> multipliers,
      @ForAll @Size(max = 2) List<Integer> attention,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double dropout,
      @ForAll boolean bias,
      @ForAll String note,
      @ForAll Parameterization predict,
      @ForAll @DoubleRange(min = 0) double offset) {
    Map<Kind, List<Choice>> components = new EnumMap<>(DEFAULT.components());
    put(
        components,
        Kind.NETWORK,
        "unet",
        new FakeNetwork.Options(channels, multipliers, attention, dropout, bias, note));
    put(components, Kind.OBJECTIVE, "vlb", new FakeObjective.Options(predict));
    put(components, Kind.SCHEDULE, "cosine", new OffsetSchedule.Options(offset, 0.5));
    readsBack(new RunConfig(components, DEFAULT.train(), DEFAULT.evaluate(), DEFAULT.sample()));
  }

  @Property(tries = 300)
  void sectionsReadBack(
      @ForAll List<String> classes,
      @ForAll long seed,
      @ForAll Precision precision,
      @ForAll @DoubleRange(min = 0, max = 1) double labelDropout) {
    TrainOptions d = DEFAULT.train();
    TrainOptions train =
        new TrainOptions(
            d.steps(),
            d.batch(),
            d.learningRate(),
            d.warmup(),
            d.weightDecay(),
            d.beta1(),
            d.beta2(),
            d.clip(),
            d.ema(),
            labelDropout,
            seed,
            precision,
            true,
            d.threads(),
            d.logEvery(),
            d.checkpointEvery(),
            d.keep(),
            d.sampleEvery(),
            d.evaluateEvery());
    SampleOptions sample = new SampleOptions(3, 2, classes, 1, seed, 0, false);
    readsBack(new RunConfig(DEFAULT.components(), train, DEFAULT.evaluate(), sample));
  }

  private static void readsBack(RunConfig config) {
    String yaml = config.toYaml();
    assertThat(ConfigReader.read("config.yaml", yaml, List.of(), REGISTRY))
        .as(yaml)
        .isEqualTo(config);
  }

  private static void put(
      Map<Kind, List<Choice>> components, Kind kind, String name, Record options) {
    components.put(
        kind,
        List.of(
            new Choice(
                REGISTRY.find(kind, name).get(0),
                name,
                Optional.of(options),
                components.get(kind).get(0).location())));
  }
}
