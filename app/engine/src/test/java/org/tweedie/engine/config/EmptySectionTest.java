package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.problem.Location;

/** A section's name with nothing behind it, as is left where its options are commented out. */
class EmptySectionTest {

  @TempDir private Path folder;

  private RunConfig over(String layer) throws IOException {
    Path base =
        Files.writeString(
            folder.resolve("base.yaml"), "data: toy\nschedule: cosine\ntrain: {steps: 77}\n");
    Path above = Files.writeString(folder.resolve("above.yaml"), layer);
    return ConfigReader.read(List.of(base, above), List.of(), Fakes.registry());
  }

  @Test
  void saysNothing() throws IOException {
    assertThat(over("train:\n  # steps: 5\nschedule:\nsample:\n")).isEqualTo(over("{}"));
  }

  @Test
  void nullIsToldWithItsPlaceAndWithThatOfWhatItWouldForget() {
    assertThatThrownBy(() -> over("train: null\nschedule: ~\nmeasures: null\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("above.yaml:1:8")
        .hasMessageContaining("'train: null' would forget all that was said of it before, at ")
        .hasMessageContaining("base.yaml:3:1.")
        .hasMessageContaining("above.yaml:2:11")
        .hasMessageContaining("'schedule: ~' would forget all that was said of it before, at ")
        .hasMessageContaining("base.yaml:2:1.")
        .hasMessageContaining("'measures: null' says nothing.")
        .hasMessageContaining("For none at all, write 'measures: []'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "schedule", "guidance", "sample", "evaluate", "averages"})
  void noSectionIsForgottenByNullInAnyLayer(String section) {
    String base = "data: toy\n" + section + ":\n";
    for (String set : List.of(section + "=null", section + "=~", section + "=Null")) {
      assertThatThrownBy(() -> ConfigReader.read("run.yaml", base, List.of(set), Fakes.registry()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("--set " + set)
          .hasMessageContaining("[null-section]");
    }
    Layer ofAnAxis =
        Layer.of(section, Layer.value(section, "null"), Location.of("axes." + section));
    assertThatThrownBy(() -> ConfigReader.read(List.of(ofAnAxis), Fakes.registry()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("axes." + section);
  }

  /** As of a variable of the shell that is empty. */
  @ParameterizedTest
  @ValueSource(strings = {"train=", "sampler= ", "train.steps=", "guidance.0.scale=", "guidance+="})
  void anOverrideWithoutAValueIsTold(String set) {
    assertThatThrownBy(
            () -> ConfigReader.read("run.yaml", "data: toy\n", List.of(set), Fakes.registry()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Nothing stands behind the equals sign");
  }

  @Test
  void whatIsEmptyBelowIsAsIfItWereNotThere() {
    assertThatThrownBy(
            () ->
                ConfigReader.read(
                    "run.yaml",
                    "data: toy\nguidance:\n",
                    List.of("guidance.0.scale=1"),
                    Fakes.registry()))
        .isInstanceOf(ConfigException.class);
  }
}
