package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
        .allMatch(report -> report.contains("Failures: 0, Errors: 0, Skipped: 0"))
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

  private static JsonNode provenance(Path run) throws Exception {
    return JsonMapper.shared().readTree(Files.readString(run.resolve("provenance.json"))).get(0);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
