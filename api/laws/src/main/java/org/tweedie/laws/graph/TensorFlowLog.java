package org.tweedie.laws.graph;

import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/**
 * What TensorFlow's native library says on the standard error stream. Most of that goes by the
 * environment variable TF_CPP_MIN_LOG_LEVEL, which the program's start script sets to 2: errors
 * alone. But the first run of a session tells of a compiler that is not used at a level that
 * nothing outside the library can set, and a JVM that something else has started may lack the
 * variable.
 *
 * <p>Thread-safe.
 */
public final class TensorFlowLog {

  private static boolean started;

  private TensorFlowLog() {}

  /**
   * Opens and closes the first session of this JVM without what TensorFlow has to say of itself; to
   * be called before any other is opened. Does nothing from the second call on, nor where
   * TF_CPP_MIN_LOG_LEVEL asks for more than errors.
   *
   * @param config how sessions are opened here: a JVM's first one settles some of it for all
   */
  public static synchronized void quietStart(ConfigProto config) {
    Optional<String> level = Optional.ofNullable(System.getenv("TF_CPP_MIN_LOG_LEVEL"));
    if (started || level.filter(asked -> "0".equals(asked) || "1".equals(asked)).isPresent()) {
      return;
    }
    started = true;
    try (Graph graph = new Graph()) {
      Ops.create(graph).withName("nothing").noOp();
      // Opening a session may tell of a GPU that does not answer, which is worth hearing.
      Runnable unmute = level.isEmpty() ? mute() : () -> {};
      try (Session session = new Session(graph, config)) {
        unmute = level.isEmpty() ? unmute : mute();
        session.runner().addTarget("nothing").run().close();
      } finally {
        unmute.run();
      }
    }
  }

  /**
   * Lets what native code writes to the C library's stream of errors come to nothing: the variable
   * that names the stream names one that can only be read. Java's own stream is another. Where the
   * C library has no such variable nothing changes.
   *
   * @return what undoes it
   */
  private static Runnable mute() {
    Optional<PointerPointer<Pointer>> errors = variable("stderr", "__stderrp");
    Optional<PointerPointer<Pointer>> input = variable("stdin", "__stdinp");
    if (errors.isEmpty() || input.isEmpty()) {
      return () -> {};
    }
    PointerPointer<Pointer> stream = errors.get();
    Pointer before = stream.get(0);
    stream.put(0, input.get().get(0));
    return () -> stream.put(0, before);
  }

  private static Optional<PointerPointer<Pointer>> variable(String... names) {
    return Stream.of(names)
        .flatMap(name -> Stream.ofNullable(Loader.addressof(name)))
        .findFirst()
        .map(address -> new PointerPointer<>(address));
  }
}
