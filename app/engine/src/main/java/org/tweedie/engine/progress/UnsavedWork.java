package org.tweedie.engine.progress;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Work whose result is in memory alone: a program that is asked to end waits for it to be saved,
 * and for nothing else. Where the work does something else for long meanwhile, it says how its
 * result can be saved by others. Safe for many threads.
 */
public final class UnsavedWork implements AutoCloseable {

  private static final Set<UnsavedWork> OPEN = ConcurrentHashMap.newKeySet();

  /** Saves what there is. */
  @FunctionalInterface
  public interface Rescue {

    /** Saves. */
    void run() throws IOException;
  }

  private Optional<Rescue> rescue = Optional.empty();
  private boolean rescued;

  /** With nothing to save yet. */
  public UnsavedWork() {}

  /**
   * Says that there is something to save from now on, which only this thread can.
   *
   * @return whether others had to save what was there before
   */
  public synchronized boolean begin() {
    boolean before = rescued;
    rescue = Optional.empty();
    rescued = false;
    OPEN.add(this);
    return before;
  }

  /** Says that all is saved, whatever goes on. */
  public synchronized void saved() {
    rescue = Optional.empty();
    OPEN.remove(this);
  }

  /** Says how what there is can be saved in another thread, until {@link #begin}. */
  public synchronized void savedBy(Rescue how) {
    rescue = Optional.of(how);
  }

  /** Whether anything is to be saved. */
  static boolean exists() {
    return !OPEN.isEmpty();
  }

  /** Saves all that can be saved from here; what went wrong with it, in words. */
  static Optional<String> rescueAll() {
    return OPEN.stream().flatMap(work -> work.rescued().stream()).findFirst();
  }

  private synchronized Optional<String> rescued() {
    if (rescue.isEmpty()) {
      return Optional.empty();
    }
    Rescue how = rescue.get();
    rescue = Optional.empty();
    try {
      how.run();
      rescued = true;
      OPEN.remove(this);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("What was trained cannot be saved: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    saved();
  }
}
