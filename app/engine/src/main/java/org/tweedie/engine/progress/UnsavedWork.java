package org.tweedie.engine.progress;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Work whose result is in memory alone: a program that is asked to end waits for it to be saved,
 * and for nothing else. Safe for many threads.
 */
public final class UnsavedWork implements AutoCloseable {

  private static final Set<UnsavedWork> OPEN = ConcurrentHashMap.newKeySet();

  /** With nothing to save yet. */
  public UnsavedWork() {}

  /** Says that there is something to save from now on. */
  public void begin() {
    OPEN.add(this);
  }

  /** Says that all is saved, whatever goes on. */
  public void saved() {
    OPEN.remove(this);
  }

  /** Whether anything is to be saved. */
  static boolean exists() {
    return !OPEN.isEmpty();
  }

  @Override
  public void close() {
    saved();
  }
}
