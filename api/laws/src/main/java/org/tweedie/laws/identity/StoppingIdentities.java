package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.api.training.Stopping;
import org.tweedie.api.training.Stopping.Seen;

/**
 * What every rule of stopping keeps: it is a function of what was measured, and says why.
 *
 * @param stopping what is checked
 */
public record StoppingIdentities(Stopping stopping) {

  private static final int LENGTH = 40;

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(equalHistoriesHaveEqualEnds(), endsHaveAReason());
  }

  /**
   * Asked after each measurement, and then backwards from the last one, it says the same: so a run
   * that goes on from a checkpoint ends where it would have ended.
   */
  public Finding equalHistoriesHaveEqualEnds() {
    Check check = Check.of("equal histories have equal ends", "Stopping.reason", "");
    if (stopping.reading().isEmpty()) {
      return check.doesNotApply("it looks at no reading");
    }
    return check.over(
        found -> {
          for (Better better : List.of(Better.LESS, Better.MORE)) {
            List<Seen> seen = seen(better);
            List<Optional<String>> forward = new ArrayList<>();
            for (int i = 1; i <= LENGTH; i++) {
              forward.add(stopping.reason(seen.subList(0, i)));
            }
            for (int i = LENGTH; i >= 1; i--) {
              Optional<String> again = stopping.reason(List.copyOf(seen.subList(0, i)));
              found.that(
                  again.equals(forward.get(i - 1)),
                  forward.get(i - 1).toString(),
                  again,
                  "after %s measurements",
                  i);
            }
          }
        });
  }

  /** Whoever reads why training ended finds words. */
  public Finding endsHaveAReason() {
    Check check = Check.of("an end has a reason", "Stopping.reason", "");
    if (stopping.reading().isEmpty()) {
      return check.doesNotApply("it looks at no reading");
    }
    return check.over(
        found -> {
          found.that(true, "words", "words", "before any end");
          for (Better better : List.of(Better.LESS, Better.MORE)) {
            List<Seen> seen = seen(better);
            for (int i = 1; i <= LENGTH; i++) {
              Optional<String> reason = stopping.reason(seen.subList(0, i));
              found.that(
                  reason.filter(String::isBlank).isEmpty(),
                  "words",
                  "nothing but spaces",
                  "after %s measurements",
                  i);
            }
          }
        });
  }

  /** Values that become neither better nor worse in the long run. */
  private static List<Seen> seen(Better better) {
    SplittableRandom random = new SplittableRandom(3);
    List<Seen> seen = new ArrayList<>();
    for (int i = 1; i <= LENGTH; i++) {
      seen.add(new Seen(100L * i, random.nextDouble(), better));
    }
    return List.copyOf(seen);
  }
}
