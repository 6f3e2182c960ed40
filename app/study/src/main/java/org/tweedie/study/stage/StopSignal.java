package org.tweedie.study.stage;

import org.tweedie.engine.progress.Ending;
import org.tweedie.engine.progress.Patience;

/** Whether a process should stop: at once, or as soon as what it has is saved. */
final class StopSignal {

  private boolean wanted;
  private boolean saving;

  /** Stops the process, unless what it does is to be saved first. */
  void want() {
    synchronized (this) {
      wanted = true;
      if (saving) {
        Thread end = new Thread(StopSignal::endInTime, "end");
        end.setDaemon(true);
        end.start();
        return;
      }
    }
    Ending.exit(1);
  }

  /** What runs may not soon come to where a process looks whether to stop. */
  private static void endInTime() {
    Patience patience = new Patience();
    try {
      do {
        Thread.sleep(Patience.LOOK_MILLIS);
      } while (!patience.isOver());
    } catch (InterruptedException sooner) {
      Thread.currentThread().interrupt();
    }
    Ending.exit(1);
  }

  synchronized boolean isWanted() {
    return wanted;
  }

  /** From now on, or no more, what the process does is saved before it stops. */
  synchronized void saves(boolean itDoes) {
    saving = itDoes;
  }
}
