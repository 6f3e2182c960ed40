package org.tweedie.study.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.plugin.Registry;

class StudyReaderTest {

  private static final Registry REGISTRY = Fakes.registry();

  private static final String GRID =
      """
      base: {data: toy, sampler: {type: ancestral, steps: 5}}
      set: {train.steps: 20}
      axes:
        schedule: [linear, cosine]
        objective.predict: [noise, signal]
        size:
          - {label: small, network.channels: 16}
          - {label: large, network.channels: 64, train.learning-rate: 1e-4}
      """;

  @TempDir Path folder;

  private static StudyConfig read(String text) {
    return read(text, StudyArguments.NONE);
  }

  private static StudyConfig read(String text, StudyArguments arguments) {
    return StudyReader.read(
        "study.yaml",
        text,
        arguments,
        name -> Optional.of("data: toy\n").filter(any -> name.equals("digits")),
        REGISTRY);
  }

  private static RunConfig config(StudyConfig study, Map<String, String> variant) {
    return ConfigReader.read(study.layers(variant), REGISTRY);
  }

  private static void refused(String golden, String text) {
    refused(golden, text, StudyArguments.NONE);
  }

  private static void refused(String golden, String text, StudyArguments arguments) {
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> read(text, arguments));
    assertThat(refused).as("the study is refused").isNotNull();
    Golden.check("study/" + golden, refused.getMessage());
  }

  @Test
  void aGridIsEveryCombinationOfTheAxes() {
    StudyConfig study = read(GRID);
    assertThat(study.variants()).hasSize(8).doesNotHaveDuplicates();
    RunConfig config =
        config(study, Map.of("schedule", "cosine", "objective.predict", "signal", "size", "large"));
    assertThat(config.at("schedule")).contains("cosine");
    assertThat(config.at("objective.predict")).contains("signal");
    assertThat(config.at("network.channels")).contains("64");
    assertThat(config.at("train.learning-rate")).contains("0.0001");
    assertThat(config.at("sampler.steps")).contains("5");
    assertThat(config.train().steps()).isEqualTo(20);
    assertThat(study.seeds()).containsExactly(1L);
    assertThat(study.baseline())
        .isEqualTo(Map.of("schedule", "linear", "objective.predict", "noise", "size", "small"));
  }

  @Test
  void oneAtATimeIsTheBaselineAndWhatDiffersFromItOnce() {
    StudyConfig study =
        read(
            GRID
                + """
                design: one-at-a-time
                baseline: {size: large}
                """);
    Map<String, String> baseline =
        Map.of("schedule", "linear", "objective.predict", "noise", "size", "large");
    assertThat(study.variants()).hasSize(4).startsWith(baseline);
    assertThat(study.variants())
        .allSatisfy(
            variant ->
                assertThat(
                        variant.entrySet().stream()
                            .filter(any -> !baseline.entrySet().contains(any)))
                    .hasSizeLessThanOrEqualTo(1));
  }

  @Test
  void aListIsWhatItSays() {
    StudyConfig study =
        read(
            """
            base: digits
            axes: {size: [{label: small, network.channels: 16}]}
            list:
              - {schedule: {label: steep, type: linear, gamma-min: -20}}
              - {schedule: cosine, size: small}
            baseline: {schedule: cosine}
            seeds: [3, 5]
            """);
    assertThat(study.design()).isEqualTo(StudyDesign.LIST);
    assertThat(study.variants())
        .containsExactly(
            Map.of("schedule", "steep"), Map.of("schedule", "cosine", "size", "small"));
    assertThat(config(study, study.variants().get(0)).at("schedule.gamma-min")).contains("-20");
    assertThat(study.baseline()).isEqualTo(study.variants().get(1));
    assertThat(study.seeds()).containsExactly(3L, 5L);
  }

  @Test
  void exclusionsLeaveOutEveryCombinationTheyFit() {
    StudyConfig study =
        read(
            GRID
                + """
                exclude:
                  - {schedule: cosine, objective.predict: [noise, signal], size: large}
                  - {schedule: linear, size: large}
                """);
    assertThat(study.variants()).hasSize(4).allMatch(any -> any.get("size").equals("small"));
  }

  @Test
  void theCommandLineSaysTheSameAsAFile() {
    StudyArguments arguments =
        new StudyArguments(
            List.of(
                "schedule=linear,{type: cosine, offset: 0.01}", "objective.predict=noise,signal"),
            List.of(),
            List.of("schedule=linear,objective.predict=signal"),
            Optional.of("objective.predict=noise,schedule=linear"),
            Optional.of("2"),
            Optional.of("loss,prior"),
            Map.of("retries", "2", "trial-limit", "1m30s", "rungs", "5,10"),
            Optional.empty(),
            List.of("train.steps=20"));
    StudyConfig study = StudyReader.ofBase("base", "data: toy\n", arguments, REGISTRY);
    assertThat(study.variants())
        .containsExactly(
            Map.of("schedule", "linear", "objective.predict", "noise"),
            Map.of("schedule", "{type: cosine, offset: 0.01}", "objective.predict", "noise"),
            Map.of("schedule", "{type: cosine, offset: 0.01}", "objective.predict", "signal"));
    assertThat(config(study, study.variants().get(1)).at("schedule.offset")).contains("0.01");
    assertThat(study.seeds()).containsExactly(1L, 2L);
    assertThat(study.metrics()).extracting(Wanted::key).containsExactly("loss", "prior");
    assertThat(study.budget().limit()).contains(Duration.ofSeconds(90));
    assertThat(study.budget().rungs()).containsExactly(5, 10);
  }

  @Test
  void theResolvedStudyReadsBackToAnEqualOne() {
    StudyArguments more =
        new StudyArguments(
            List.of(),
            List.of(),
            List.of("schedule=cosine,size=large"),
            Optional.empty(),
            Optional.of("4,9"),
            Optional.empty(),
            Map.of("retries", "3"),
            Optional.of("slurm:partition=main,time=1:00:00,cpus=2"),
            List.of("sampler.steps=7"));
    StudyConfig study = read(GRID, more);
    StudyConfig again = read(study.yaml());
    assertThat(again.variants()).isEqualTo(study.variants());
    assertThat(again.seeds()).containsExactly(4L, 9L);
    assertThat(again.budget()).isEqualTo(study.budget());
    assertThat(again.executor().orElseThrow().options())
        .isEqualTo(study.executor().orElseThrow().options())
        .asString()
        .contains("partition=main", "time=1:00:00", "cpus=2");
    assertThat(again.baseline()).isEqualTo(study.baseline());
    assertThat(study.variants())
        .allSatisfy(
            variant -> {
              assertThat(config(again, variant)).isEqualTo(config(study, variant));
              assertThat(config(again, variant).at("sampler.steps")).contains("7");
            });
    assertThat(again.yaml()).isEqualTo(study.yaml());
  }

  @Test
  void theBaseIsAFileBesideTheStudy() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), "data: toy\ntrain: {steps: 7}\n");
    Path file =
        Files.writeString(
            folder.resolve("study.yaml"), "base: base.yaml\naxes: {schedule: [linear]}\n");
    StudyConfig study =
        StudyReader.read(file, StudyArguments.NONE, any -> Optional.empty(), REGISTRY);
    assertThat(config(study, study.variants().get(0)).train().steps()).isEqualTo(7);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    refused(
        "problems",
        """
        base: nowhere.yaml
        desing: grid
        axes:
          schedul: [linear, cosine]
          objective.predict: noise
          train.seed: [1, 2]
          sampler.steps: [5, 5]
          size: [{network.channels: 3}]
        exclude: [{sampler.stepss: 5}, {sampler.steps: 6}, noise]
        baseline: [linear]
        seeds: 0
        metric: [fid]
        budget: {retries: -1, trial-limt: 5m, keep: 1}
        """);
  }

  @Test
  void aDesignWithoutWhatItNeedsIsToldInWords() {
    refused("no-axes", "base: digits\n");
    refused("no-list", "base: digits\ndesign: list\n");
    refused("no-base", "axes: {schedule: [linear]}\n");
    refused("design", "base: digits\ndesign: gird\naxes: {schedule: [linear]}\n");
    refused("limit", "base: digits\naxes: {schedule: [linear]}\nbudget: {trial-limit: 5}\n");
    refused(
        "baseline-excluded",
        "base: digits\naxes: {schedule: [linear, cosine]}\nexclude: [{schedule: linear}]\n");
    refused(
        "all-excluded",
        "base: digits\naxes: {schedule: [linear]}\nexclude: [{schedule: linear}]\n");
  }

  @Test
  void whatIsWrittenWronglyOnTheCommandLineIsToldWithTheOption() {
    refused(
        "command-line",
        "base: digits\n",
        new StudyArguments(
            List.of("schedule", "sampler.steps=1,[2"),
            List.of("sampler.steps=3"),
            List.of("schedule"),
            Optional.empty(),
            Optional.of("many"),
            Optional.empty(),
            Map.of("retries", "often"),
            Optional.of("slurm:partition,cpus=-1,memry=4"),
            List.of("sampler")));
  }
}
