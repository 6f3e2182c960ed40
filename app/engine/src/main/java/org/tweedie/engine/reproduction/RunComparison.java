package org.tweedie.engine.reproduction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.JsonChecksum;
import org.tweedie.engine.file.JsonFault;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.RunFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run held against the same run made again, bit for bit.
 *
 * @param checkpoints the steps of which both have a checkpoint
 * @param weights the first checkpoint that differs
 * @param metrics how many measurements were compared
 * @param metric the first measurement that differs
 * @param evaluation what became of the bound on the test split
 */
record RunComparison(
    List<Long> checkpoints,
    Optional<WeightDifference> weights,
    int metrics,
    Optional<MetricDifference> metric,
    EvaluationComparison evaluation) {

  /** The speed, which no two runs share. */
  private static final String SPEED = "train/steps_per_second";

  private static final String STEP = "step";
  private static final String TRAINING = "train/";
  private static final String ABSENT = "nothing";

  /** What became of the bound on the test split. */
  public enum EvaluationComparison {
    /** Both have the same. */
    IDENTICAL,
    /** The numbers differ. */
    DIFFERS,
    /** The run's was measured in another way since, or was never measured. */
    NOT_COMPARED
  }

  /**
   * Compares.
   *
   * @param original the run
   * @param again the same run made again
   * @param last the step up to which it was made again
   * @throws IOException if a file of either cannot be read
   */
  public static RunComparison of(RunFolder original, RunFolder again, long last)
      throws IOException {
    List<Long> common = new ArrayList<>(original.checkpoints().steps());
    common.retainAll(again.checkpoints().steps());
    Optional<WeightDifference> weights = Optional.empty();
    for (long step : common) {
      weights =
          WeightDifference.of(original.checkpoints().read(step), again.checkpoints().read(step));
      if (weights.isPresent()) {
        break;
      }
    }
    Map<Long, Map<String, Object>> before = metrics(original, last);
    Map<Long, Map<String, Object>> now = metrics(again, last);
    Set<Long> interrupted = interrupted(original, before.keySet());
    withoutTraining(before, interrupted);
    withoutTraining(now, interrupted);
    return new RunComparison(
        List.copyOf(common),
        weights,
        before.values().stream().mapToInt(Map::size).sum(),
        metric(before, now),
        evaluation(original, again));
  }

  /** Whether nothing differs, and there was something that could have. */
  public boolean isIdentical() {
    return weights.isEmpty()
        && metric.isEmpty()
        && evaluation != EvaluationComparison.DIFFERS
        && !checkpoints.isEmpty();
  }

  private static Map<Long, Map<String, Object>> metrics(RunFolder run, long last)
      throws IOException {
    Map<Long, Map<String, Object>> bySteps = new TreeMap<>();
    if (!Files.exists(run.metrics())) {
      return bySteps;
    }
    for (Map<String, Object> record : MetricsFile.read(run.metrics())) {
      long step = record.get(STEP) instanceof Number number ? number.longValue() : 0;
      if (step <= last) {
        Map<String, Object> values = bySteps.computeIfAbsent(step, s -> new LinkedHashMap<>());
        values.putAll(record);
        values.remove(STEP);
        values.remove(SPEED);
      }
    }
    return bySteps;
  }

  /**
   * Averages since the last line: in runs of an earlier version an interruption cuts them in two,
   * so those on either side of it are over other steps than where there was none.
   */
  private static Set<Long> interrupted(RunFolder original, Set<Long> steps) throws IOException {
    Set<Long> interrupted = new HashSet<>();
    for (Map<String, Object> entry : Provenance.read(original)) {
      if (!entry.containsKey(Provenance.FORMAT_KEY)
          && entry.get("after_step") instanceof Number number
          && number.longValue() > 0) {
        long after = number.longValue();
        interrupted.add(after);
        steps.stream().filter(step -> step > after).findFirst().ifPresent(interrupted::add);
      }
    }
    return interrupted;
  }

  private static void withoutTraining(
      Map<Long, Map<String, Object>> metrics, Set<Long> interrupted) {
    interrupted.forEach(
        step ->
            metrics
                .getOrDefault(step, new LinkedHashMap<>())
                .keySet()
                .removeIf(name -> name.startsWith(TRAINING)));
  }

  private static Optional<MetricDifference> metric(
      Map<Long, Map<String, Object>> before, Map<Long, Map<String, Object>> now) {
    Set<Long> steps = new TreeSet<>(before.keySet());
    steps.addAll(now.keySet());
    for (long step : steps) {
      Map<String, Object> one = before.getOrDefault(step, Map.of());
      Map<String, Object> other = now.getOrDefault(step, Map.of());
      Set<String> names = new LinkedHashSet<>(one.keySet());
      names.addAll(other.keySet());
      for (String name : names) {
        String was = String.valueOf(one.getOrDefault(name, ABSENT));
        String is = String.valueOf(other.getOrDefault(name, ABSENT));
        if (!was.equals(is)) {
          return Optional.of(new MetricDifference(step, name, was, is));
        }
      }
    }
    return Optional.empty();
  }

  private static EvaluationComparison evaluation(RunFolder original, RunFolder again)
      throws IOException {
    if (!Files.exists(original.evaluation()) || !Files.exists(again.evaluation())) {
      return EvaluationComparison.NOT_COMPARED;
    }
    JsonNode one = tree(original.evaluation());
    JsonNode other = tree(again.evaluation());
    if (!one.path("protocol").equals(other.path("protocol"))) {
      return EvaluationComparison.NOT_COMPARED;
    }
    return one.equals(other) ? EvaluationComparison.IDENTICAL : EvaluationComparison.DIFFERS;
  }

  private static JsonNode tree(Path file) throws IOException {
    JsonNode tree;
    try {
      tree = new JsonMapper().readTree(Files.readAllBytes(file));
    } catch (JacksonException damaged) {
      throw damaged(file, JsonFault.words(damaged));
    }
    if (!JsonChecksum.fits(tree)) {
      throw damaged(file, JsonChecksum.CHANGED);
    }
    // One of the two may be of an earlier version, which wrote none.
    return tree instanceof ObjectNode object ? object.without(JsonChecksum.KEY) : tree;
  }

  private static FileFormatException damaged(Path file, String what) {
    return new FileFormatException(
        "%s is damaged: %s. 'tweedie evaluate' writes it anew.".formatted(file, what));
  }
}
