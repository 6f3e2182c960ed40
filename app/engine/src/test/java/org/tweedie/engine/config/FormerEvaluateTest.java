package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

/** What section {@code evaluate} said of likelihoods before they were measures. */
class FormerEvaluateTest {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                  | bound",
        "{likelihood: bound}                 | bound",
        "{timesteps: 0}                      | bound",
        "{timesteps: 50}                     | discrete-bound timesteps=50",
        "{likelihood: discrete}              | discrete-bound timesteps=1000",
        "{likelihood: discrete, timesteps: 7}| discrete-bound timesteps=7",
        "{likelihood: flow}                  | flow",
        "{likelihood: flow, timesteps: 9}    | flow",
        "{likelihood: all}                   | bound, discrete-bound timesteps=1000, flow",
        "{likelihood: all, timesteps: 20}    | bound, discrete-bound timesteps=20, flow",
        "{examples: 12, seed: 4}             | bound examples=12 seed=4",
        "{draws: 3, batch: 5}                | bound batch=5 draws=3",
        "{likelihood: flow, draws: 3}        | flow",
        "{likelihood: flow, examples: 2, flow-tolerance: 1e-3, flow-draws: 2} "
            + "| flow draws=2 examples=2 tolerance=0.001",
        "{likelihood: all, draws: 2, flow-probes: 3} "
            + "| bound draws=2, discrete-bound draws=2 timesteps=1000, flow probes=3",
      })
  void whatConfigsSaidThenTheyMeanToday(String evaluate, String measures) {
    assertThat(told(read("evaluate: " + evaluate))).isEqualTo(measures);
  }

  @Test
  void givenLaterItCountsWhateverMeasuresSay() {
    String list = "measures: [{type: bound, draws: 9, examples: 5}, {type: flow, draws: 4}]";
    assertThat(told(read(list, "evaluate.draws=2")))
        .isEqualTo("bound draws=2 examples=5, flow draws=4");
    assertThat(told(read(list, "evaluate={examples: 7, flow-draws: 6}")))
        .isEqualTo("bound draws=9 examples=7, flow draws=6 examples=7");
  }

  @Test
  void besideAListItIsForWhatIsLeftOutThere() {
    String list = "measures: [{type: bound, draws: 9}, discrete-bound, frechet]\n";
    assertThat(told(read(list + "evaluate: {draws: 3, examples: 4}")))
        .isEqualTo(
            "bound draws=9 examples=4, discrete-bound draws=3 examples=4 timesteps=1000, frechet");
  }

  @Test
  void anotherLikelihoodTakesOverWhatTheMeasuresSaid() {
    String list = "measures: [{type: bound, draws: 9, examples: 5}, frechet]";
    assertThat(told(read(list, "evaluate.likelihood=all")))
        .isEqualTo(
            "bound draws=9 examples=5, discrete-bound draws=9 examples=5 timesteps=1000,"
                + " flow examples=5, frechet");
    assertThat(told(read(list, "evaluate.timesteps=30")))
        .isEqualTo("discrete-bound draws=9 examples=5 timesteps=30, frechet");
    assertThat(told(read(list, "evaluate.flow-probes=3", "evaluate.likelihood=flow")))
        .isEqualTo("flow examples=5 probes=3, frechet");
    assertThat(
            told(read("measures: {type: discrete-bound, timesteps: 30}", "evaluate.timesteps=0")))
        .isEqualTo("bound");
  }

  @Test
  void resolvedConfigIsReadToAnEqualOneAndChangedAsBefore() {
    RunConfig config = read("evaluate: {likelihood: all, draws: 3, examples: 6, flow-draws: 2}");
    RunConfig again = ConfigReader.read("again.yaml", config.toYaml(), List.of(), REGISTRY);
    assertThat(again).isEqualTo(config);
    assertThat(again.toYaml()).doesNotContain("likelihood", "flow-draws");
    assertThat(told(again.with("evaluate.examples", 2)))
        .isEqualTo(
            "bound draws=3 examples=2, discrete-bound draws=3 examples=2 timesteps=1000,"
                + " flow draws=2 examples=2");
  }

  @Test
  void moreIsAppendedToWhatIsMeasuredByDefault() {
    assertThat(told(read("evaluate: {draws: 2}", "measures+=frechet")))
        .isEqualTo("bound draws=2, frechet");
    assertThat(told(read("", "measures+={type: frechet, examples: 30}")))
        .isEqualTo("bound, frechet examples=30");
  }

  @Test
  void whatIsWrongIsToldWhereItStands() {
    assertThatThrownBy(() -> read("evaluate: {likelihood: bond, draws: 0, flow-probes: x}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("evaluate.likelihood")
        .hasMessageContaining("bound, discrete, flow, all")
        .hasMessageContaining("evaluate.draws")
        .hasMessageContaining("evaluate.flow-probes")
        .hasMessageContaining("3 problems");
    assertThatThrownBy(() -> read("evaluate: {examples: -1}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("1 problem");
    assertThatThrownBy(() -> read("evaluate: {likelihood: flow}\nmeasures: frechet"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'evaluate.likelihood' chooses measures, and 'measures' lists them");
    assertThatThrownBy(() -> read("evaluate: {likelihood: flow, flow-importance: true}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("importance weighting averages likelihoods");
  }

  private static RunConfig read(String text, String... overrides) {
    return ConfigReader.read("test.yaml", "data: digits\n" + text, List.of(overrides), REGISTRY);
  }

  /**
   * Measures with those of their options that are not the default, in the order of the alphabet.
   */
  private static String told(RunConfig config) {
    return String.join(
        ", ", config.components(Kinds.MEASURES).stream().map(FormerEvaluateTest::told).toList());
  }

  private static String told(Choice choice) {
    StringBuilder text = new StringBuilder(choice.reference());
    choice.type().optionTypes().stream()
        .filter(
            option ->
                !YamlWriter.isDefault(choice.options().orElseThrow(), option)
                    || option.name().equals("timesteps"))
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .forEach(
            option ->
                text.append(' ')
                    .append(option.name())
                    .append('=')
                    .append(option.in(choice.options().orElseThrow())));
    return text.toString();
  }
}
