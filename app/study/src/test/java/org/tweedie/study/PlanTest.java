package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.stage.Phase;

class PlanTest {

  private static final Registry REGISTRY = Fakes.registry(FakeMeasures.class);

  private static Plan plan(String text) {
    return plan(text, REGISTRY);
  }

  private static Plan plan(String text, Registry registry) {
    return Plan.of(
        StudyReader.read("s.yaml", text, StudyArguments.NONE, any -> Optional.empty(), registry),
        registry);
  }

  private static Map<String, String> ids(Plan plan) {
    return plan.trials().stream().collect(Collectors.toMap(Trial::words, Trial::id));
  }

  private static void refused(String golden, String text) {
    ConfigException refused = catchThrowableOfType(ConfigException.class, () -> plan(text));
    assertThat(refused).as("the plan is refused").isNotNull();
    Golden.check("study/" + golden, refused.getMessage());
  }

  @Test
  void trialsOfOneSeedComeAfterOneAnother() {
    Plan plan = plan("base: {data: toy}\naxes: {schedule: [linear, cosine]}\nseeds: 2\n");
    assertThat(plan.trials()).extracting(Trial::number).containsExactly(1, 2, 3, 4);
    assertThat(plan.trials())
        .extracting(Trial::words)
        .containsExactly(
            "schedule=linear, seed 1",
            "schedule=cosine, seed 1",
            "schedule=linear, seed 2",
            "schedule=cosine, seed 2");
    assertThat(plan.trials().get(3).config().train().seed()).isEqualTo(2);
    assertThat(plan.trials())
        .as("what measures and samples is the same for all")
        .allMatch(trial -> trial.config().evaluate().seed() == 1)
        .allMatch(trial -> trial.config().sample().seed() == 1);
  }

  @Test
  void idsSurviveReorderingAndMoreValues() {
    Map<String, String> before =
        ids(
            plan(
                """
                base: {data: toy}
                axes: {schedule: [linear, cosine], sampler.steps: [5, 6]}
                seeds: 2
                """));
    Map<String, String> after =
        ids(
            plan(
                """
                seeds: [7, 2, 1]
                base: {sampler: {steps: 9, type: ancestral}, data: {type: toy}}
                axes: {schedule: [cosine, linear, {type: cosine, offset: 0.1}], sampler.steps: [6, 4, 5]}
                """));
    assertThat(before).hasSize(8);
    assertThat(before.values()).doesNotHaveDuplicates();
    assertThat(after).hasSize(27).containsAllEntriesOf(before);
    assertThat(after.values()).doesNotHaveDuplicates();
  }

  @Test
  void idsDependOnWhatChangesNumbersAlone() {
    String axes = "\naxes: {schedule: [linear]}\n";
    String id = plan("base: {data: toy, measures: bits}" + axes).trials().get(0).id();
    for (String free :
        List.of(
            "train: {log-every: 3, checkpoint-every: 7, keep: 1, sample-every: 5, evaluate-every: 2}",
            "evaluate: {batch: 3}",
            "sample: {batch: 3, columns: 4, scale: 2}")) {
      assertThat(
              plan("base: {data: toy, measures: bits, " + free + "}" + axes).trials().get(0).id())
          .as(free)
          .isEqualTo(id);
    }
    for (String counted :
        List.of(
            "train: {steps: 3}",
            "train: {learning-rate: 1e-5}",
            "evaluate: {examples: 3}",
            "sampler: {type: ancestral, steps: 3}",
            "sample: {count: 3}",
            "train: {threads: 1}")) {
      assertThat(
              plan("base: {data: toy, measures: bits, " + counted + "}" + axes)
                  .trials()
                  .get(0)
                  .id())
          .as(counted)
          .isNotEqualTo(id);
    }
  }

