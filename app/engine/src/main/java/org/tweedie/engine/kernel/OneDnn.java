package org.tweedie.engine.kernel;

import java.util.Optional;
import java.util.Set;

/**
 * Whether TensorFlow calculates by the kernels of oneDNN, which an environment variable says when
 * its library is loaded. By itself it does so on newer processors alone, those with the VNNI
 * instructions of AVX-512 or AVX, or with AMX, though others of the kind are faster by it too: by
 * 12 to 25% in training on an EPYC with AVX2. Results are rounded otherwise, so what is asked is
 * recorded in a run's provenance.
 *
 * <p>Thread-safe.
 */
public final class OneDnn {

  /** {@code 1} or {@code 0}, for TensorFlow. */
  public static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  /** What is said where nothing is: it is TensorFlow's own choice. */
  public static final String DEFAULT = "default";

  private static final String LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64");

  private OneDnn() {}

  /**
   * Asks for oneDNN, unless the environment says something of it, or the processor is of a kind for
   * which it was not measured; and for errors alone in what TensorFlow says, unless {@value
   * #LOG_LEVEL} asks for more. The program's start script does the same, sooner; comes too late
   * where TensorFlow has been loaded.
   */
  public static void ensure() {
    if (isWanted(Optional.ofNullable(System.getenv(VARIABLE)), System.getProperty("os.arch"))) {
      NativeEnvironment.set(VARIABLE, "1");
      if (System.getenv(LOG_LEVEL) == null) {
        // As in the start script: TensorFlow would tell that it does what it is asked to.
        NativeEnvironment.set(LOG_LEVEL, "2");
      }
    }
  }

  static boolean isWanted(Optional<String> said, String architecture) {
    return said.isEmpty() && PROCESSORS.contains(architecture);
  }

  /** What the environment says: {@code 1}, {@code 0}, or {@link #DEFAULT}. */
  public static String asked() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .or(() -> NativeEnvironment.get(VARIABLE))
        .filter(said -> !said.isBlank())
        .orElse(DEFAULT);
  }
}
