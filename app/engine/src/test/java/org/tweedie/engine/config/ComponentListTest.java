package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.PickyGuidance;
import org.tweedie.engine.plugin.Registry;

/** Guidance may be a list, applied in order. */
class ComponentListTest {

  private static final Registry REGISTRY = Fakes.registry();
  private static final String LIST =
      """
      data: toy
      guidance:
        - {type: classifier-free, scale: 3}
        - none
        - {type: classifier-free}
      """;

  @Test
  void listKeepsItsOrderAndEachItsOwnOptions() {
    assertThat(scales(read(LIST))).containsExactly("3.0", "none", "1.0");
  }

  @Test
  void listReadsBackFromTheResolvedConfig() {
    RunConfig config = read(LIST);
    assertThat(config.toYaml())
        .contains("guidance:\n- type: classifier-free\n  scale: 3\n- none\n");
    assertThat(read(config.toYaml())).isEqualTo(config);
  }

  @Test
  void listOfOneIsTheSameAsThatOne() {
    assertThat(read("data: toy\nguidance: [{type: classifier-free, scale: 3}]"))
        .isEqualTo(read("data: toy\nguidance: {type: classifier-free, scale: 3}"));
  }

  @Test
  void laterFilesListTakesThePlaceOfTheEarlierOnes(@TempDir Path folder) throws IOException {
    Path base = Files.writeString(folder.resolve("base.yaml"), LIST);
    Path over = Files.writeString(folder.resolve("over.yaml"), "guidance: [none, none]\n");
    Path word = Files.writeString(folder.resolve("word.yaml"), "guidance: none\n");
    assertThat(scales(ConfigReader.read(List.of(base, over), List.of(), REGISTRY)))
        .containsExactly("none", "none");
    assertThat(scales(ConfigReader.read(List.of(base, word), List.of(), REGISTRY)))
        .containsExactly("none");
    assertThat(scales(ConfigReader.read(List.of(word, base), List.of(), REGISTRY))).hasSize(3);
  }

  @Test
  void numberNamesOneOfTheList() {
    assertThat(scales(read(LIST, "guidance.2.scale=5", "guidance.0=none")))
        .containsExactly("none", "none", "5.0");
    assertThat(scales(read("data: toy\nguidance: classifier-free", "guidance.0.scale=7")))
        .as("one that is not in a list is number 0")
        .containsExactly("7.0");
  }

  @Test
  void optionGoesToTheOnlyOneThatHasIt() {
    String one = "data: toy\nguidance: [none, {type: classifier-free, scale: 3}]";
    assertThat(scales(read(one, "guidance.scale=4"))).containsExactly("none", "4.0");
  }

  @Test
  void plusAppends() {
    String more = "guidance+={type: classifier-free, scale: 9}";
    assertThat(scales(read("data: toy", more))).containsExactly("9.0");
    assertThat(scales(read("data: toy\nguidance: none", more))).containsExactly("none", "9.0");
    assertThat(scales(read(LIST, more))).containsExactly("3.0", "none", "1.0", "9.0");
  }

  @Test
  void whatIsWrongWithAListIsTold() {
    check("list-empty", "data: toy\nguidance: []\n");
    check(
        "list-problems",
        """
        data: toy
        guidance:
          - {type: classifier-fre, scale: 3}
          - {scale: 3}
          - {type: classifier-free, scael: 3}
          - 5
        """);
    check("list-overrides", LIST, "guidance.scale=5", "guidance.3.scale=1", "guidance.eta=1");
  }

  @Test
  void aKindOfWhichARunNeedsNoneMayBeLeftOut() {
    RunConfig without = read("data: toy");
    assertThat(without.components(Kinds.MEASURES)).isEmpty();
    assertThat(without.at("measures")).contains("[]");
    assertThat(read("data: toy\nmeasures: []")).isEqualTo(without);
    assertThat(read(without.toYaml())).isEqualTo(without);
  }

  private static List<String> scales(RunConfig config) {
    return config.components(Kinds.GUIDANCE).stream()
        .map(
            choice ->
                choice
                    .options()
                    .map(options -> String.valueOf(((PickyGuidance.Options) options).scale()))
                    .orElse(choice.reference()))
        .toList();
  }

  private static RunConfig read(String yaml, String... overrides) {
    return ConfigReader.read("run.yaml", yaml, List.of(overrides), REGISTRY);
  }

  private static void check(String golden, String yaml, String... overrides) {
    ConfigException problems =
        catchThrowableOfType(ConfigException.class, () -> read(yaml, overrides));
    Golden.check(golden, problems.getMessage());
  }
}
