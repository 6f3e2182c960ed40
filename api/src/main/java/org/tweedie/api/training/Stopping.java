package org.tweedie.api.training;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.tweedie.api.measure.Reading.Better;

/**
 * When a training ends before its last step, by what is measured of the model on the way.
 *
 * <p>A pure function of all that was measured, so that a run that goes on from a checkpoint ends
 * where it would have ended. Immutable; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Stopping {

  /**
   * What of the model was measured after a step.
   *
   * @param step the step's number, from 1
   * @param value the reading's value; NaN where it was not defined
   * @param better which values are the better ones
   */
  record Seen(long step, double value, Better better) {}

  /**
   * The key of the reading that it looks at: of one that a measure of the config gives, or {@code
   * test/bits_per_dim} for the quick look at the bound that training takes itself. Empty for none;
   * then it is never asked.
   */
  Optional<String> reading();

  /**
   * Whether training ends now.
   *
   * @param seen all that was measured of the reading so far, the oldest first, at least one; the
   *     last one just now
   * @return the reason, as the clause of a sentence for the user; empty to go on
   * @throws IllegalArgumentException in words for the user, if it cannot judge such a reading
   */
  Optional<String> reason(List<Seen> seen);
}
