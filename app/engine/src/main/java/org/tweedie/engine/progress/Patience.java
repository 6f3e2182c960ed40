package org.tweedie.engine.progress;

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

  private long last = System.nanoTime();
  private long waited;
  private long idle;
  private boolean told;

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
    boolean foreign = ForeignCode.runs();
    // By the clock: a look may take long where threads are busy.
    long now = System.nanoTime();
    Finding found = look((now - last) / 1_000_000, UnsavedWork.exists(), foreign);
    last = now;
    if (!found.words().isEmpty()) {
      System.err.println(found.words());
    }
    return found.isOver();
  }

  /**
   * One look more.
   *
   * @param millis since the last one
   * @param unsaved whether there is something to save
   * @param foreign whether code of a plugin runs
   */
  Finding look(long millis, boolean unsaved, boolean foreign) {
    waited += millis;
    idle = unsaved && !foreign ? 0 : idle + millis;
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
    if (unsaved && waited >= TOLD_MILLIS && !told) {
      told = true;
      return new Finding(
          "Stopping: what has begun is brought to where it can be saved, within %d s."
              .formatted(LONGEST_MILLIS / 1000),
          false);
    }
    return new Finding("", false);
  }
}
