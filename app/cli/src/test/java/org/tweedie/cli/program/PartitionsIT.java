package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Work that real processes share, one of which is killed in the middle. */
class PartitionsIT {

  private static final int SHARDS = 8;

  @TempDir Path folder;

  private static String[] sampled(Path run, Path into, String... more) {
    List<String> words = new ArrayList<>(List.of("sample", run.toString(), "--count", "800"));
    words.addAll(List.of("--set", "sampler.steps=50", "--set", "sample.batch=100"));
    words.addAll(List.of("--format", "csv", "--out", into.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void processesThatDieChangeNoByteOfWhatOneProcessDraws() throws IOException {
    Path run = Shared.moons(folder);
    Path parts = folder.resolve("parts");
    Program.Running drawing =
        Program.in(folder).start(sampled(run, parts, "--partitions", "2", "--shard", "100"));
    try (drawing) {
      drawing.await("a shard", () -> Files.exists(parts.resolve("shard-00000.csv")));
      // The start script becomes the program, whose children they are.
      ProcessHandle worker = drawing.process().children().findFirst().orElseThrow();
      worker.destroyForcibly();
      assertThat(drawing.end().succeeded().err()).contains("its work is done by another");
    }
    Path whole = folder.resolve("whole");
    Session.shared().run(sampled(run, whole)).succeeded();
    List<String> lines = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      List<String> its = Files.readAllLines(parts.resolve("shard-%05d.csv".formatted(shard)));
      lines.addAll(shard == 0 ? its : its.subList(1, its.size()));
    }
    assertThat(lines).isEqualTo(Files.readAllLines(whole.resolve("samples.csv")));
    assertThat(parts.resolve("manifest.json")).content().contains("\"done\" : true");
    assertThat(Session.shared().run("evaluate", run.toString(), "--parts", "x").endedWith(2).err())
        .contains("--parts goes with --partitions");
  }

  @Tag("long")
  @Test
  void samplesThatTwoProcessesDrawScoreAsThoseOfOne() {
    List<String> score =
        List.of("score", Shared.moons(folder).toString(), "--count", "100", "--json");
    List<String> byTwo = new ArrayList<>(score);
    byTwo.addAll(List.of("--partitions", "2", "--parts", folder.resolve("of").toString()));
    JsonNode alone = scores(Session.shared().run(score.toArray(String[]::new)).succeeded().out());
    assertThat(alone.propertyNames()).contains("frechet_distance", "energy_distance");
    assertThat(scores(Program.in(folder).run(byTwo.toArray(String[]::new)).succeeded().out()))
        .isEqualTo(alone);
    assertThat(folder.resolve("of/samples-00000.safetensors")).exists();
    assertThat(folder.resolve("of/manifest.json")).content().contains("\"done\" : true");
  }

  private static JsonNode scores(String json) {
    return new JsonMapper().readTree(json).path("scores");
  }
}
