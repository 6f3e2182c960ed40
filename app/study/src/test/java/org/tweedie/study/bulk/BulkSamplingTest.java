package org.tweedie.study.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.bulk.BulkWork.Ending;
import org.tweedie.study.stage.InProcessWorkers;

/** Samples do not depend on how many draw them, nor on who dies while drawing. */
class BulkSamplingTest {

  private static final int COUNT = 70;
  private static final int SHARD = 20;

  @TempDir private static Path shared;

  private static Tweedie tweedie;
  private static Run run;

  @TempDir Path path;
  private final List<String> notes = new ArrayList<>();

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    RunConfig config =
        tweedie
            .example("moons")
            .with("network", Map.of("type", "mlp", "width", 8, "layers", 1))
            .with("sampler", Map.of("type", "ancestral", "steps", 3))
            .with("train.steps", 4)
            .with("train.batch", 8)
            .with("train.sample-every", 0)
            .with("train.threads", 1)
            .with("sample.batch", 10)
            .with("sample.count", COUNT);
    run = tweedie.create(shared.resolve("run"), config);
    run.train(RunListener.silent());
  }

  @AfterAll
  static void close() {
    run.close();
    tweedie.close();
  }

  private static BulkSamples samples(Output output) throws IOException {
    return new BulkSamples(
        run.path(),
        run.step(),
        run.checkpoint(),
        run.config(),
        Samples.asConfigured(),
        SHARD,
        output);
  }

  private Ending draw(String into, int partitions, InProcessWorkers workers, BooleanSupplier stop)
      throws IOException {
    return new BulkSampling(
            samples(Output.CSV),
            path.resolve(into),
            new BulkWork.Crew(workers, partitions, 1),
            notes::add)
        .run(stop, RunListener.silent());
  }

  private Map<String, String> files(String folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(path.resolve(folder))) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock"))
          .forEach(
              file ->
                  hashes.put(path.resolve(folder).relativize(file).toString(), Sha256.of(file)));
    }
    return hashes;
  }

  @ParameterizedTest
  @EnumSource(
      value = Output.class,
      names = {"CSV", "PARQUET", "SAFETENSORS"})
  void oneTwoAndFourPartitionsGiveTheSameBytes(Output output) throws IOException {
    for (int partitions : new int[] {1, 2, 4}) {
      InProcessWorkers workers = new InProcessWorkers(tweedie);
      assertThat(
              new BulkSampling(
                      samples(output),
                      path.resolve("by-" + partitions),
                      new BulkWork.Crew(workers, partitions, 1),
                      notes::add)
                  .run(() -> false, RunListener.silent()))
          .isEqualTo(Ending.COMPLETE);
      assertThat(workers.jobs()).as("processes").hasSize(partitions);
    }
    assertThat(files("by-1")).hasSize(5).isEqualTo(files("by-2")).isEqualTo(files("by-4"));
    assertThat(notes).isEmpty();
  }

  @Test
  void shardsTogetherAreWhatOneProcessDraws() throws IOException {
    draw("parts", 2, new InProcessWorkers(tweedie), () -> false);
    List<String> lines = new ArrayList<>();
    for (int shard = 0; shard < 4; shard++) {
      List<String> its = Files.readAllLines(path.resolve("parts/shard-%05d.csv".formatted(shard)));
      lines.addAll(shard == 0 ? its : its.subList(1, its.size()));
    }
    run.sample(
        Samples.asConfigured(), path.resolve("whole"), Set.of(Output.CSV), RunListener.silent());
    assertThat(lines)
        .hasSize(1 + COUNT)
        .isEqualTo(Files.readAllLines(path.resolve("whole/samples.csv")));
  }

  @Test
  void whoDiesChangesNothing() throws IOException {
    draw("quiet", 2, new InProcessWorkers(tweedie), () -> false);
    InProcessWorkers dying = new InProcessWorkers(tweedie).dying(2);
    assertThat(draw("deaths", 1, dying, () -> false)).isEqualTo(Ending.COMPLETE);
    assertThat(dying.jobs()).hasSize(3);
    assertThat(notes).hasSize(2).allMatch(note -> note.contains("done by another"));
    assertThat(files("deaths")).isEqualTo(files("quiet"));
  }

  @Test
  void whatWasStoppedGoesOnAndNothingIsDrawnTwice() throws IOException {
    draw("quiet", 1, new InProcessWorkers(tweedie), () -> false);
    InProcessWorkers first = new InProcessWorkers(tweedie).dying(1);
    int[] looks = {0};
    assertThat(draw("parts", 1, first, () -> looks[0]++ > 0)).isEqualTo(Ending.STOPPED);
    assertThat(path.resolve("parts/shard-00000.csv")).exists();
    InProcessWorkers second = new InProcessWorkers(tweedie);
    assertThat(draw("parts", 1, second, () -> false)).isEqualTo(Ending.COMPLETE);
    assertThat(second.jobs().get(0).works()).as("three were left").hasSize(3);
    assertThat(files("parts")).isEqualTo(files("quiet"));
    InProcessWorkers third = new InProcessWorkers(tweedie);
    assertThat(draw("parts", 1, third, () -> false)).isEqualTo(Ending.COMPLETE);
    assertThat(third.jobs()).as("all is there").isEmpty();
  }

  @Test
  void otherSamplesAreRefused() throws IOException {
    draw("one", 1, new InProcessWorkers(tweedie), () -> false);
    BulkSamples others =
        new BulkSamples(
            run.path(),
            run.step(),
            run.checkpoint(),
            run.config(),
            Samples.asConfigured().seed(9),
            SHARD,
            Output.CSV);
    BulkSampling sampling =
        new BulkSampling(
            others,
            path.resolve("one"),
            new BulkWork.Crew(new InProcessWorkers(tweedie), 1, 1),
            notes::add);
    assertThatThrownBy(() -> sampling.run(() -> false, RunListener.silent()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("holds other samples: 70 of")
        .hasMessageContaining("--out DIR");
  }

  @Test
  void shardsAreWholeBatchesOfABoundedSize() {
    assertThat(BulkSamples.usual(50, 2)).isEqualTo(10_000);
    assertThat(BulkSamples.usual(64, 32 * 32 * 3)).isEqualTo(85 * 64);
    assertThat(BulkSamples.usual(100, 1 << 24)).as("a batch at least").isEqualTo(100);
  }
}
