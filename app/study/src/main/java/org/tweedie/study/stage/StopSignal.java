package org.tweedie.study.stage;

/** Whether a process should stop: at once, or as soon as what it has is saved. */
final class StopSignal {

  private boolean wanted;
  private boolean saving;

  /** Stops the process, unless what it does is to be saved first. */
  void want() {
    synchronized (this) {
      wanted = true;
      if (saving) {
        return;
      }
    }
    System.exit(1);
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  /** From now on, or no more, what the process does is saved before it stops. */
  synchronized void saves(boolean itDoes) {
    saving = itDoes;
  }
}
