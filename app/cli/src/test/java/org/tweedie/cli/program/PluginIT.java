package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tweedie.cli.project.PluginTemplate;
import org.tweedie.engine.fake.Golden;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plugin of somebody else's, from its project to the samples that it draws. */
class PluginIT {

  private static final String JAR = "acme-diffusion-1.0.0.jar";

  @TempDir static Path folder;
  private static PluginProject project;
  private static Path jar;
  private static Session session;

  @BeforeAll
  static void buildThePluginAndTrainWithIt() throws Exception {
    project = PluginProject.example();
    Path built = project.jar();
    jar = Files.createDirectory(folder.resolve("plugins")).resolve(JAR);
    Files.copy(built, jar);
    Files.writeString(
        folder.resolve("acme.yaml"),
        """
        data: points
        schedule: karras
        network: {type: mlp, width: 16, layers: 1}
        objective: {type: simple, predict: noise}
        sampler: {type: acme-heun, steps: 6}
        guidance: none
        train: {steps: 6, batch: 16, threads: 2, deterministic: true}
        evaluate: {draws: 1, examples: 40}
        sample: {count: 12}
        """);
    Program.in(folder).run("train", "acme.yaml").succeeded();
    session = Session.in(folder);
  }

  @AfterAll
  static void endTheSession() throws InterruptedException {
    session.close();
  }

  @Test
  void itsComponentsPassTheContractSuiteInTheirOwnBuild() throws Exception {
    assertThat(project.testReports())
        .as("test classes: plugin, sampler, schedule")
        .hasSize(3)
        .allMatch(report -> report.contains("Failures: 0, Errors: 0, Skipped: " + skipped(report)))
        .noneMatch(report -> report.startsWith("Tests run: 0"));
  }

  @Test
  void itIsListedWithItsOrigin() {
    Program.Ended all = session.run("components").succeeded();
    assertThat(all.err()).isEmpty();
    assertThat(all.out().lines().filter(line -> line.contains(JAR)).toList())
        .as("lines of the plugin's components")
        .hasSize(2);
    Golden.check(
        "program/plugin-component",
        session.run("components", "sampler/acme-heun").succeeded().out());
  }

  @Test
  void runKeepsItsFullNamesAndTheHashOfItsJar() throws Exception {
    Path run = folder.resolve("runs/acme");
    assertThat(Files.readAllLines(run.resolve("config.yaml")))
        .contains("  type: acme/karras", "  type: acme/acme-heun", "  ratio-max: 80");
    JsonNode components = provenance(run).get("components");
    for (String kind : List.of("schedule", "sampler")) {
      JsonNode component = components.get(kind);
      assertThat(component.get("plugin").asString()).isEqualTo("acme");
      assertThat(component.get("version").asString()).isEqualTo("1.0.0");
      assertThat(component.get("jar").asString()).isEqualTo(JAR);
      assertThat(component.get("sha256").asString()).isEqualTo(sha256(jar));
    }
    assertThat(components.at("/network/plugin").asString()).isEqualTo("tweedie-denoisers");
  }

  @Test
  void runIsMadeAgainByItsConfigWithPluginsFromAFolderOfAnyName() throws Exception {
    Path plugins = Files.createDirectories(folder.resolve("other place/100%"));
    Files.copy(jar, plugins.resolve(JAR));
    session
        .run(
            "train",
            "runs/acme/config.yaml",
            "--run",
            "again",
            "--plugins",
            folder.relativize(plugins).toString())
        .succeeded();
    assertThat(Runs.checkpoints(folder.resolve("again")).get(0))
        .hasSameBinaryContentAs(Runs.checkpoints(folder.resolve("runs/acme")).get(0));
    assertThat(provenance(folder.resolve("again")).at("/components/sampler/sha256").asString())
        .isEqualTo(sha256(jar));
  }

  @Test
  void samplesAreDrawnAndTheBoundMeasured() throws Exception {
    session
        .run("sample", "runs/acme", "--out", "drawn", "--set", "sampler.steps=3", "--gif")
        .succeeded();
    assertThat(Files.readAllLines(folder.resolve("drawn/samples.csv"))).hasSize(1 + 12);
    JsonNode report =
        JsonMapper.shared()
            .readTree(session.run("evaluate", "runs/acme", "--json").succeeded().out());
    assertThat(report.at("/total/mean").asDouble()).isFinite();
  }

  @Test
  void withoutItsPluginARunIsRefusedAndTheMissingOnesNamed() throws Exception {
    Files.createDirectory(folder.resolve("empty"));
    Program.Ended ended = session.run("sample", "runs/acme", "--plugins", "empty").endedWith(2);
    Golden.check("program/plugin-missing", ended.err());
  }

  @Test
  void itsOptionsAreCheckedLikeBuiltInOnes() {
    Program.Ended ended =
        session
            .run(
                "train",
                "acme.yaml",
                "--run",
                "never",
                "--set",
                "sampler.steps=0",
                "--set",
                "schedule.ratio-max=0.001")
            .endedWith(2);
    Golden.check("program/plugin-options", ended.err());
    assertThat(folder.resolve("never")).doesNotExist();
  }

