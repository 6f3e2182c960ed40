package org.tweedie.engine.progress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns the interruption of the program (Ctrl-C, or a polite kill) into a wish to stop, and holds
 * the program's end back until the work says that everything is saved, for as long as {@link
 * Patience} has it; not at all where the work itself is what ends the program.
 */
public final class StopRequest implements AutoCloseable {

  private static final Set<StopRequest> OPEN = ConcurrentHashMap.newKeySet();

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

  /** Waits for all work that is to be saved, within bounds. */
  static void finishAll() {
    OPEN.forEach(StopRequest::stopAndWait);
  }

  private void stopAndWait() {
    wanted = true;
    Patience patience = new Patience();
    try {
      while (!saved.await(Patience.LOOK_MILLIS, TimeUnit.MILLISECONDS)
          && !ForeignCode.exits(worker)) {
        if (patience.isOver()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
