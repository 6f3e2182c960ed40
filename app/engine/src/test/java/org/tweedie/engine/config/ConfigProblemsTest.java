package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.plugin.Default;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** What users read when their config is wrong; the texts are in the golden files. */
class ConfigProblemsTest {

  private static final Registry REGISTRY = Fakes.registry();

  @Test
  void unknownNamesAreToldTogetherWithTheClosestOnes() {
    check(
        "unknown-names",
        """
        data: toy
        schedule:
          type: cosine
          ofset: 0.1
        sampler: ddimm
        trian: {steps: 3}
        train: {step: 3}
        guidance: {type: none, scale: 2}
        """);
  }

  @Test
  void nothingIsCoerced() {
    check(
        "wrong-types",
        """
        data: {type: toy, size: 4.5}
        schedule: {type: linear, gamma-min: -.INF, gamma-max: .inf}
        network:
          type: unet
          channels: "32"
          channel-multipliers: 2
          attention: [4, x, 7.5]
          bias: yes
          dropout: [0]
          note: true
        objective: {type: vlb, predict: 3}
        sampler: {type: ancestral, steps: 99999999999}
        train: {seed: 1e3, steps: , ema: {decay: 1}}
        """);
  }

  @Test
  void aTagIsBelievedWhereTheTextIsWhatItSays() {
    check(
        "tags",
        """
        data: !!str toy
        schedule: {type: linear, gamma-min: !!float low, gamma-max: !!float 5}
        network: !!set {type, unet}
        sampler: {type: ancestral, steps: !!int 1.5}
        train: {steps: !!str 5, seed: !mine 3, batch: !!bool 8}
        """);
  }

  @Test
  void whatIsNestedTooDeeplyIsNoStackTrace() {
    String closed = "[".repeat(60_000) + "]".repeat(60_000);
    for (String text : List.of("[".repeat(50_000), "{a: ".repeat(50_000), closed)) {
      Problems problems = new Problems();
      assertThat(YamlParser.document("deep", text, problems)).isEmpty();
      assertThat(problems.all()).singleElement().asString().contains("nested too deeply");
    }
  }

  @Test
  void rangesAreToldInWords() {
    check(
        "ranges",
        """
        data: {type: toy, size: 0}
        schedule: {type: cosine, offset: -3, max-beta: 1.5}
        network:
          type: unet
          channel-multipliers: [1, -2, 0]
          attention: [1, 2, 3]
          dropout: 1
        train:
          steps: 0
          label-dropout: 2
        """);
    check("empty-list", "data: toy\nnetwork: {type: unet, channel-multipliers: []}\n");
  }

  @Test
  void aWordThatIsNoChoiceIsToldWithTheChoices() {
    check("unknown-value", "data: toy\nobjective: {predict: nois}\ntrain: {precision: float16}\n");
  }

  @Test
  void aDuplicateKeyIsToldBesideOtherProblems() {
    check(
        "duplicate-key",
        "data: toy\nsampler:\n  steps: 5\n  steps: 6\ndata: toy\ntrain: {steps: -1}\n");
  }

  @Test
  void whatMustBeGivenIsToldWithItsMeaning() {
    check("missing-option", "data: missing-files\n");
    check("missing-data", "schedule: cosine\n");
    check("empty-file", "# nothing\n");
  }

  @Test
  void aRecordsOwnObjectionIsTold() {
    check("refused-by-record", "data: toy\nschedule: {gamma-min: -1, gamma-max: -2}\n");
  }

  @Test
  void componentsAndSectionsOfTheWrongFormAreTold() {
    check(
        "wrong-form",
        "data: [toy]\nschedule: 5\nsampler: {type: [ddim]}\ntrain: 5\nevaluate: [1]\n");
    check("list-instead-of-map", "- data: toy\n");
    check("text-instead-of-map", "digits\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syntax-tab | 'data: toy\n\tsteps: 3\n'",
        "syntax-bracket | 'data: {type: toy\ntrain: {steps: 1}\n'",
        "syntax-indentation | 'data: toy\n  size: 4\n'",
        "syntax-two-documents | 'data: toy\n---\ndata: toy\n'",
        "syntax-alias | 'data: *where\n'",
        "syntax-recursion | 'data: &a {type: *a}\n'",
        "syntax-key | '[data]: toy\n'",
      })
  void brokenYamlIsToldWithItsPlace(String golden, String yaml) {
    check(golden, yaml);
  }

