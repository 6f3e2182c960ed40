package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Positive;
import net.jqwik.api.constraints.Size;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.walk.Grid;
import org.tweedie.engine.fake.FakeNetwork;
import org.tweedie.engine.fake.FakeObjective;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.OffsetSchedule;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

/** A run's resolved config reads back to the same run, whatever its options are. */
class ResolvedConfigTest {

  private static final Registry REGISTRY = Fakes.registry();
  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();
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
    Map<Kind<?>, List<Choice>> components = new HashMap<>(DEFAULT.components());
    put(
        components,
        Kinds.NETWORK,
        "unet",
        new FakeNetwork.Options(channels, multipliers, attention, dropout, bias, note));
    put(components, Kinds.OBJECTIVE, "vlb", new FakeObjective.Options(predict));
    put(components, Kinds.SCHEDULE, "cosine", new OffsetSchedule.Options(offset, 0.5));
    readsBack(
        new RunConfig(
            components, DEFAULT.train(), DEFAULT.evaluate(), DEFAULT.sample(), DEFAULT.registry()));
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
            d.accumulate(),
            d.learningRate(),
            d.clip(),
            labelDropout,
            d.captionDropout(),
            d.numberDropout(),
            d.imageDropout(),
            labelDropout / 2,
            seed,
            precision,
            true,
            d.threads(),
            d.parts(),
            d.logEvery(),
            d.checkpointEvery(),
            d.keep(),
            d.snapshotEvery(),
            List.of(0.03, Math.rint(2500 * labelDropout + 100) / 10_000),
            d.sampleEvery(),
            d.evaluateEvery(),
            d.measureEvery(),
            d.from());
    SampleOptions sample =
        new SampleOptions(
            3,
            2,
            classes,
            List.of("a dog"),
            1,
            seed,
            0,
            "plain",
            SampleNoise.BROWNIAN,
            labelDropout / 3);
    readsBack(
        new RunConfig(DEFAULT.components(), train, DEFAULT.evaluate(), sample, DEFAULT.registry()));
  }

  @Property(tries = 100)
  void includedOptionsReadBackHoweverTheyAreOrdered(
      @ForAll @IntRange(min = 1, max = 100_000) int steps,
      @ForAll Grid grid,
      @ForAll @Size(max = 4) Set<@DoubleRange(min = 0, max = 1) Double> times,
      @ForAll boolean clip,
      @ForAll @DoubleRange(min = 0, max = 1) double threshold,
      @ForAll @DoubleRange(min = 0, max = 1e9) double churn,
      @ForAll Random random) {
    List<Double> falling = times.stream().sorted(Comparator.reverseOrder()).toList();
    List<Double> range = falling.size() == 2 ? List.of(falling.get(1), falling.get(0)) : List.of();
    List<String> options =
        List.of(
            "steps: " + steps,
            "grid: " + OptionType.word(grid),
            "log-snr-range: " + range,
            "times: " + falling,
            "clip: " + clip,
            "dynamic-threshold: " + threshold,
            "s-churn: " + churn);
    List<String> shuffled = new ArrayList<>(options);
    Collections.shuffle(shuffled, random);
    String yaml = "data: digits\nsampler: {type: heun, " + String.join(", ", shuffled) + "}\n";
    RunConfig config = ConfigReader.read("run.yaml", yaml, List.of(), BUILT_IN);
    List<OptionType> types = config.component(Kinds.SAMPLER).type().optionTypes();
    Record read = config.component(Kinds.SAMPLER).options().orElseThrow();
    assertThat(types.subList(0, 7))
        .extracting(option -> option.in(read))
        .containsExactly(steps, grid, range, falling, clip, threshold, churn);
    assertThat(ConfigReader.read("config.yaml", config.toYaml(), List.of(), BUILT_IN))
        .isEqualTo(config);
  }

  private static void readsBack(RunConfig config) {
    String yaml = config.toYaml();
    assertThat(ConfigReader.read("config.yaml", yaml, List.of(), REGISTRY))
        .as(yaml)
        .isEqualTo(config);
  }

  private static void put(
      Map<Kind<?>, List<Choice>> components, Kind<?> kind, String name, Record options) {
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
