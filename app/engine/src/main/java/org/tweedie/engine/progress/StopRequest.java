package org.tweedie.engine.progress;

import java.util.concurrent.CountDownLatch;

/**
 * Turns the interruption of the program (Ctrl-C, or a polite kill) into a wish to stop, and holds
 * the program's end back until the work says that everything is saved.
 */
public final class StopRequest implements AutoCloseable {

  private final CountDownLatch saved = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "stop-request");
  private volatile boolean wanted;

  /** Listens for the program's interruption until {@link #close}. */
  public StopRequest() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the work should stop at the next opportunity. */
  public boolean isWanted() {
    return wanted;
  }

  /** Says that the work has stopped and nothing is left to save. */
  @Override
  public void close() {
    saved.countDown();
    if (!wanted) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // The program ends already, and the hook has nothing to wait for.
        return;
      }
    }
  }

  private void stopAndWait() {
    wanted = true;
    try {
      saved.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
