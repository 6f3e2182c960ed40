package org.tweedie.engine.training;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tweedie.engine.progress.UnsavedWork;

/**
 * Saves what was trained while the model is being looked at, which may take minutes, as soon as
 * training is to stop: the program need not wait for the end of the look then. Whatever is looked
 * at anew after it is found by {@link Milestones#catchUp}.
 */
final class Rescue implements AutoCloseable {

  private static final long LOOK_MILLIS = 100;

  /** Writes what was trained. */
  @FunctionalInterface
  interface Save {

    void run() throws IOException;
  }

  private final UnsavedWork unsaved;
  private final Optional<Thread> thread;
  private volatile boolean over;
  private volatile boolean done;
  private volatile Optional<IOException> failure = Optional.empty();

  private Rescue(UnsavedWork unsaved, Optional<Save> save, BooleanSupplier stop) {
    this.unsaved = unsaved;
    thread = save.map(how -> new Thread(() -> watch(how, stop), "rescue"));
    thread.ifPresentOrElse(
        watching -> {
          watching.setDaemon(true);
          watching.start();
        },
        unsaved::saved);
  }

  /** Nothing is to be saved during this look. */
  static Rescue needless(UnsavedWork unsaved) {
    return new Rescue(unsaved, Optional.empty(), () -> false);
  }

  /**
   * Saves during this look if training is to stop.
   *
   * @param stop asked several times a second, in another thread
   */
  static Rescue by(Save save, UnsavedWork unsaved, BooleanSupplier stop) {
    return new Rescue(unsaved, Optional.of(save), stop);
  }

  /** Whether it saved. */
  boolean isDone() {
    return done;
  }

  private void watch(Save save, BooleanSupplier stop) {
    try {
      while (!over) {
        if (stop.getAsBoolean()) {
          save.run();
          done = true;
          unsaved.saved();
          return;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (IOException e) {
      failure = Optional.of(e);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The look has come to its end, and training goes on.
   *
   * @throws IOException if what was to be saved could not be
   */
  @Override
  public void close() throws IOException {
    over = true;
    try {
      if (thread.isPresent()) {
        // Never interrupted: that would close the file that it may be writing.
        thread.get().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      unsaved.begin();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }
}
