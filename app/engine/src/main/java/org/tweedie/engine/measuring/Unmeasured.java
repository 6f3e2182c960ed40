package org.tweedie.engine.measuring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.ModelFailure;

/** Why measures gave nothing, of which others may have given something. */
public final class Unmeasured {

  private final List<RuntimeException> failures = new ArrayList<>();

  Unmeasured() {}

  /** One more, unless it says what is known: samples that cannot be drawn fail every measure. */
  void add(RuntimeException failure) {
    if (failures.stream()
        .noneMatch(known -> String.valueOf(known.getMessage()).equals(failure.getMessage()))) {
      failures.add(failure);
    }
  }

  /** Whether every measure gave what it was to. */
  public boolean isEmpty() {
    return failures.isEmpty();
  }

  /**
   * What is to be thrown, which tells all of them: problems of the config together; of the others
   * the first one's kind, with what the rest say.
   *
   * @param subject what was measured, as the end of a sentence
   * @param found what became of the other readings, in a sentence; empty where there are none
   * @return the user's mistake if nothing else went wrong
   */
  public RuntimeException all(String subject, Optional<String> found) {
    List<ConfigException> refused =
        failures.stream()
            .filter(ConfigException.class::isInstance)
            .map(ConfigException.class::cast)
            .toList();
    if (refused.size() == failures.size()) {
      ConfigException all =
          new ConfigException(refused.stream().flatMap(one -> one.problems().stream()).toList());
      return found.map(all::with).orElse(all);
    }
    RuntimeException first =
        failures.stream().filter(one -> !refused.contains(one)).findFirst().orElseThrow();
    String rest =
        failures.stream()
            .filter(one -> one != first)
            .map(one -> one.getMessage() + "\n")
            .collect(Collectors.joining());
    String words =
        rest
            + found
                .map(kept -> "Not all was measured of %s. %s".formatted(subject, kept))
                .orElse("Nothing was measured of %s.".formatted(subject));
    return first instanceof ComponentFailure broken
        ? broken.during(words)
        : new ModelFailure(words + "\n" + first.getMessage());
  }
}
