package org.tweedie.engine.kernel;

/**
 * Whether TensorFlow calculates by the kernels of oneDNN, which an environment variable says when
 * its library is loaded; by itself it does so on processors with AVX-512 alone. Results are rounded
 * otherwise, so what is asked is recorded in a run's provenance.
 *
 * <p>Thread-safe.
 */
public final class OneDnn {

  /** {@code 1} or {@code 0}, for TensorFlow. */
  public static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  /** What is said where nothing is: it is TensorFlow's own choice. */
  public static final String DEFAULT = "default";

  private OneDnn() {}

  /** What the environment says: {@code 1}, {@code 0}, or {@link #DEFAULT}. */
  public static String asked() {
    String said = System.getenv(VARIABLE);
    return said == null || said.isBlank() ? DEFAULT : said;
  }
}
