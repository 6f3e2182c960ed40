package org.tweedie.engine.ahead;

/**
 * Does what will be needed soon on a thread beside, while the caller does what must come before.
 * Results do not depend on it: who needs the thing does it where it is not done, and waits where it
 * is being done.
 */
public final class Ahead {

  private Ahead() {}

  /**
   * Begins, and returns at once. Where there is one core, nothing is done. What fails is not told:
   * it fails again where it is needed.
   *
   * @param name the thread's, for whoever looks at it
   */
  public static void begin(String name, Runnable task) {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(() -> quietly(task), name);
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError noThread) {
        // "unable to create native thread": it is done later.
      }
    }
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      // Told where it is needed.
    }
  }
}
