package org.tweedie.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void writeThreeRecords() throws IOException {
    path = folder.resolve("metrics.jsonl");
    try (MetricsFile file = MetricsFile.open(path)) {
      file.append(10, Map.of("loss", 0.5));
      file.append(20, Map.of("loss", Double.NaN));
      file.append(30, Map.of("note", "ü\n"));
    }
  }

  @Test
  void isOneObjectALine() {
    assertThat(path)
        .hasContent(
            """
            {"step":10,"loss":0.5}
            {"step":20,"loss":"NaN"}
            {"step":30,"note":"ü\\n"}
            """);
  }

  @Test
  void readsItsRecords() throws IOException {
    assertThat(MetricsFile.read(path))
        .containsExactly(
            Map.of("step", 10, "loss", 0.5),
            Map.of("step", 20, "loss", "NaN"),
            Map.of("step", 30, "note", "ü\n"));
  }

  @Test
  void recordsCanBeReadBeforeTheFileIsClosed() throws IOException {
    try (MetricsFile file = MetricsFile.open(path)) {
      file.append(40, Map.of());
      assertThat(MetricsFile.read(path)).hasSize(4);
    }
  }

  @Test
  void aLineThatWasCutOffIsPassedOverAndTakenAway() throws IOException {
    Files.writeString(path, "{\"step\":40,\"lo", StandardOpenOption.APPEND);
    assertThat(MetricsFile.read(path)).hasSize(3);
    try (MetricsFile file = MetricsFile.open(path)) {
      file.append(40, Map.of("loss", 1));
    }
    assertThat(MetricsFile.read(path)).hasSize(4).last().isEqualTo(Map.of("step", 40, "loss", 1));
  }

  @Test
  void resumingTakesLaterRecordsAway() throws IOException {
    try (MetricsFile file = MetricsFile.resume(path, 20)) {
      assertThat(MetricsFile.read(path)).extracting(r -> r.get("step")).containsExactly(10, 20);
      file.append(30, Map.of("loss", 0.25));
    }
    assertThat(MetricsFile.read(path)).extracting(r -> r.get("step")).containsExactly(10, 20, 30);
    assertThat(folder.toFile().list()).containsExactly("metrics.jsonl");
  }

  @Test
  void resumingAtZeroOrWithoutAFileStartsAnew() throws IOException {
    MetricsFile.resume(path, 0).close();
    assertThat(path).isEmptyFile();
    MetricsFile.resume(folder.resolve("new.jsonl"), 5).close();
    assertThat(folder.resolve("new.jsonl")).isEmptyFile();
  }

  @Test
  void aDamagedLineWithinIsToldOfAndNothingIsLost() throws IOException {
    for (String damage : new String[] {"{\"step\":1", "null", "[1]", ""}) {
      String content = damage + "\n{\"step\":2}\n";
      Files.writeString(path, content);
      assertThatThrownBy(() -> MetricsFile.resume(path, 0))
          .isInstanceOf(FileFormatException.class)
          .hasMessageContaining("metrics.jsonl:1 is not a JSON object");
      assertThat(path).hasContent(content);
    }
  }

  @Test
  void damagedLinesAreTakenOutAndTheFileAsItWasIsKept() throws IOException {
    String whole = Files.readString(path);
    String damaged = whole.replace("{\"step\":20,\"loss\"", "{\"step\":20,\0\0");
    Files.writeString(path, damaged);
    assertThat(MetricsFile.salvage(path).records()).hasSize(2);
    assertThat(MetricsFile.repair(path)).containsExactly(2);
    assertThat(MetricsFile.read(path))
        .extracting(record -> record.get("step"))
        .containsExactly(10, 30);
    assertThat(path.resolveSibling("metrics.jsonl.damaged")).hasContent(damaged);
    assertThat(MetricsFile.repair(path)).as("a file that is well is left as it is").isEmpty();
  }

  @Test
  void theEndOfALongFileIsReadWithoutTheLineThatTheLookBeginsIn() throws IOException {
    assertThat(MetricsFile.last(path, 40)).containsExactly(Map.of("step", 30, "note", "ü\n"));
    assertThat(MetricsFile.last(path, 4096)).hasSize(3);
  }
}
