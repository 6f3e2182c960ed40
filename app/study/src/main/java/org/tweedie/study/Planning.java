package org.tweedie.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.inspection.Inspection;
import org.tweedie.engine.inspection.Inspector;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.study.design.Axis;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.Wanted;
import org.tweedie.study.stage.GivenNetwork;
import org.tweedie.study.stage.StagePlanner;
import org.tweedie.study.stage.TrialStages;

/** Makes the plan of a study, and notes what is wrong with its trials. Used once. */
final class Planning {

  private final StudyConfig study;
  private final Registry registry;
  private final Inspector inspector;
  private final StagePlanner stages;
  private final Map<Problem, List<String>> problems = new LinkedHashMap<>();

  /** What the study's measures tell, and the first reading of each. */
  private final Set<String> keys = new LinkedHashSet<>();

  private final Set<String> firsts = new LinkedHashSet<>();

  /** Whether there is a measure that does not say what it tells. */
  private boolean reticent;

  Planning(StudyConfig study, Registry registry) {
    this.study = study;
    this.registry = registry;
    inspector = new Inspector(study.run());
    stages = new StagePlanner(given());
  }

  private Optional<GivenNetwork> given() {
    try {
      Optional<Inspector.Network> network = inspector.network();
      return network.map(it -> new GivenNetwork(it.hash().substring(0, 12), it.step()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Plan plan() {
    List<Trial> trials = new ArrayList<>();
    Map<String, Trial> byId = new HashMap<>();
    int number = 0;
    for (long seed : study.seeds()) {
      for (Map<String, String> variant : study.variants()) {
        number++;
        List<Layer> layers = new ArrayList<>(study.layers(variant));
        layers.add(Layer.of(study.seed(), seed, Location.of("the study's seeds")));
        String words = "trial %d: %s, seed %d".formatted(number, Trial.words(variant), seed);
        try {
          RunConfig config = ConfigReader.read(layers, registry);
          checkRungs(config);
          Inspection inspection = inspector.inspect(config, study.base().location());
          note(inspection);
          TrialStages its = stages.of(config, inspection);
          Trial trial = Trial.of(number, settings(variant, config), seed, its);
          Trial same = byId.putIfAbsent(trial.id(), trial);
          if (same != null) {
            note(same(same), words);
          }
          trials.add(trial);
        } catch (ConfigException refused) {
          refused.problems().forEach(problem -> note(problem, words));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.entrySet().stream().map(Planning::told).toList());
    }
    return new Plan(study, metrics(), trials);
  }

  private void note(Inspection inspection) {
    for (Inspection.Reads measure : inspection.measures()) {
      keys.addAll(measure.keys());
      measure.keys().stream().findFirst().ifPresent(firsts::add);
      reticent |= measure.keys().isEmpty();
    }
  }

  /** Those that are wanted, or else the first reading of each measure. */
  private List<String> metrics() {
    if (study.run().isEmpty()) {
      keys.addAll(Results.keysOfTraining());
    }
    if (study.metrics().isEmpty()) {
      return firsts.isEmpty() ? List.of(Results.keysOfTraining().get(0)) : List.copyOf(firsts);
    }
    List<Problem> unknown =
        study.metrics().stream()
            .filter(wanted -> !reticent && !keys.contains(wanted.key()))
            .map(this::unknown)
            .toList();
    if (!unknown.isEmpty()) {
      throw new ConfigException(unknown);
    }
    return study.metrics().stream().map(Wanted::key).toList();
  }

  private Problem unknown(Wanted wanted) {
    return new Problem(
        "unknown-value",
        wanted.location(),
        wanted.path(),
        List.of(
            "No measure of this study tells '%s'.%s  What they tell: %s"
                .formatted(
                    wanted.key(), Closest.question(wanted.key(), keys), String.join(", ", keys)),
            "A study's measures are those of its base, as in measures: [bound, frechet]."));
  }

  private void checkRungs(RunConfig config) {
    for (int rung : study.budget().rungs()) {
      if (study.run().isPresent()) {
        throw refused(
            "budget.rungs", "Rungs are numbers of training steps, and this study trains nothing.");
      }
      if (rung >= config.train().steps()) {
        throw refused(
            "budget.rungs",
            "A rung after %d steps is not before the end, which is after train.steps = %d."
                .formatted(rung, config.train().steps()));
      }
    }
  }

  private ConfigException refused(String path, String line) {
    return new ConfigException(
        List.of(new Problem("invalid-value", study.base().location(), path, List.of(line))));
  }

  /** Of an axis that a listed combination does not name, what the base says. */
  private Map<String, String> settings(Map<String, String> variant, RunConfig config) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (Axis axis : study.axes()) {
      settings.put(
          axis.name(),
          variant.containsKey(axis.name())
              ? variant.get(axis.name())
              : config.at(axis.name()).orElse("(base)"));
    }
    return settings;
  }

  private Problem same(Trial same) {
    return new Problem(
        "same-trial",
        study.base().location(),
        "",
        List.of(
            "It is the same as trial %d: %s.".formatted(same.number(), same.words()),
            "Please take one of the two out: values that mean the same need to be there once."));
  }

  private void note(Problem problem, String trial) {
    problems.computeIfAbsent(problem, any -> new ArrayList<>()).add(trial);
  }

  private static Problem told(Map.Entry<Problem, List<String>> entry) {
    Problem problem = entry.getKey();
    List<String> trials = entry.getValue();
    List<String> lines = new ArrayList<>(problem.lines());
    int others = trials.size() - 1;
    lines.add(
        "In "
            + trials.get(0)
            + (others == 0
                ? ""
                : others == 1 ? ", and in another" : ", and in " + others + " others"));
    return new Problem(problem.code(), problem.location(), problem.path(), lines);
  }
}
