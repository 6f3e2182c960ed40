package org.tweedie.study.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.config.Layer;
import org.tweedie.study.executor.ExecutorChoice;

/**
 * A study: what it begins with, what it varies, and how often. Immutable.
 *
 * @param base what all trials share
 * @param run the run whose network all trials use; empty where they train their own
 * @param design which combinations are tried
 * @param axes what is varied
 * @param list the combinations of a list: axis to value; an axis may be missing from one
 * @param exclude combinations that are left out: axis to the values for which it holds
 * @param baseline what others are compared to: axis to value
 * @param seeds a trial of each combination for each of them
 * @param metrics what trials are compared by, the most important one first; empty for what the
 *     first measures tell
 * @param budget what may be spent
 * @param executor where its processes run; empty is this machine
 * @param yaml the study as YAML, with its base in it; it reads to an equal study
 */
public record StudyConfig(
    Layer base,
    Optional<Path> run,
    StudyDesign design,
    List<Axis> axes,
    List<Map<String, String>> list,
    List<Map<String, Set<String>>> exclude,
    Map<String, String> baseline,
    List<Long> seeds,
    List<Wanted> metrics,
    BudgetOptions budget,
    Optional<ExecutorChoice> executor,
    String yaml) {

  /** Copies what it is given. */
  public StudyConfig {
    axes = List.copyOf(axes);
    list = List.copyOf(list);
    exclude = List.copyOf(exclude);
    baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
    seeds = List.copyOf(seeds);
    metrics = List.copyOf(metrics);
  }

  /** The option that the seeds are: of training, or of samples where the network is given. */
  public String seed() {
    return run.isPresent() ? "sample.seed" : "train.seed";
  }

  /** The combinations to try, each with a value of every axis that it names, without repetition. */
  public List<Map<String, String>> variants() {
    List<Map<String, String>> variants =
        switch (design) {
          case GRID -> grid();
          case ONE_AT_A_TIME -> oneAtATime();
          case LIST -> list;
        };
    return variants.stream().distinct().filter(variant -> !isExcluded(variant)).toList();
  }

  /** Whether a combination is to be left out. */
  boolean isExcluded(Map<String, String> variant) {
    return exclude.stream()
        .anyMatch(
            partial ->
                partial.entrySet().stream()
                    .allMatch(
                        entry ->
                            variant.containsKey(entry.getKey())
                                && entry.getValue().contains(variant.get(entry.getKey()))));
  }

  /**
   * The layers of a combination's config.
   *
   * @param variant one of {@link #variants}
   */
  public List<Layer> layers(Map<String, String> variant) {
    List<Layer> layers = new ArrayList<>(List.of(base));
    for (Axis axis : axes) {
      if (variant.containsKey(axis.name())) {
        layers.add(axis.level(variant.get(axis.name())).orElseThrow().settings());
      }
    }
    return layers;
  }

  private List<Map<String, String>> grid() {
    List<Map<String, String>> variants = List.of(Map.of());
    for (Axis axis : axes) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> variant : variants) {
        axis.values().forEach(value -> longer.add(with(variant, axis, value)));
      }
      variants = longer;
    }
    return variants;
  }

  private List<Map<String, String>> oneAtATime() {
    List<Map<String, String>> variants = new ArrayList<>(List.of(baseline));
    for (Axis axis : axes) {
      axis.values().forEach(value -> variants.add(with(baseline, axis, value)));
    }
    return variants;
  }

  private static Map<String, String> with(Map<String, String> some, Axis axis, Axis.Level value) {
    Map<String, String> more = new LinkedHashMap<>(some);
    more.put(axis.name(), value.text());
    return more;
  }
}
