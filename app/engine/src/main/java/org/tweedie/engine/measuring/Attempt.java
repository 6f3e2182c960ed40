package org.tweedie.engine.measuring;

import java.util.Optional;
import java.util.function.Function;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.ModelFailure;

/**
 * What the measures of a run found, and what they did not.
 *
 * @param found the readings that there are
 * @param unmeasured why others are not
 */
public record Attempt(Measurement found, Unmeasured unmeasured) {

  /**
   * What was found, if it is all.
   *
   * @param kept says what becomes of readings where others are missing, in a sentence
   * @throws ConfigException if a measure cannot be taken of this model or of these samples
   * @throws ComponentFailure if a plugin's measure gives what is infinite
   * @throws ModelFailure if one of the program's own does
   */
  public Measurement whole(Function<Measurement, String> kept) {
    if (unmeasured.isEmpty()) {
      return found;
    }
    throw unmeasured.all(
        subject(found.step()),
        Optional.of(found).filter(some -> !some.readings().isEmpty()).map(kept));
  }

  /** The readings in a sentence, where nothing keeps them. */
  public static String words(Measurement found) {
    return "What the other measures found is not kept:\n" + found.text();
  }

  /** What is measured, as the end of a sentence. */
  static String subject(long step) {
    return "the checkpoint of step " + step;
  }
}
