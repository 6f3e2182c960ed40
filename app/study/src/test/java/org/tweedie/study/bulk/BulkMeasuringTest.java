package org.tweedie.study.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.Readings;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.compression.ToCompress;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.stage.InProcessWorkers;

/** What several processes measure and compress is what one does, to the last bit. */
@Tag("long")
class BulkMeasuringTest {

  @TempDir private static Path shared;

  private static Tweedie tweedie;
  private static Run points;
  private static Run digits;

  @TempDir Path path;
  private final List<String> notes = new ArrayList<>();

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    points =
        trained(
            "points",
            tweedie
                .example("moons")
                .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
                .with("sampler", Map.of("type", "ancestral", "steps", 3))
                .with("sample.batch", 200)
                .with("evaluate.samples", 1500)
                .with("evaluate.batch", 70)
                .with(
                    "measures",
                    List.of(
                        Map.of("type", "bound", "draws", 1),
                        Map.of("type", "flow", "tolerance", 0.1),
                        "frechet",
                        "network-evaluations")));
    digits =
        trained(
            "digits",
            tweedie
                .example("digits")
                .with("network", Map.of("channels", 8, "groups", 4, "blocks", 1)));
  }

  private static Run trained(String name, RunConfig config) throws IOException {
    Run run =
        tweedie.create(
            shared.resolve(name),
            config
                .with("train.steps", 2)
                .with("train.batch", 8)
                .with("train.sample-every", 0)
                .with("train.threads", 1));
    run.train(RunListener.silent());
    return run;
  }

  @AfterAll
  static void close() {
    points.close();
    digits.close();
    tweedie.close();
  }

  private Readings measured(String folder, int partitions, InProcessWorkers workers)
      throws IOException {
    return new BulkMeasuring(points, points.step(), 1, Optional.of(path.resolve(folder)))
        .run(
            new BulkWork.Crew(workers, partitions, 1),
            notes::add,
            () -> false,
            RunListener.silent())
        .orElseThrow();
  }

  /** Key, value, error and the values of examples, with every bit. */
  private static List<String> bits(Readings readings) {
    return readings.readings().stream()
        .map(
            reading ->
                reading.key()
                    + " "
                    + Double.doubleToLongBits(reading.value())
                    + " "
                    + Double.doubleToLongBits(reading.standardError())
                    + " "
                    + Arrays.hashCode(reading.examples()))
        .toList();
  }

  @Test
  void partitionsGiveTheReadingsOfOneProcess() throws IOException {
    Readings alone = points.measure(RunListener.silent());
    assertThat(alone.readings().stream().map(Reading::key))
        .contains("test_bpd", "flow_bpd", "frechet_distance", "network_evaluations");
    Readings one = measured("by-1", 1, new InProcessWorkers(tweedie));
    assertThat(bits(one)).isEqualTo(bits(alone));
    assertThat(one.text()).isEqualTo(alone.text());
    InProcessWorkers dying = new InProcessWorkers(tweedie).dying(1);
    assertThat(bits(measured("by-2", 2, dying))).isEqualTo(bits(alone));
    assertThat(dying.jobs()).hasSize(3);
    InProcessWorkers again = new InProcessWorkers(tweedie);
    assertThat(bits(measured("by-2", 4, again))).isEqualTo(bits(alone));
    assertThat(again.jobs()).as("all is there").isEmpty();
    try (Stream<Path> files = Files.list(path.resolve("by-2"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("manifest.json", "samples-00000.safetensors", "likelihoods-00000.json")
          .doesNotContain("work");
    }
    Path part = path.resolve("by-1/likelihoods-00000.json");
    assertThat(path.resolve("by-2/likelihoods-00000.json")).hasSameBinaryContentAs(part);
    Files.writeString(part, Files.readString(part).replaceFirst("1", "2"));
    assertThatThrownBy(() -> measured("by-1", 1, new InProcessWorkers(tweedie)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is damaged")
        .hasMessageContaining("the same command makes it again");
  }

  @Test
  void chunksOfSeveralProcessesAreTheFileOfOne() throws IOException {
    Compression how = new Compression("bottom-up", 3, false, 12, OptionalInt.empty(), 4, 3, 1);
    ToCompress what = new ToCompress("test", 8, List.of());
    Path alone = path.resolve("alone.twd");
    String text = digits.codec().compress(how, what, alone, any -> {}, RunListener.silent()).text();
    for (int partitions : new int[] {1, 2}) {
      Path file = path.resolve(partitions + ".twd");
      InProcessWorkers workers = new InProcessWorkers(tweedie).dying(partitions == 2 ? 1 : 0);
      String said =
          new BulkCompressing(digits, digits.step(), how, what, file)
              .run(
                  new BulkWork.Crew(workers, partitions, 1),
                  notes::add,
                  () -> false,
                  any -> {},
                  RunListener.silent())
              .orElseThrow()
              .text();
      assertThat(file).hasSameBinaryContentAs(alone);
      assertThat(text).startsWith(said);
      assertThat(path.resolve(partitions + ".twd.parts")).doesNotExist();
    }
    assertThat(notes).hasSize(1);
  }
}
