package org.tweedie.engine.progress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the interruption of the program (Ctrl-C, or a polite kill) into a wish to stop, and holds
 * the program's end back until the work says that everything is saved. It is held back for seconds
 * alone where a plugin's code does not come to an end, and not at all where the work itself is what
 * ends the program.
 */
public final class StopRequest implements AutoCloseable {

  private static final Set<StopRequest> OPEN = ConcurrentHashMap.newKeySet();

  private static final long POLL_MILLIS = 100;
  private static final long FOREIGN_MILLIS = 4_000;
  private static final long LONGEST_MILLIS = 30_000;

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread worker = Thread.currentThread();
  private final Thread hook = new Thread(this::stopAndWait, "stop-request");
  private volatile boolean wanted;

  /** Listens for the program's interruption until {@link #close}; for the thread that works. */
  public StopRequest() {
    Runtime.getRuntime().addShutdownHook(hook);
    OPEN.add(this);
  }

  /** Whether the work should stop at the next opportunity. */
  public boolean isWanted() {
    return wanted;
  }

  /** Says that the work has stopped and nothing is left to save. */
  @Override
  public void close() {
    saved.countDown();
    OPEN.remove(this);
    if (!wanted) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // The program ends already, and the hook has nothing to wait for.
        return;
      }
    }
  }

  /** Waits for all work that wants to be saved, as long as that may take. */
  static void finishAll() {
    OPEN.forEach(StopRequest::stopAndWait);
  }

  private void stopAndWait() {
    wanted = true;
    long foreign = 0;
    try {
      for (long waited = 0; waited < LONGEST_MILLIS; waited += POLL_MILLIS) {
        if (saved.await(POLL_MILLIS, TimeUnit.MILLISECONDS) || ForeignCode.exits(worker)) {
          return;
        }
        foreign = ForeignCode.runs() ? foreign + POLL_MILLIS : 0;
        if (foreign >= FOREIGN_MILLIS) {
          System.err.println(
              "Stopped without saving the last steps: a plugin's code did not come to an end.");
          return;
        }
      }
      System.err.println(
          "Stopped without saving the last steps: that was not done within %d s."
              .formatted(LONGEST_MILLIS / 1000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
