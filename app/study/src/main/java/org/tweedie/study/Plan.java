package org.tweedie.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.study.design.Axis;
import org.tweedie.study.design.StudyConfig;

/**
 * A study's trials, each read, made and found to be runnable.
 *
 * @param study what they are trials of
 * @param trials all, numbered; those of one seed come after one another, so that a study that is
 *     stopped has whole comparisons
 */
public record Plan(StudyConfig study, List<Trial> trials) {

  /** Copies the trials. */
  public Plan {
    trials = List.copyOf(trials);
  }

  /**
   * Plans a study.
   *
   * @throws ConfigException with every problem of every trial, each with the trials that have it
   */
  public static Plan of(StudyConfig study, Registry registry) {
    return new Planning(study, registry).plan();
  }

  private static final class Planning {

    private final StudyConfig study;
    private final Registry registry;
    private final Software software = new Software();
    private final TrialInputs inputs = new TrialInputs();
    private final Map<Problem, List<String>> problems = new LinkedHashMap<>();
    private final Map<Object, Made> assembled = new HashMap<>();

    /** What came of making the components of a trial. */
    private record Made(Optional<ConfigException> refused, Map<String, String> inputs) {}

    Planning(StudyConfig study, Registry registry) {
      this.study = study;
      this.registry = registry;
    }

    Plan plan() {
      List<Trial> trials = new ArrayList<>();
      Map<String, Trial> byId = new HashMap<>();
      int number = 0;
      for (long seed : study.seeds()) {
        for (Map<String, String> variant : study.variants()) {
          number++;
          List<Layer> layers = new ArrayList<>(study.layers(variant));
          layers.add(Layer.of("train.seed", seed, Location.of("seeds")));
          String words = "trial %d: %s, seed %d".formatted(number, Trial.words(variant), seed);
          try {
            RunConfig config = ConfigReader.read(layers, registry);
            Map<String, String> read = check(config);
            Map<String, String> used = software.of(config);
            Trial trial =
                new Trial(
                    number,
                    TrialId.of(config, used, read),
                    settings(variant, config),
                    seed,
                    config,
                    used,
                    read);
            Trial same = byId.putIfAbsent(trial.id(), trial);
            if (same != null) {
              note(same(trial, same), words);
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
      return new Plan(study, trials);
    }

    /** Makes sure that a trial can be run; what it reads. */
    private Map<String, String> check(RunConfig config) {
      for (int rung : study.budget().rungs()) {
        if (rung >= config.train().steps()) {
          throw refused(
              "budget.rungs",
              "A rung after %d steps is not before the end, which is after train.steps = %d."
                  .formatted(rung, config.train().steps()));
        }
      }
      Object shared =
          List.of(config.components(), config.train().labelDropout(), config.sample().classes());
      Made made = assembled.computeIfAbsent(shared, any -> assemble(config));
      if (made.refused().isPresent()) {
        throw made.refused().get();
      }
      return made.inputs();
    }

    /** Makes the components, once for all trials that share them. */
    private Made assemble(RunConfig config) {
      try (Assembled parts = Assembler.assemble(config, registry)) {
        Classes.of(parts.assembly(), config.sample().classes());
        return new Made(Optional.empty(), inputs.of(config, parts));
      } catch (ConfigException refused) {
        return new Made(Optional.of(refused), Map.of());
      } catch (IllegalArgumentException unknown) {
        return new Made(
            Optional.of(refused("sample.classes", String.valueOf(unknown.getMessage()))), Map.of());
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

    private Problem same(Trial trial, Trial same) {
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
}
