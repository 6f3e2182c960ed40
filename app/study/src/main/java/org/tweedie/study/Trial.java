package org.tweedie.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.TrialStages;

/**
 * One run of a study: a combination of its axes' values, and a seed. Immutable.
 *
 * @param number its place in the plan, from 1
 * @param id its stable name: a hash of the names of its stages
 * @param settings axis to value, in the order of the axes
 * @param seed where its randomness begins
 * @param stages what is to be done, some of which other trials may need too
 */
public record Trial(
    int number, String id, Map<String, String> settings, long seed, TrialStages stages) {

  /** Copies the settings in their order. */
  public Trial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The trial of these stages. */
  static Trial of(int number, Map<String, String> settings, long seed, TrialStages stages) {
    return new Trial(number, stages.id(), settings, seed, stages);
  }

  /** What it runs, with every default stated. */
  public RunConfig config() {
    return stages.config();
  }

  /** How many steps it trains in all. */
  public long steps() {
    return stages.steps();
  }

  /** Its training. */
  public Stage training() {
    return stages.training();
  }

  /** All its stages at its end, each after those that it needs. */
  public List<Stage> atEnd() {
    return stages.at(steps());
  }

  /** Its stages of one phase, at its end. */
  public List<Stage> of(Phase phase) {
    return atEnd().stream().filter(stage -> stage.id().phase() == phase).toList();
  }

  /** What it differs in: {@code schedule=cosine, objective.predict=noise, seed 2}. */
  public String words() {
    return Stream.of(words(settings), "seed " + seed)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** Settings in words: {@code schedule=cosine, objective.predict=noise}. */
  public static String words(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
