package org.tweedie.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.tweedie.engine.config.RunConfig;

/**
 * One run of a study: a combination of its axes' values, and a seed. Immutable.
 *
 * @param number its place in the plan, from 1
 * @param id its stable name: a hash of everything that settles its numbers
 * @param settings axis to value, in the order of the axes
 * @param seed where its randomness begins
 * @param config what it runs, with every default stated
 * @param software the program and the plugins whose components it uses, each with its version or
 *     the hash of its jars
 * @param inputs what it reads: its data, and the runs and images that its guidance takes, each with
 *     a hash of its content
 */
public record Trial(
    int number,
    String id,
    Map<String, String> settings,
    long seed,
    RunConfig config,
    Map<String, String> software,
    Map<String, String> inputs) {

  /** Copies the maps in their order. */
  public Trial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    software = Collections.unmodifiableMap(new LinkedHashMap<>(software));
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
  }

  /** How many steps it trains in all. */
  public int steps() {
    return config.train().steps();
  }

  /** What it differs in: {@code schedule=cosine, objective.predict=noise, seed 2}. */
  public String words() {
    return words(settings) + ", seed " + seed;
  }

  /** Settings in words: {@code schedule=cosine, objective.predict=noise}. */
  public static String words(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
