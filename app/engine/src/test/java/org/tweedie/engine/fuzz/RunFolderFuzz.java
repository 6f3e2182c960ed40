package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.measuring.ReadingsFile;
import org.tweedie.engine.progress.RunListener;

/**
 * Every file of a run damaged in turn: what is then asked of the run is done, or refused in words,
 * and nothing that was whole is lost.
 */
@Tag("fuzz")
class RunFolderFuzz {

  private static Tweedie tweedie;

  @TempDir private static Path folder;

  private static Map<String, byte[]> whole;
  private static Map<String, byte[]> other;

  /** All that is found, since one fault seldom comes alone. */
  private final SoftAssertions found = new SoftAssertions();

  private int made;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    whole = trained("run", 8, 1);
    other = trained("other", 6, 2);
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  private static Map<String, byte[]> trained(String name, int width, int seed) throws IOException {
    RunConfig config =
        tweedie
            .example("moons")
            .with("network", Map.of("type", "mlp", "width", width, "layers", 1))
            .with("data.count", 100)
            .with("sampler.steps", 2)
            .with("measures", List.of("bound", Map.of("type", "kernel-distance", "examples", 20)))
            .with("evaluate.examples", 10)
            .with("evaluate.samples", 20)
            .with("train.batch", 8)
            .with("train.seed", seed)
            .with("train.steps", 6)
            .with("train.log-every", 2)
            .with("train.sample-every", 0)
            .with("train.snapshot-every", 3)
            .with("train.checkpoint-every", 3);
    Path path = folder.resolve(name);
    try (Run run = tweedie.create(path, config)) {
      run.train(RunListener.silent());
      run.keep(run.measure(RunListener.silent()));
    }
    Map<String, byte[]> files = new TreeMap<>(Damage.contents(path));
    files.keySet().removeIf(file -> file.startsWith("events."));
    assertThat(files)
        .containsKeys("config.yaml", "provenance.json", "metrics.jsonl", "readings.json");
    return files;
  }

  @Test
  void everyFileDamagedInTurn() throws IOException {
    for (String file : whole.keySet()) {
      Map<String, byte[]> damages = Damage.of(whole.get(file), file.hashCode());
      if (other.containsKey(file)) {
        damages.put("another run's", other.get(file));
      }
      for (Map.Entry<String, byte[]> damage : damages.entrySet()) {
        Map<String, byte[]> files = new TreeMap<>(whole);
        files.put(file, damage.getValue());
        askAll(file + ": " + damage.getKey(), files);
      }
      Map<String, byte[]> without = new TreeMap<>(whole);
      without.remove(file);
      askAll("without " + file, without);
    }
    found.assertAll();
  }

  private void askAll(String what, Map<String, byte[]> files) throws IOException {
    ask(what + ", sampled", files, RunFolderFuzz::sample);
    ask(what + ", gone on with", files, RunFolderFuzz::goOn);
    ask(what + ", reproduced", files, path -> tweedie.reproduction(path).surroundings());
  }

  private interface Question {
    void ask(Path path) throws Exception;
  }

  private void ask(String what, Map<String, byte[]> files, Question question) throws IOException {
    Path path = Damage.write(folder.resolve("damaged-" + made++), files);
    found
        .assertThatCode(
            () -> {
              if (Damage.fails(what, () -> question.ask(path))) {
                Map<String, byte[]> after = Damage.contents(path);
                files.forEach(
                    (file, content) ->
                        assertThat(after.get(file)).as(what + ": " + file).isEqualTo(content));
              } else {
                assertThat(what)
                    .doesNotMatch("readings.json: " + Damage.ANOTHER_DIGIT + " at .*, sampled");
              }
            })
        .as(what)
        .doesNotThrowAnyException();
  }

  private static void sample(Path path) throws IOException {
    try (Run run = tweedie.open(path)) {
      run.notes();
      run.sample(Samples.count(2));
      ReadingsFile.read(run.readings());
    }
  }

  private static void goOn(Path path) throws IOException {
    RunConfig config = tweedie.config(path);
    try (Run run = tweedie.resume(path, config.with("train.steps", 8))) {
      run.train(RunListener.silent());
    }
  }
}
