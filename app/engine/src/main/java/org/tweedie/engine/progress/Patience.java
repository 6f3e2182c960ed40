package org.tweedie.engine.progress;

import java.util.Optional;

/**
 * How long a program that is asked to end waits for its work: for as long as there is something to
 * save, within bounds, and for seconds where there is not, or where a plugin's code does not come
 * to an end. Used by one thread.
 */
public final class Patience {

  /** Between two looks. */
  public static final int LOOK_MILLIS = 100;

  private static final int GRACE_MILLIS = 3_000;
  private static final int LONGEST_MILLIS = 30_000;
  private static final int TOLD_MILLIS = 1_000;

  private int waited;
  private int idle;

  /**
   * What one look finds.
   *
   * @param words what people are told now; may be empty
   * @param isOver whether the program ends now
   */
  record Finding(String words, boolean isOver) {}

  /**
   * Saves what can be saved from here, and looks at the program's threads; whether it is to wait no
   * longer. What it tells is printed.
   */
  public boolean isOver() {
    UnsavedWork.rescueAll().ifPresent(System.err::println);
    Finding found = look(UnsavedWork.exists(), ForeignCode.runs());
    if (!found.words().isEmpty()) {
      System.err.println(found.words());
    }
    return found.isOver();
  }

  /**
   * One look more.
   *
   * @param unsaved whether there is something to save
   * @param foreign whether code of a plugin runs
   */
  Finding look(boolean unsaved, boolean foreign) {
    waited += LOOK_MILLIS;
    idle = unsaved && !foreign ? 0 : idle + LOOK_MILLIS;
    if (idle >= GRACE_MILLIS) {
      return new Finding(
          unsaved
              ? "Stopped without saving the last steps: a plugin's code did not come to an end."
              : "Stopped in the middle of work that is done anew; all that was trained is saved.",
          true);
    }
    if (waited >= LONGEST_MILLIS) {
      return new Finding(
          "Stopped without saving the last steps: that was not done within %d s."
              .formatted(LONGEST_MILLIS / 1000),
          true);
    }
    return new Finding(told(unsaved).orElse(""), false);
  }

  private Optional<String> told(boolean unsaved) {
    return unsaved && waited == TOLD_MILLIS
        ? Optional.of(
            "Stopping: what has begun is brought to where it can be saved, within %d s."
                .formatted(LONGEST_MILLIS / 1000))
        : Optional.empty();
  }
}
