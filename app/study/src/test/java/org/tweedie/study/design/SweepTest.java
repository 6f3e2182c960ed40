package org.tweedie.study.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;

class SweepTest {

  private static final Registry REGISTRY = Fakes.registry();

  @TempDir static Path run;

  @BeforeAll
  static void writeTheRun() throws IOException {
    Files.writeString(
        run.resolve("config.yaml"), "data: toy\nsampler: {type: ancestral, steps: 3}\n");
  }

  private static StudyConfig study(List<String> over, Optional<String> seeds, String... set) {
    return Sweep.of(over)
        .study(
            run,
            List.of(set),
            List.of(Layer.of("evaluate.samples", 40, Location.of("--count"))),
            seeds,
            7,
            REGISTRY);
  }

  private static List<RunConfig> configs(StudyConfig study) {
    return study.variants().stream()
        .map(variant -> ConfigReader.read(study.layers(variant), REGISTRY))
        .toList();
  }

  @Test
  void curvesComeBeforeNumbersWhicheverIsNamedFirst() {
    StudyConfig study =
        study(List.of("sampler.steps=5,9", "schedule=linear,cosine"), Optional.empty());
    assertThat(study.variants())
        .extracting(variant -> String.join(" ", variant.values()))
        .containsExactly("linear 5", "linear 9", "cosine 5", "cosine 9");
    assertThat(configs(study)).allMatch(config -> config.evaluate().samples() == 40);
  }

  @Test
  void whatIsSetInsideOfWhatIsVariedHoldsForAllItsValues() {
    StudyConfig study =
        study(
            List.of("schedule={type: cosine, offset: 0.1},cosine"),
            Optional.empty(),
            "schedule.offset=0.2");
    assertThat(study.variants())
        .extracting(variant -> variant.get("schedule"))
        .as("it is called as it was written")
        .containsExactly("cosine, offset: 0.1", "cosine");
    assertThat(configs(study))
        .extracting(config -> config.at("schedule.offset").orElseThrow())
        .containsOnly("0.2");
  }

  @Test
  void whatIsVariedIsNotTakenAwayByWhatIsSet() {
    StudyConfig study =
        study(List.of("schedule=linear,cosine"), Optional.empty(), "schedule=linear");
    assertThat(configs(study))
        .extracting(config -> config.at("schedule").orElseThrow())
        .containsExactly("linear", "cosine");
  }

  @Test
  void seedsAreTheRunsOwnOrThoseThatAreAskedFor() {
    List<String> over = List.of("sampler.steps=5");
    assertThat(study(over, Optional.empty()).seeds()).containsExactly(7L);
    assertThat(study(over, Optional.of("3")).seeds()).containsExactly(1L, 2L, 3L);
    assertThat(study(over, Optional.of("4,9")).seeds()).containsExactly(4L, 9L);
    assertThat(study(over, Optional.empty()).seed()).isEqualTo("sample.seed");
  }

  /** The study's own file makes the same study, so that it can be gone on with from there. */
  @Test
  void theStudyIsWrittenWithAllThatIsSet() {
    StudyConfig study =
        study(
            List.of("schedule=linear,cosine"),
            Optional.empty(),
            "schedule.offset=0.2",
            "sample.batch=9");
    StudyConfig again =
        StudyReader.read(
            "study.yaml", study.yaml(), StudyArguments.NONE, any -> Optional.empty(), REGISTRY);
    assertThat(again.variants()).isEqualTo(study.variants());
    assertThat(again.seeds()).isEqualTo(study.seeds());
    assertThat(again.yaml()).isEqualTo(study.yaml());
  }

  @Test
  void whatCannotBeScoredOverIsToldInWords() {
    assertThatThrownBy(() -> Sweep.of(List.of("sample.seed=1,2")))
        .hasMessageContaining("--seeds 3");
    assertThatThrownBy(() -> Sweep.of(List.of("measures=frechet,seconds")))
        .hasMessageContaining("--measure");
    assertThatThrownBy(() -> Sweep.of(List.of("sampler.steps=1", "sampler.steps=2")))
        .hasMessageContaining("give all its values to one");
    assertThatThrownBy(() -> study(List.of("sampler.steps=[5"), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--over sampler.steps=[5");
  }
}
