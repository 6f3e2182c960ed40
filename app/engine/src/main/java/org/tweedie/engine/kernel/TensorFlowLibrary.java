package org.tweedie.engine.kernel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tweedie.engine.ahead.Ahead;

/** TensorFlow's native library, which takes a third of a second to load. Thread-safe. */
public final class TensorFlowLibrary {

  private static final FutureTask<String> LOADING =
      new FutureTask<>(() -> Loader.load(tensorflow.class));

  private TensorFlowLibrary() {}

  /**
   * Begins to load it beside whatever follows, once in a JVM: configs are read meanwhile. Must come
   * after {@link OneDnn#ensure}, and before {@link #load}.
   */
  public static void loadAhead() {
    if (!LOADING.isDone()) {
      Ahead.begin("tensorflow", LOADING);
    }
  }

  /**
   * Loads it, or waits until it is loaded. Nothing else of TensorFlow's may be touched before on
   * another thread than the one that loads: two that initialise its classes from both ends could
   * wait for each other.
   *
   * @throws LinkageError if it cannot be loaded
   */
  public static void load() {
    LOADING.run();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          LOADING.get();
          return;
        } catch (InterruptedException e) {
          // It is needed all the same.
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failed.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
