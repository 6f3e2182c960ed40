package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Problem;
import org.tweedie.laws.exact.GaussianModel;

/**
 * Which built-in components go with which: bad combinations are refused in words, good ones not.
 */
class BuiltInCombinationsTest {

  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();
  private static final String POINTS =
      "data: {type: points, shape: swiss-roll, count: 500}\nnetwork: mlp\n";
  private static final List<String> OF_FLOW = List.of("vlb", "simple", "flow-matching");
  private static final String DIGITS = "data: digits\nnetwork: {type: mlp, width: 8}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guidance: classifier-free | guidance: needs data with classes",
        "sampler: consistency | sampler: teaches the mean of all signals",
        "sampler: consistency\\nobjective: consistency-training | ",
        "objective: {type: flow-matching, coupling: reflow, teacher: a}\\n"
            + "sampler: consistency | ",
        "model: {type: hierarchical-vae, latent: data, encoder: linear-gaussian, share-decoder:"
            + " true} | model: these data are continuous",
        "sample: {scale: 1000, columns: 1000} | ",
        "sample: {classes: [1]} | sample.classes: The data have no classes",
        "evaluate: {timesteps: 10} | ",
        "measures: [seconds, frechet]\\nevaluate: {samples: 19} | measures.1: takes 20 samples or"
            + " more, and would look at 19",
        "measures: [frechet, seconds]\\nevaluate: {samples: 20} | ",
        "measures: seconds\\nevaluate: {samples: 2} | ",
        "schedule: edm\\nobjective: {predict: velocity} | objective: not variance preserving",
        "schedule: geometric\\n"
            + "objective: {type: simple, predict: velocity} | objective: not variance preserving",
        "schedule: sub-vp\\n"
            + "objective: {type: min-snr, predict: velocity} | objective: not variance preserving",
        "schedule: edm\\nobjective: {type: edm, predict: signal} | ",
        "schedule: zero-terminal\\n"
            + "objective: {predict: noise} | objective: says nothing of the signal",
        "schedule: zero-terminal\\n"
            + "objective: {predict: score} | objective: says nothing of the signal",
        "schedule: zero-terminal\\nobjective: {predict: velocity} | ",
        "schedule: zero-terminal\\n"
            + "objective: {predict: signal}\\n"
            + "sampler: heun | sampler: no first step from pure noise",
        "schedule: zero-terminal\\n"
            + "objective: {predict: signal}\\n"
            + "sampler: {type: heun, grid: leading} | ",
        "schedule: zero-terminal\\n"
            + "objective: {predict: signal}\\n"
            + "sampler: restart | sampler: the schedule 'zero-terminal' and the objective",
        "schedule: {type: zero-terminal, base: cosine}\\n"
            + "objective: {predict: signal}\\n"
            + "evaluate: {timesteps: 9} | measures: leaves no signal at time 1",
        "schedule: {type: table, quantity: alpha-bar, values: [0.99, 0.5, 0.1]}\\n"
            + "evaluate: {timesteps: 9} | ",
        "schedule: beta-linear\\nevaluate: {timesteps: 9} | measures: leaves no noise at time 0",
        "schedule: beta-linear\\n"
            + "objective: {type: vlb, timesteps: 9} | objective: needs some noise at time 0"
      })
  void onPoints(String yaml, String refused) {
    check(POINTS + yaml.replace("\\n", "\n"), refused);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guidance: classifier-free | ",
        "guidance: classifier-free\\ntrain: {label-dropout: 0} | guidance: has never made one",
        "guidance: {type: classifier-free, scale: 1}\\ntrain: {label-dropout: 0} | ",
        "guidance: classifier-free\\ntrain: {label-dropout: 1} | guidance: hides every label",
        "sample: {scale: 1000, columns: 100} | sample.scale: is a picture of 6,400,000,000 pixels",
        "sample: {classes: [3, '4']} | ",
        "sample: {classes: [ten]} | sample.classes: There is no class 'ten'",
        "sample: {classes: [3]}\\ntrain: {label-dropout: 1} | sample.classes: every label hidden",
        "network: {type: unet, fourier: true} | ",
        "network: {type: unet, attention: [5]} | network: this network does not have",
        "network: {type: unet, channel-multipliers: [1, 2, 2, 2, 2]} | network: cannot be halved",
        "network: {type: diffusers-unet, channels: [8, 8, 8, 8, 8]} | network: cannot be halved",
        "network: diffusers-unet\\npreconditioning: edm | network: for a step of the schedule",
        "network: diffusers-unet\\nschedule: learned | network: a learned schedule moves them",
        "network: diffusers-unet\\nschedule: beta-linear | "
      })
  void onImages(String yaml, String refused) {
    String text = yaml.startsWith("network") ? "data: digits\n" : DIGITS;
    check(text + yaml.replace("\\n", "\n"), refused);
  }

  @Test
  void aNetworkForImagesIsRefusedForPoints() {
    check("data: points\nnetwork: unet\n", "network: A U-Net is for images");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    assertThat(
            problems(
                POINTS
                    + """
                    schedule: zero-terminal
                    objective: {predict: noise}
                    sampler: dpm-2
                    guidance: classifier-free
                    evaluate: {timesteps: 10}
                    sample: {classes: [ten]}
                    """))
        .extracting(Problem::path)
        .startsWith("sampler", "guidance", "measures", "measures", "objective")
        .endsWith("sample.classes");
  }

  /** What is not refused works: an exact model of normal data is walked to something finite. */
  @ParameterizedTest
  @ValueSource(ints = {6, 40})
  void everyScheduleAndSamplerWorkTogetherOrAreRefused(int steps) {
    List<String> refused = new ArrayList<>();
    List<String> wild = new ArrayList<>();
    for (ComponentType schedule : withDefaults(Kinds.SCHEDULE)) {
      for (ComponentType sampler : withDefaults(Kinds.SAMPLER)) {
        boolean hasSteps =
            sampler.optionTypes().stream().map(OptionType::name).anyMatch("steps"::equals);
        String pair = schedule.name() + " with " + sampler.name();
        String yaml =
            "%sobjective: {type: vlb, predict: signal}\nschedule: %s\nsampler: {type: %s%s}\n"
                .formatted(
                    POINTS, schedule.name(), sampler.name(), hasSteps ? ", steps: " + steps : "");
        try {
          Assembly assembly = assemble(yaml).assembly();
          float largest = largest(assembly);
          if (largest > limit(assembly.sampler(), steps)) {
            wild.add(pair + ": " + largest);
          }
        } catch (ConfigException problems) {
          refused.add(pair);
          assertThat(problems.problems()).as(pair).allMatch(p -> p.code().equals("incompatible"));
        }
      }
    }
    assertThat(wild).as("samples of data of standard deviation 0.5").isEmpty();
    assertThat(refused)
        .as("refused")
        .allMatch(
            pair -> pair.startsWith("zero-terminal with ") || pair.endsWith(" with consistency"));
  }

  /** Langevin dynamics are far from their end after a few steps, and yet finite. */
  private static double limit(Sampler sampler, int steps) {
    return sampler instanceof LangevinDynamics && steps < 40 ? Float.MAX_VALUE : 5;
  }

  @Test
  void everyScheduleObjectiveAndPredictionAreTakenOrRefusedInWords() {
    for (ComponentType schedule : withDefaults(Kinds.SCHEDULE)) {
      for (ComponentType objective : withDefaults(Kinds.OBJECTIVE)) {
        for (Parameterization predict : Parameterization.values()) {
          // Whether there is a flow depends on the schedule alone.
          if (predict == Parameterization.FLOW && !OF_FLOW.contains(objective.name())) {
            continue;
          }
          String triple = schedule.name() + ", " + objective.name() + ", " + predict;
          String yaml =
              "%sschedule: %s\nobjective: {type: %s, predict: %s}\n"
                  .formatted(POINTS, schedule.name(), objective.name(), OptionType.word(predict));
          List<Problem> problems = problems(yaml);
          boolean defined = isDefined(schedule, objective, predict);
          assertThat(problems.isEmpty()).as("%s: %s", triple, problems).isEqualTo(defined);
        }
      }
    }
  }

  /**
   * By the definitions: a velocity needs the circle, noise needs some signal, and a flow a clock
   * that stays; a first step needs some noise to step to; and only the bound can train a schedule.
   */
  private static boolean isDefined(
      ComponentType schedule, ComponentType objective, Parameterization predict) {
    boolean stepsInTime = List.of("consistency-elbo", "hybrid").contains(objective.name());
    boolean beginsWithoutNoise =
        List.of("beta-linear", "scaled-linear", "sub-vp", "zero-terminal")
            .contains(schedule.name());
    if (stepsInTime && beginsWithoutNoise) {
      return false;
    }
    if (schedule.name().equals("learned") && !objective.name().equals("vlb")) {
      return false;
    }
    boolean preserving =
        !List.of("edm", "geometric", "sub-vp", "rectified-flow").contains(schedule.name());
    boolean endsWithoutSignal = schedule.name().equals("zero-terminal");
    return switch (predict) {
      case VELOCITY -> preserving;
      case FLOW -> !schedule.name().equals("learned");
      case NOISE, SCORE -> !endsWithoutSignal;
      case SIGNAL -> true;
    };
  }

  /** Components that can be named without an option. */
  private static List<ComponentType> withDefaults(Kind<?> kind) {
    return BUILT_IN.all(kind).stream()
        .filter(
            type ->
                type.optionTypes().stream().allMatch(option -> option.defaultText().isPresent()))
        .filter(type -> !type.name().equals("table"))
        .toList();
  }

  private static float largest(Assembly assembly) {
    DataShape point = DataShape.point(2);
    SeededNoise noise = new SeededNoise(5, 0, 3, point);
    Batch start = noise.draw(99).times(Math.sqrt(assembly.schedule().at(1).power()));
    Batch end =
        assembly
            .sampler()
            .sample(
                new GaussianModel(assembly.schedule(), 0.5, Parameterization.SIGNAL)
                    .given(Condition.none(3)),
                start,
                noise,
                StepListener.NONE);
    float largest = 0;
    for (float value : end.values()) {
      // A value that is no number is larger than any limit.
      float size = Float.isNaN(value) ? Float.POSITIVE_INFINITY : Math.abs(value);
      largest = Math.max(largest, size);
    }
    return largest;
  }

  private static void check(String yaml, String refused) {
    List<Problem> problems = problems(yaml);
    if (refused == null) {
      assertThat(problems).isEmpty();
    } else {
      String[] parts = refused.split(": ", 2);
      assertThat(problems).extracting(Problem::path).containsExactly(parts[0]);
      assertThat(String.join(" ", problems.get(0).lines())).contains(parts[1]);
    }
  }

  private static List<Problem> problems(String yaml) {
    RunConfig config = ConfigReader.read("run.yaml", yaml, List.of(), BUILT_IN);
    ConfigException problems =
        catchThrowableOfType(ConfigException.class, () -> Assembler.assemble(config));
    return problems == null ? List.of() : problems.problems();
  }

  private static Assembled assemble(String yaml) {
    return Assembler.assemble(ConfigReader.read("run.yaml", yaml, List.of(), BUILT_IN));
  }
}
