package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

class CautionsTest {

  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();
  private static final String DIGITS = "data: digits\nnetwork: {type: mlp, width: 8}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule: {type: linear, gamma-max: 2} | leaves signal at time 1 (a log SNR of -2.00)",
        "schedule: {type: linear, gamma-min: -5} | hides which of the 17 levels",
        "objective: {type: vlb, timesteps: 10} | trains at 10 times alone",
        "train: {batch: 2000} | A batch of 2000 is more than the 1438 training examples",
        "train: {steps: 50} | The learning rate gets to 0.000100 at most in 50 steps, and never where"
      })
  void whatIsSeldomMeantIsSaid(String yaml, String words) {
    assertThat(of(DIGITS + yaml)).singleElement().asString().contains(words);
  }

  @Test
  void theShareOfThePriorIsThatOfDataOfVarianceOne() {
    // log2(1 + e^-2) / 2
    assertThat(of(DIGITS + "schedule: {type: linear, gamma-max: 2}").get(0))
        .contains("some 0.09 bits/dim");
  }

  /** The digits' values have a standard deviation of 0.708: the default, 0.5, is near enough. */
  @ParameterizedTest
  @CsvSource({
    "cosine, 0.5, ''",
    "linear, 0.9, ''",
    "linear, 0.1, it is 7.08",
    "edm, 0.1, it is 7.08",
    "cosine, 3, it is 0.236"
  })
  void aPreconditioningIsToldOfTheDataItHas(String schedule, String width, String words) {
    List<String> said =
        of(
            DIGITS
                + "objective: {type: simple, predict: signal}\nschedule: "
                + schedule
                + "\npreconditioning: {type: edm, sigma-data: "
                + width
                + "}\n");
    if (words.isEmpty()) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said)
          .singleElement()
          .asString()
          .contains("{type: edm, sigma-data: " + width + "}", "whose standard deviation is 0.708")
          .contains(words);
    }
  }

  /** The default sampler adds noise by a score, and the default measure is a bound. */
  @Test
  void pairsByOptimalTransportHaveNoScoreAndNoBound() {
    String coupled = DIGITS + "objective: {type: flow-matching, coupling: optimal-transport}\n";
    assertThat(of(coupled))
        .hasSize(2)
        .anyMatch(it -> it.contains("the sampler 'ancestral' adds noise by a score"))
        .anyMatch(it -> it.contains("is no bound of this model"));
    assertThat(of(coupled + "sampler: ode\nmeasures: [flow, frechet]\n")).isEmpty();
    assertThat(of(DIGITS + "objective: flow-matching\n")).isEmpty();
  }

  /** What a student is asked for beside the steps that it was taught. */
  @Test
  void studentsHaveNoBoundAndTheirOwnSteps() {
    String student =
        DIGITS
            + "objective: {type: progressive-distillation, teacher: a, steps: 4}\nschedule: cosine\n";
    String samples = "measures: [frechet]\n";
    assertThat(of(student + "sampler: {type: ddim, steps: 4}\n" + samples)).isEmpty();
    assertThat(of(student + "sampler: {type: ddim, steps: 8}\n" + samples))
        .singleElement()
        .asString()
        .contains("begin at the times i/4 alone, and the sampler 'ddim' takes others");
    assertThat(of(student + "sampler: {type: ancestral, steps: 4}\n" + samples))
        .singleElement()
        .asString()
        .contains("learns a flow and no score, and the sampler 'ancestral' adds noise by a score");
    assertThat(of(student + "sampler: {type: ddim, steps: 4}\nmeasures: [bound, flow]\n"))
        .singleElement()
        .asString()
        .contains("teaches steps and no denoiser");
    String consistent = DIGITS + "objective: consistency-training\nschedule: cosine\n" + samples;
    assertThat(of(consistent + "sampler: {type: consistency, steps: 4}\n")).isEmpty();
    assertThat(of(consistent + "sampler: {type: ddim, steps: 1}\n")).isEmpty();
    assertThat(of(consistent + "sampler: {type: ddim, steps: 2}\n"))
        .singleElement()
        .asString()
        .contains("teaches steps that lead to the data, and the sampler 'ddim' takes others");
  }

  static Stream<String> schedules() {
    return BUILT_IN.all(Kinds.SCHEDULE).stream()
        .filter(
            type ->
                type.optionTypes().stream().allMatch(option -> option.defaultText().isPresent()))
        .map(ComponentType::name)
        .filter(name -> !name.equals("table") && !name.equals("learned"));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void theDefaultsOfOurOwnSchedulesAreMeant(String schedule) {
    assertThat(of(DIGITS + "objective: {type: simple, predict: signal}\nschedule: " + schedule))
        .isEmpty();
  }

  private static List<String> of(String yaml) {
    RunConfig config = ConfigReader.read("run.yaml", yaml, List.of(), BUILT_IN);
    return Cautions.of(config, Assembler.assemble(config));
  }
}