  @Test
  void overridesAreToldAsTheyWereWritten() {
    check(
        "overrides",
        "data: toy\nsampler: {steps: 0}\n",
        "sampler.steps=abc",
        "network.chanels=3",
        "train.seed=[1");
    check("overrides-bound", "data: toy\ntrain: {steps: 0}\n", "sampler.steps=abc", "foo.bar=1");
    check("overrides-form", "data: toy\n", "sampler.steps", "=3", "a..b=3");
  }

  @Test
  void filesThatCannotBeReadAreTold(@TempDir Path folder) throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "data: f\u00fcnf".getBytes(StandardCharsets.ISO_8859_1));
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "data: [");
    ConfigException problems =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigReader.read(
                    List.of(folder.resolve("none.yaml"), folder, latin, broken),
                    List.of(),
                    REGISTRY));
    Golden.check(
        "files",
        problems
            .getMessage()
            .replace(folder + java.io.File.separator, "")
            .replace(folder.toString(), "folder"));
  }

  /** As somebody who names a checkpoint instead, or a device. */
  @Test
  void aFileThatIsFarTooLargeIsNotReadToItsEnd(@TempDir Path folder) throws IOException {
    Path large = folder.resolve("large.yaml");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(1L << 33);
    }
    assertThatThrownBy(() -> ConfigReader.read(List.of(large), List.of(), REGISTRY))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("The file cannot be read: it is larger than 16,777,216 bytes");
  }

  @Test
  void problemsOfTwoFilesAreToldInTheirOrder(@TempDir Path folder) throws IOException {
    Path base = Files.writeString(folder.resolve("base.yaml"), "data: toy\ntrain: {steps: 0}\n");
    Path over = Files.writeString(folder.resolve("over.yaml"), "sampler: {steps: 0}\n");
    assertThatThrownBy(() -> ConfigReader.read(List.of(base, over), List.of(), REGISTRY))
        .isInstanceOf(ConfigException.class)
        .satisfies(
            thrown ->
                Golden.check(
                    "two-files", thrown.getMessage().replace(folder + java.io.File.separator, "")));
  }

  @Test
  void anAmbiguousNameIsToldWithTheFullNames(@TempDir Path folder) {
    new TestJar()
        .plugin("acme", "components.sampler(\"ddim\", Heun.class);")
        .sampler("Heun")
        .write(folder.resolve("plugins").resolve("acme.jar"));
    Registry registry = Fakes.loader().load(List.of(folder.resolve("plugins"))).registry();
    ConfigException problems =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigReader.read("run.yaml", "data: toy\nsampler: ddim", List.of(), registry));
    Golden.check(
        "ambiguous",
        problems.getMessage().replace(folder + java.io.File.separator, "").replace('\\', '/'));
    RunConfig config =
        ConfigReader.read("run.yaml", "data: toy\nsampler: acme/ddim", List.of(), registry);
    assertThat(config.toYaml()).contains("type: acme/ddim");
    assertThat(ConfigReader.read("config.yaml", config.toYaml(), List.of(), registry))
        .isEqualTo(config);
  }

  /** A record as a careless plugin author writes it. */
  record Careless(@Default("many") int steps, @Default("-1") @Positive int size) {}

  @Test
  void aDefaultThatIsNotAllowedIsTheAuthorsFault() {
    Problems problems = new Problems();
    Location location = new Location("run.yaml", 3, 4);
    assertThat(
            new OptionBinder(problems)
                .bind(
                    Careless.class,
                    Value.Mapping.empty(location),
                    "sampler",
                    "'careless'",
                    location))
        .isEmpty();
    Golden.check("invalid-default", Problems.render("run.yaml", problems.all()));
  }

  @Test
  void anAliasThatBlowsUpIsRefused() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String all = ("*a" + (i - 1) + ", ").repeat(9);
      yaml.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, all, i - 1));
    }
    check("syntax-blow-up", yaml.toString());
  }

  private static void check(String golden, String yaml, String... overrides) {
    ConfigException problems =
        catchThrowableOfType(
            ConfigException.class,
            () -> ConfigReader.read("run.yaml", yaml, List.of(overrides), REGISTRY));
    Golden.check(golden, problems.getMessage());
  }
}
