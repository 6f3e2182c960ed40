package org.tweedie.engine.measuring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.file.FileFormatException;

/** The file that keeps what was measured. */
class ReadingsFileTest {

  private static final Measurement.Drawn DRAWN =
      new Measurement.Drawn(
          359, 7, true, Optional.empty(), "{type: ddim, steps: 5}", List.of("none"));
  private static final List<Reading> READINGS =
      List.of(
          Reading.of("test_bpd", 1.6830000000000003)
              .named("continuous bound")
              .withStandardError(0.01)
              .inUnit("bits/dim")
              .lessIsBetter()
              .withExamples(new double[] {1.5, 1.8660000000000005}),
          Reading.of("recall", 0.5).withReference(0.75).moreIsBetter(),
          Reading.of("undefined", Double.NaN),
          Reading.of("boundless", Double.POSITIVE_INFINITY));

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("readings.json");
    ReadingsFile.write(file, measurement());
    ReadingsFile read = ReadingsFile.read(file).orElseThrow();
    assertThat(read.readings()).isEqualTo(READINGS);
    assertThat(read.step()).isEqualTo(5000);
    assertThat(read.weights()).isEqualTo("ema");
    assertThat(read.samples()).contains(DRAWN);
    assertThat(read.measures()).containsExactly("{type: bound}", "{type: x}", "y", "z");
    assertThat(read.reading("recall")).contains(READINGS.get(1));
    assertThat(read.reading("precision")).isEmpty();
  }

  @Test
  void runsOfTheTimeBeforeHaveNone() throws IOException {
    assertThat(ReadingsFile.read(folder.resolve("readings.json"))).isEmpty();
  }

  @Test
  void damageIsToldWithTheFile() throws IOException {
    Path file = folder.resolve("readings.json");
    ReadingsFile.write(file, measurement());
    String text = Files.readString(file);
    for (String damaged :
        List.of(
            text.substring(0, text.length() / 2),
            "",
            "null",
            "{}",
            "[]",
            text.replace("\"key\"", "\"kye\""),
            text.replace("\"test_bpd\"", "\"Test BPD\""),
            text.replace("\"more\"", "\"most\""),
            text.replace("\"step\" : 5000", "\"step\" : \"many\""),
            text.replace("\"readings\"", "\"reading\""))) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> ReadingsFile.read(file))
          .as(damaged)
          .isInstanceOf(FileFormatException.class)
          .hasMessageStartingWith(file + " is damaged: ")
          .hasMessageEndingWith("'tweedie evaluate' writes it anew.");
    }
  }

  @Test
  void aChangedNumberIsTold() throws IOException {
    Path file = folder.resolve("readings.json");
    ReadingsFile.write(file, measurement());
    String text = Files.readString(file);
    Files.writeString(file, text.replace("1.6830000000000003", "1.5830000000000003"));
    assertThatThrownBy(() -> ReadingsFile.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessage(
            "%s is damaged: it was changed after it was written. 'tweedie evaluate' writes it anew.",
            file);
    Files.writeString(file, text.replaceFirst(",\\s*\"checksum\" : \"crc32c [0-9a-f]{8}\"", ""));
    assertThat(Files.readString(file)).doesNotContain("checksum");
    assertThat(ReadingsFile.read(file).orElseThrow().readings())
        .as("an earlier version wrote no checksum")
        .isEqualTo(READINGS);
  }

  @Test
  void anotherFormatIsNotMisunderstood() throws IOException {
    Path file = folder.resolve("readings.json");
    ReadingsFile.write(file, measurement());
    Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));
    assertThatThrownBy(() -> ReadingsFile.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("is of the format 2, and this program knows format 1");
  }

  private static Measurement measurement() {
    return new Measurement(
        5000,
        "ema",
        READINGS,
        List.of("{type: bound}", "{type: x}", "y", "z"),
        List.of(),
        Optional.empty(),
        Optional.of(DRAWN));
  }
}
