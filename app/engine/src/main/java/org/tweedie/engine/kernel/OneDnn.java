package org.tweedie.engine.kernel;

import java.util.Set;

/**
 * Whether TensorFlow calculates by the kernels of oneDNN, which an environment variable says when
 * its library is loaded. By itself it does so on processors with AVX-512 alone, though they are
 * faster on others of the kind too: by 15 to 25% in training on an EPYC with AVX2. Results are
 * rounded otherwise, so what is asked is recorded in a run's provenance.
 *
 * <p>Thread-safe.
 */
public final class OneDnn {

  /** {@code 1} or {@code 0}, for TensorFlow. */
  public static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64");

  private OneDnn() {}

  /**
   * Asks for oneDNN, unless the environment says something of it, or the processor is of a kind for
   * which it was not measured. The program's start script does the same, sooner; comes too late
   * where TensorFlow has been loaded.
   */
  public static void ensure() {
    if (System.getenv(VARIABLE) == null && PROCESSORS.contains(System.getProperty("os.arch"))) {
      NativeEnvironment.set(VARIABLE, "1");
    }
  }

  /** What the environment says: {@code 1}, {@code 0}, or {@code default}, which is TensorFlow's. */
  public static String asked() {
    String said = System.getenv(VARIABLE);
    return said != null ? said : NativeEnvironment.get(VARIABLE).orElse("default");
  }
}
