package org.tweedie.api.measure;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A number, or a few, that say how good a trained model is: a likelihood, a distance between
 * samples and data, a share, a cost. Training reports them at its end, {@code tweedie evaluate} and
 * {@code tweedie score} at any time, and studies compare trials by any of them.
 *
 * <p>A measure is a component like any other: its constructor may ask for its options, the run's
 * components and {@link org.tweedie.api.guidance.Resources}. It keeps no state between calls and
 * may be used by many threads at once; all its randomness begins with a seed among its options, so
 * equal models and samples give equal readings.
 */
public interface Measure {

  /** What a measure looks at, which settles when it must be taken anew. */
  enum Subject {
    /** The trained network alone: another sampler or guidance cannot change it. */
    WEIGHTS,
    /** Samples, which depend on sampler and guidance too. */
    SAMPLES
  }

  /** What it looks at. */
  Subject subject();

  /**
   * The fewest samples that it can be taken of, at least 1: a run that would draw fewer is refused
   * before it is trained. Of no account where {@link #subject} is {@link Subject#WEIGHTS}.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default int fewestSamples() {
    return 1;
  }

  /**
   * The keys of the readings that it gives, as far as they are known before: a run in which two
   * measures share a key is refused, and so is a study of a metric that no measure gives.
   *
   * @return one key or more, all different, the most telling one first
   */
  List<String> keys();

  /**
   * Measures.
   *
   * @param measured the model, its data and, where {@link #subject} says so, its samples
   * @return a reading for each of the {@link #keys}, in their order
   * @throws IllegalArgumentException in words for the user, if it cannot be taken of this model, or
   *     of such samples or so few
   */
  List<Reading> of(Measured measured);
}