  /** As many samples are drawn as measures look at, and pictures alone are of sample.count. */
  @Test
  void measuresSettleHowManySamplesAreDrawn() {
    Trial looked = measured("bits", "sample: {count: 3}");
    Trial more = measured("bits", "sample: {count: 4}");
    assertThat(looked.stages().samples()).isEqualTo(3);
    assertThat(looked.of(Phase.SAMPLE)).isNotEqualTo(more.of(Phase.SAMPLE));
    Trial all = measured("likeness", "sample: {count: 3}");
    assertThat(all.stages().samples()).isEqualTo(all.stages().testExamples());
    assertThat(measured("likeness", "sample: {count: 4}").id()).isEqualTo(all.id());
    Trial seven = measured("likeness", "evaluate: {samples: 7}");
    assertThat(seven.stages().samples()).isEqualTo(7);
    assertThat(seven.of(Phase.SAMPLE)).isNotEqualTo(all.of(Phase.SAMPLE));
    assertThat(measured("bits", "evaluate: {samples: 7}").of(Phase.MEASURE))
        .as("weights are measured the same, whatever is drawn")
        .isEqualTo(measured("bits", "evaluate: {samples: 8}").of(Phase.MEASURE));
  }

  private static Trial measured(String measure, String more) {
    return plan("base: {data: toy, measures: %s, %s}\naxes: {schedule: [linear]}\n"
            .formatted(measure, more))
        .trials()
        .get(0);
  }

  @Test
  void everyComponentOfAListCounts() {
    Plan plan =
        plan(
            """
            base: {data: toy, train: {label-dropout: 0.1}}
            axes:
              guidance:
                - none
                - [none, classifier-free]
                - [none, {type: classifier-free, scale: 3}]
                - [{type: classifier-free, scale: 3}, none]
            """);
    assertThat(plan.trials()).extracting(Trial::id).hasSize(4).doesNotHaveDuplicates();
    assertThat(plan.trials().get(1).config().at("guidance"))
        .as("what a table says of a trial that does not name the axis")
        .contains("[none, classifier-free]");
  }

  @Test
  void anotherJarOfAPluginMakesOtherTrialsOfThoseThatUseIt(@TempDir Path folder) {
    String text = "base: {data: toy}\naxes: {sampler: [ancestral, heun]}\n";
    List<List<Trial>> plans =
        List.of("", "/* built anew */ int i;").stream()
            .map(
                body -> {
                  Path plugins = folder.resolve("plugins" + body.length());
                  new TestJar()
                      .plugin("acme", "components.sampler(\"heun\", Heun.class);")
                      .source("acme.Heun", TestJar.samplerSource("Heun", body))
                      .write(plugins.resolve("acme.jar"));
                  Registry registry =
                      Fakes.loader(FakeMeasures.class).load(List.of(plugins)).registry();
                  return plan(text, registry).trials();
                })
            .toList();
    assertThat(plans.get(1).get(0).id())
        .as("the trial that does not use the plugin")
        .isEqualTo(plans.get(0).get(0).id());
    assertThat(plans.get(1).get(1).id())
        .as("the trial that does")
        .isNotEqualTo(plans.get(0).get(1).id());
    assertThat(plans.get(0).get(1).stages().software()).containsOnlyKeys("tweedie", "acme");
  }

  /** A folder keeps its name when its files change. */
  @Test
  void otherFilesInADataFolderMakeOtherTrialsOfThoseThatReadIt(@TempDir Path folder)
      throws IOException {
    Registry registry = new PluginLoader().load(List.of()).registry();
    Path images = folder.resolve("images");
    for (int i = 0; i < 30; i++) {
      image(images.resolve(i + ".png"), 8 * i);
    }
    String text =
        """
        base: {network: {type: mlp, width: 8, layers: 1}, evaluate: {examples: 2}}
        axes:
          data: [{type: image-folder, folder: '%s', test-share: 0.2}, {type: points, shape: moons}]
        """
            .formatted(images);
    StudyFolder study = new StudyFolder(folder.resolve("study"));
    Plan before = plan(text, registry);
    study.begin(before, 1);
    assertThat(ids(plan(text, registry))).as("nothing has changed").isEqualTo(ids(before));
    assertThat(StudyChanges.of(before, study)).isEmpty();

    image(images.resolve("7.png"), 57);
    Plan after = plan(text, registry);
    assertThat(after.trials().get(0).id())
        .as("the trial on the images")
        .isNotEqualTo(before.trials().get(0).id());
    assertThat(after.trials().get(1).id())
        .as("the trial on points")
        .isEqualTo(before.trials().get(1).id());
    assertThat(StudyChanges.of(after, study))
        .singleElement()
        .asString()
        .matches(
            "Not as when the study was begun: the data 'image-folder\\[folder=.*]' \\(was sha256 [0-9a-f]{64}, is sha256 [0-9a-f]{64}\\)\\. What depends on it is done anew\\.");
  }

