package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.NewFolder;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Workers;

/**
 * How long a study's stages will take, of what brief ones tell: a few steps of training, few
 * samples, measures of few examples. One process of brief stages serves all trials whose networks
 * take equally long. Used by one thread.
 */
final class Calibration {

  private final Plan plan;
  private final StudyState state;
  private final Workers workers;
  private final int threads;

  /** Trials of one seed that are not done, by what the time of their networks depends on. */
  private final Map<Object, List<Trial>> groups = new LinkedHashMap<>();

  Calibration(Plan plan, StudyState state, Workers workers, int threads) {
    this.plan = plan;
    this.state = state;
    this.workers = workers;
    this.threads = threads;
    Set<Map<String, String>> seen = new LinkedHashSet<>();
    for (Trial trial : plan.trials()) {
      if (!missing(trial).isEmpty() && seen.add(trial.settings())) {
        groups.computeIfAbsent(alike(trial), any -> new ArrayList<>()).add(trial);
      }
    }
  }

  private List<Stage> missing(Trial trial) {
    return state.missing(trial, trial.steps());
  }

  /** What the time of a training step depends on. */
  private static Object alike(Trial trial) {
    RunConfig config = trial.config();
    List<Object> key = new ArrayList<>();
    for (Kind<?> kind : Kinds.all()) {
      if (kind.stage() == Kind.Stage.MODEL || kind.stage() == Kind.Stage.TRAINING) {
        List<Choice> choices = config.components(kind);
        key.add(
            kind.equals(Kinds.OBJECTIVE) ? choices.stream().map(Choice::type).toList() : choices);
      }
    }
    key.addAll(
        List.of(
            config.train().batch(),
            config.train().accumulate(),
            config.train().precision(),
            config.train().threads()));
    return key;
  }

  /** How many processes have to be started to tell the time. */
  int needed() {
    return groups.size();
  }

  /** Seconds that all stages may take that are left; empty where a brief one failed. */
  OptionalDouble seconds() throws IOException, InterruptedException {
    Map<Map<String, String>, List<Double>> byVariant = new HashMap<>();
    for (List<Trial> group : groups.values()) {
      Path folder = Files.createTempDirectory("tweedie-calibration");
      try {
        Map<StageId, Double> times =
            new BriefStages(plan, workers, threads, group, folder).seconds();
        for (Trial trial : group) {
          List<Double> its = new ArrayList<>();
          for (Stage stage : trial.atEnd()) {
            if (!times.containsKey(stage.id())) {
              return OptionalDouble.empty();
            }
            its.add(times.get(stage.id()));
          }
          byVariant.put(trial.settings(), its);
        }
      } finally {
        NewFolder.delete(folder);
      }
    }
    Map<StageId, Double> left = new HashMap<>();
    for (Trial trial : plan.trials()) {
      List<Stage> stages = trial.atEnd();
      for (Stage stage : missing(trial)) {
        left.put(
            stage.id(),
            Objects.requireNonNull(byVariant.get(trial.settings())).get(stages.indexOf(stage)));
      }
    }
    return OptionalDouble.of(left.values().stream().mapToDouble(Double::doubleValue).sum());
  }
}
