package org.tweedie.engine.reproduction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.ProvenanceEntry;
import org.tweedie.engine.run.ReadTeacher;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.run.WarmStart;

/** A run that is made again from what its folder says of it, and compared. Used by one thread. */
public final class Reproduction {

  private final RunFolder original;
  private final List<Map<String, Object>> entries;
  private final RunConfig config;
  private final long last;

  private Reproduction(
      RunFolder original, List<Map<String, Object>> entries, RunConfig config, long last) {
    this.original = original;
    this.entries = entries;
    this.config = config;
    this.last = last;
  }

  /**
   * Looks at what a run was made with.
   *
   * @param config the run's own
   * @throws RunException if there is no run, or it has no provenance or no checkpoint
   */
  public static Reproduction of(Path run, RunConfig config) throws IOException {
    RunFolder original = RunFolder.existing(run);
    List<Map<String, Object>> entries = Surroundings.entries(original);
    if (entries.isEmpty()) {
      throw new RunException(
          "The run in '%s' has no provenance.json, so what it was made with is not known."
              .formatted(run));
    }
    long last =
        original
            .checkpoints()
            .latest()
            .orElseThrow(
                () ->
                    new RunException(
                        "The run in '%s' has no checkpoint yet, so there is nothing to compare with."
                            .formatted(run)));
    return new Reproduction(original, entries, asItWas(config, entries), last);
  }

  /** With the run's number of threads: another number may give other bits. */
  private static RunConfig asItWas(RunConfig config, List<Map<String, Object>> entries) {
    return entries.get(0).get("tensorflow") instanceof Map<?, ?> tensorflow
            && tensorflow.get("threads") instanceof Integer threads
            && threads > 0
        ? config.with("train.threads", threads)
        : config;
  }

  /** The step that the run came to: where training is to end, with the rates of all its steps. */
  public long last() {
    return last;
  }

  /** The config that it is made again with. */
  public RunConfig config() {
    return config;
  }

  /** What the run was, and what is not as it was then, in lines. */
  public List<String> surroundings() {
    Map<String, Object> now;
    try (Assembled parts = Assembler.assemble(config, config.registry())) {
      now =
          ProvenanceEntry.of(
              config,
              parts,
              TrainedModels.settings(config.train()),
              0,
              parts.parameterCount(),
              WarmStart.of(config, parts::parameters, parts.assembly().conditioning().text()),
              ReadTeacher.of(config, parts));
    }
    Map<String, Object> begun = entries.get(0);
    List<String> lines = new ArrayList<>();
    lines.add("Run       %s, %,d steps, begun %s".formatted(original, last, begun.get("started")));
    Surroundings surroundings = Surroundings.compare(begun, now);
    if (surroundings.differences().isEmpty()) {
      lines.add("Now       as then: jars, data, Java, TensorFlow, threads, machine");
    } else {
      lines.add("Now       not as then:");
      surroundings
          .differences()
          .forEach(
              difference ->
                  lines.add(
                      "          %s  was %s, is %s"
                          .formatted(difference.what(), difference.before(), difference.now())));
    }
    Set<String> changed = Surroundings.changedOnTheWay(entries);
    if (!changed.isEmpty()) {
      lines.add("Note      the run itself went on with another " + String.join(", ", changed));
    }
    if (!config.train().deterministic()) {
      lines.add(
          "Note      the run did not ask for the same bits (train.deterministic: false), so the"
              + " last digits may differ on any machine");
    }
    return lines;
  }

  /**
   * Compares what was made again, bit for bit.
   *
   * @param again the run's folder
   */
  public Comparison compare(Path again) throws IOException {
    RunComparison comparison = RunComparison.of(original, new RunFolder(again), last);
    return new Comparison(comparison.isIdentical(), new ReproductionText(comparison).lines());
  }

  /**
   * What came of it.
   *
   * @param isIdentical whether nothing differs, and there was something that could have
   * @param lines what was compared, and the verdict
   */
  public record Comparison(boolean isIdentical, List<String> lines) {}
}
