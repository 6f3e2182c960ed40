package org.tweedie.samplers;

import java.util.List;

/**
 * The options that samplers share; each one's options record has them, with defaults of its own.
 */
interface WalkOptions {

  String STEPS = "how many steps";
  String GRID = "at which times predictions are made";
  String TIMES = "the times of the predictions one by one, falling; in place of steps and grid";
  String CLIP = "whether images' predicted signals are clamped to [-1, 1]; points never are";
  String THRESHOLD =
      "dynamic thresholding where clip is on (Saharia et al. 2022): the percentile, as a share, of"
          + " an example's absolute values that is scaled to 1 if it is above; 0 for none";

  /** How many steps there are, where {@link #times} is empty. */
  int steps();

  /** At which times predictions are made, where {@link #times} is empty. */
  Grid grid();

  /** The times of the predictions, falling; or empty. */
  List<Double> times();

  /** Whether predicted signals are clamped, where they are images. */
  boolean clip();

  /** The percentile of dynamic thresholding as a share; 0 for none. */
  double dynamicThreshold();

  /** The list itself, if its times fall. */
  static List<Double> falling(List<Double> times) {
    for (int i = 1; i < times.size(); i++) {
      if (!(times.get(i) < times.get(i - 1))) {
        throw new IllegalArgumentException(
            "times must fall, but %s is followed by %s".formatted(times.get(i - 1), times.get(i)));
      }
    }
    return List.copyOf(times);
  }
}
