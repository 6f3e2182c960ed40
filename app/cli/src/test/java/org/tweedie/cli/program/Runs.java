package org.tweedie.cli.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tweedie.engine.file.MetricsFile;

/** Small runs: which arguments make them, and what lies in their folders. */
final class Runs {

  private Runs() {}

  /** Trains a tiny network on digits for a few steps; more arguments come after. */
  static String[] digits(int steps, String... more) {
    return arguments(
        List.of(
            "train",
            "--example",
            "digits",
            "--set",
            "network={channels: 8, groups: 4, blocks: 1, dropout: 0.1}",
            "--set",
            "train={steps: " + steps + ", batch: 16, threads: 2, deterministic: true}",
            "--set",
            "evaluate={draws: 1, examples: 40}",
            "--set",
            "sampler.steps=8",
            "--set",
            "sample.count=12"),
        more);
  }

  /** Trains a small network on two moons for a few steps; more arguments come after. */
  static String[] moons(int steps, String... more) {
    return arguments(
        List.of(
            "train",
            "--example",
            "moons",
            "--set",
            "network={width: 16, layers: 1}",
            "--set",
            "train={steps: " + steps + ", batch: 16, threads: 2, deterministic: true}",
            "--set",
            "evaluate={draws: 1, examples: 40}",
            "--set",
            "sampler.steps=8",
            "--set",
            "sample.count=12"),
        more);
  }

  private static String[] arguments(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Every file of a run, by its path in the run's folder, in order. */
  static List<String> files(Path run) {
    return List.copyOf(FolderContents.of(run).hashes().keySet());
  }

  /** The checkpoints of a run, the last one last. */
  static List<Path> checkpoints(Path run) {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The measurements of a run without their speed, which no two runs share. */
  static List<Map<String, Object>> metrics(Path run) throws IOException {
    List<Map<String, Object>> records = new ArrayList<>();
    for (Map<String, Object> record : MetricsFile.read(run.resolve("metrics.jsonl"))) {
      Map<String, Object> rest = new LinkedHashMap<>(record);
      rest.remove("train/steps_per_second");
      records.add(rest);
    }
    return records;
  }
}
