package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Fakes;

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
  void nullForgetsTheLayersBelow() throws IOException {
    RunConfig reset = over("train: null\nschedule: ~\n");
    assertThat(reset.train().steps()).isEqualTo(5000);
    assertThat(reset).isNotEqualTo(over("{}"));
  }
}