  /** How many laws are for other components of a kind than the template's. */
  private static final Map<String, Integer> FOR_OTHERS =
      Map.of(
          // Evaluated on the host too; told captions, numbers or images, or how noisy these are.
          "NetworkTest", 6,
          // Adds noise.
          "SamplerTest", 1,
          // Draws a mask.
          "ImageConditionTest", 1,
          // Is frozen.
          "TextEncoderTest", 1);

  private static int skipped(String report) {
    return FOR_OTHERS.entrySet().stream()
        .filter(kind -> report.endsWith(kind.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static JsonNode provenance(Path run) throws Exception {
    return JsonMapper.shared().readTree(Files.readString(run.resolve("provenance.json"))).get(0);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  /**
   * What {@code tweedie plugin new} writes builds, passes its tests, and works beside the others.
   */
  @Nested
  class FromTheTemplate {

    @TempDir Path own;

    @ParameterizedTest
    @FieldSource("org.tweedie.cli.project.PluginTemplate#KINDS")
    void aNewProjectPassesItsContractTests(String kind) throws IOException {
      assertThat(PluginProject.ofKind(kind).testReports())
          .as("test classes: plugin and component")
          .hasSize(2)
          .allMatch(
              report -> report.contains("Failures: 0, Errors: 0, Skipped: " + skipped(report)))
          .noneMatch(report -> report.startsWith("Tests run: 0"));
    }

    /** What a diffusion is not made of. */
    private static final Set<String> OF_LATENTS = Set.of("model", "encoder", "decoder");

    /** What is for images, and what is for captions: that of data makes points without any. */
    private static final Set<String> OF_OTHER_DATA =
        Set.of("augmentation", "image-condition", "latents", "text-encoder");

    @Test
    void aRunCanBeMadeOfThemAlone() throws IOException {
      train(
          kind -> !OF_OTHER_DATA.contains(kind) && !OF_LATENTS.contains(kind),
          "--set",
          "sampler.steps=4",
          "--set",
          "sampler.grid=karras");
      assertThat(own.resolve("run/samples/scatter.png")).exists();
      assertThat(Files.readString(own.resolve("run/config.yaml")))
          .as("a jar's sampler with the options that the built-in ones have")
          .contains(
              "  type: own-sampler/own-sampler\n  steps: 4\n  grid: karras\n  log-snr-range: []\n  times: []\n");
    }

    @Test
    void soCanOneOfLatents() throws IOException {
      train(kind -> kind.equals("data") || OF_LATENTS.contains(kind));
      assertThat(own.resolve("run/samples/scatter.png")).exists();
      assertThat(Files.readString(own.resolve("run/config.yaml")))
          .contains("own-model/own-model", "own-encoder/own-encoder", "own-decoder/own-decoder");
    }

    @Test
    void whatAComponentRefusesInWordsIsNoFaultOfItsPlugin() throws IOException {
      Path plugins = Files.createDirectory(own.resolve("plugins"));
      Files.copy(PluginProject.ofKind("image-condition").jar(), plugins.resolve("own-image.jar"));
      Program.Ended ended =
          Session.shared()
              .run(
                  "train",
                  "--example",
                  "moons",
                  "--run",
                  own.resolve("run").toString(),
                  "--plugins",
                  plugins.toString(),
                  "--set",
                  "image-condition=own-image-condition")
              .endedWith(2);
      assertThat(ended.err())
          .contains("--set image-condition=own-image-condition", "It hides rows of images")
          .doesNotContain("broken", "Exception");
      assertThat(own.resolve("run")).doesNotExist();
    }

    /** Trains with those kinds from jars, all of which lie in the folder of plugins. */
    private void train(Predicate<String> chosen, String... more) throws IOException {
      Path plugins = Files.createDirectory(own.resolve("plugins"));
      StringBuilder config = new StringBuilder();
      for (String kind : PluginTemplate.KINDS) {
        Files.copy(PluginProject.ofKind(kind).jar(), plugins.resolve("own-" + kind + ".jar"));
        if (chosen.test(kind)) {
          config.append(kind).append(": own-").append(kind).append("\n");
        }
      }
      config.append(
          "train: {steps: 4, batch: 16, threads: 2, evaluate-every: 2}\nevaluate: {draws: 1, examples: 20}\n");
      Path file = Files.writeString(own.resolve("own.yaml"), config);
      List<String> command = new ArrayList<>(List.of("train", file.toString()));
      command.addAll(List.of("--run", own.resolve("run").toString()));
      command.addAll(List.of("--plugins", plugins.toString(), "--set", "sample.count=12"));
      command.addAll(List.of(more));
      Program.Ended ended = Session.shared().run(command.toArray(String[]::new)).succeeded();
      assertThat(ended.err()).doesNotContain("problem");
    }
  }
}