  private static void image(Path file, int grey) throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(1, 2, 0, grey);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void whatAListDoesNotNameIsSaidAsTheBaseHasIt() {
    Plan plan = plan("base: {data: toy}\nlist: [{schedule: cosine}, {sampler.steps: 9}]\n");
    assertThat(plan.trials())
        .extracting(Trial::settings)
        .containsExactly(
            Map.of("schedule", "cosine", "sampler.steps", "250"),
            Map.of("schedule", "linear", "sampler.steps", "9"));
  }

  @Test
  void everyProblemIsToldOnceWithItsTrials() {
    refused(
        "trials",
        """
        base: {data: toy, train: {steps: 10}}
        axes:
          sampler.steps: [5, five]
          objective.predict: [noise, nois]
          network: [unet, needs-random]
        seeds: 2
        """);
  }

  @Test
  void objectionsOfComponentsAreHeardBeforeAnythingRuns() {
    refused(
        "objections",
        """
        base: {data: toy, train: {label-dropout: 0}}
        axes:
          objective.predict: [noise, velocity]
          guidance: [none, classifier-free]
        """);
  }

  @Test
  void trialsThatAreTheSameAreTold() {
    refused(
        "same-trial",
        "base: {data: toy}\naxes: {schedule: [linear, {type: linear, gamma-max: 5}]}\n");
  }

  @Test
  void aRungAfterTheEndIsTold() {
    refused(
        "late-rung",
        """
        base: {data: toy}
        axes: {train.steps: [10, 30]}
        budget: {rungs: [5, 10]}
        """);
  }

  @Test
  void metricsAreThoseThatTheMeasuresTell() {
    String base = "base: {data: toy, measures: [bits, likeness]}\naxes: {schedule: [linear]}\n";
    assertThat(plan(base).metrics())
        .as("the most telling reading of each")
        .containsExactly("test_bpd", "recall");
    assertThat(plan(base + "metric: recall\nmetrics: [seconds, recall, train_bpd]\n").metrics())
        .containsExactly("recall", "seconds", "train_bpd");
    assertThat(plan("base: {data: toy}\naxes: {schedule: [linear]}\n").metrics())
        .as("without measures")
        .containsExactly("train_bpd");
    refused("metric", base + "metric: recal\nmetrics: [fid]\n");
  }

  @Test
  void eachStageDependsOnItsOwnPartsAlone() {
    Trial base = only("");
    for (String sampled :
        List.of("sampler: {steps: 3}", "guidance: classifier-free", "evaluate: {samples: 3}")) {
      Trial other = only(", " + sampled);
      assertThat(other.training().id()).as(sampled).isEqualTo(base.training().id());
      assertThat(other.of(Phase.SAMPLE)).as(sampled).isNotEqualTo(base.of(Phase.SAMPLE));
      assertThat(other.of(Phase.MEASURE).get(0))
          .as("weights")
          .isEqualTo(base.of(Phase.MEASURE).get(0));
      assertThat(other.of(Phase.MEASURE).get(1))
          .as("samples")
          .isNotEqualTo(base.of(Phase.MEASURE).get(1));
    }
    Trial other = only(", train: {label-dropout: 0.1, steps: 7}");
    assertThat(other.training().id()).isNotEqualTo(base.training().id());
    assertThat(other.of(Phase.MEASURE)).doesNotContainAnyElementsOf(base.of(Phase.MEASURE));
    assertThat(base.stages().at(4).get(0).id())
        .as("a training is the same on its way")
        .isEqualTo(base.training().id());
    assertThat(base.stages().at(4).get(1).id())
        .as("its samples are not")
        .isNotEqualTo(base.of(Phase.SAMPLE).get(0).id());
  }

  private static Trial only(String more) {
    String text =
        "base: {data: toy, measures: [bits, likeness], train: {label-dropout: 0.1}%s}\naxes: {schedule: [linear]}\n";
    return plan(text.formatted(more).replace("train: {label-dropout: 0.1}, train:", "train:"))
        .trials()
        .get(0);
  }
}
