package org.tweedie.engine.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tweedie.engine.ahead.Ahead;

/** TensorFlow's native library, which takes a third of a second to load. Thread-safe. */
public final class TensorFlowLibrary {

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private TensorFlowLibrary() {}

  /**
   * Loads it, once in a JVM, beside whatever follows: configs are read and components made
   * meanwhile. No class of TensorFlow's is initialised, so that the first use tells it if this
   * fails. Must come after {@link OneDnn#ensure}.
   */
  public static void loadAhead() {
    if (!BEGUN.getAndSet(true)) {
      Ahead.begin("tensorflow", () -> Loader.load(tensorflow.class));
    }
  }
}
