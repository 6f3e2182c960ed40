package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/** The laws of data and schedules, looked at in a few places before hours are spent on them. */
final class KindLaws {

  private static final int EXAMPLES = 32;
  private static final int TIMES = 32;
  private static final double TOLERANCE = 1e-4;

  private KindLaws() {}

  /** What is amiss with data, in sentences; empty where all is well. */
  static List<String> ofData(DataSource data) {
    List<String> broken = new ArrayList<>();
    ofSplit("training", data.description(), data.train()).ifPresent(broken::add);
    ofSplit("test", data.description(), data.test()).ifPresent(broken::add);
    return broken;
  }

  private static Optional<String> ofSplit(
      String split, DataDescription description, Examples examples) {
    if (examples.size() < 1) {
      return Optional.of("The data have no %s examples.".formatted(split));
    }
    float[] values = new float[description.shape().size()];
    for (int i = 0; i < Math.min(EXAMPLES, examples.size()); i++) {
      int index = (int) ((long) i * examples.size() / Math.min(EXAMPLES, examples.size()));
      Arrays.fill(values, Float.NaN);
      examples.read(index, values, 0);
      Optional<String> amiss = ofValues(split, index, values, 0, values.length, description);
      if (amiss.isPresent()) {
        return amiss;
      }
      int label = examples.label(index);
      int classes = description.classes().size();
      if (label < Condition.NONE || label >= classes) {
        return Optional.of(label(split, index, label, description));
      }
      Optional<String> wrong =
          numbers(split, index, examples.numbers(index), description)
              .or(
                  () ->
                      examples
                          .conditionImage(index)
                          .flatMap(image -> conditionImage(split, index, image, description)));
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  /** That an example has a value that it must not have. */
  static String value(String split, int index, float value, String what) {
    return "%s example %d has the value %s, %s".formatted(capital(split), index, value, what);
  }

  /** That an example has a label that there is not. */
  static String label(String split, int index, int label, DataDescription data) {
    return "%s example %d has the label %d, and there are %d classes."
        .formatted(capital(split), index, label, data.classes().size());
  }

  /** What is wrong with the numbers that describe an example; empty where all is well. */
  static Optional<String> numbers(String split, int index, float[] numbers, DataDescription data) {
    if (numbers.length != data.numbers().size()) {
      return Optional.of(
          "%s example %d has %d numbers, and the data say that there are %d."
              .formatted(capital(split), index, numbers.length, data.numbers().size()));
    }
    for (int k = 0; k < numbers.length; k++) {
      if (Float.isInfinite(numbers[k])) {
        return Optional.of(
            "%s example %d has the number %s = %s."
                .formatted(capital(split), index, data.numbers().get(k), numbers[k]));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with the image that an example goes with; empty where all is well. */
  static Optional<String> conditionImage(
      String split, int index, float[] image, DataDescription data) {
    int size = data.conditionImage().map(DataShape::size).orElse(0);
    if (image.length != size) {
      return Optional.of(
          "%s example %d goes with an image of %d values, and the data say that it has %d."
              .formatted(capital(split), index, image.length, size));
    }
    for (float value : image) {
      if (!(Math.abs(value) <= 1 + TOLERANCE)) {
        return Optional.of(
            "%s example %d goes with an image with the value %s, and images lie between -1 and 1."
                .formatted(capital(split), index, value));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with the values of an example from one place to another; empty if none is. */
  static Optional<String> ofValues(
      String split, int index, float[] values, int from, int to, DataDescription description) {
    // Looked up once: this is asked of every number that is read.
    int levels = description.levels().map(Levels::count).orElse(0);
    double half = levels / 2.0;
    boolean image = description.shape().isImage();
    for (int i = from; i < to; i++) {
      float value = values[i];
      if (!Float.isFinite(value)) {
        return Optional.of(value(split, index, value, "which is no number."));
      }
      // Where the value is among the levels, which are the whole numbers from 0 on.
      double place = (value + 1.0) * half - 0.5;
      double level = Math.max(0, Math.min(levels - 1, Math.rint(place)));
      if (levels > 0 && Math.abs(place - level) > TOLERANCE * half) {
        return Optional.of(
            value(
                split,
                index,
                value,
                "which is none of the %d levels that these data are said to have: bits per dimension would mean nothing."
                    .formatted(levels)));
      }
      if (image && Math.abs(value) > 1 + TOLERANCE) {
        return Optional.of(
            value(
                split,
                index,
                value,
                "and images lie between -1 and 1: samplers would cut it off."));
      }
    }
    return Optional.empty();
  }

  /** What is amiss with a schedule, in sentences; empty where all is well. */
  static List<String> ofSchedule(NoiseSchedule schedule) {
    double before = Double.NaN;
    for (int i = 0; i <= TIMES; i++) {
      double time = (double) i / TIMES;
      NoiseLevel level;
      NoiseLevel moving;
      try {
        level = schedule.at(time);
        moving = schedule.movingAt(time);
      } catch (IllegalArgumentException impossible) {
        return List.of(
            "The schedule has no noise level at time %s: %s."
                .formatted(time, impossible.getMessage()));
      }
      double logSnr = schedule.logSnr(time);
      if (i > 0 && !(logSnr < before)) {
        return List.of(
            "The schedule's log SNR must fall, for noise grows with time, but it is %.6g at time %s and %.6g at time %s."
                .formatted(before, (double) (i - 1) / TIMES, logSnr, time));
      }
      if (Math.abs(level.logSnr() - logSnr) > TOLERANCE * Math.max(1, Math.abs(logSnr))) {
        return List.of(
            "The schedule says two things of time %s: a log SNR of %.6g, and a noise level with %.6g."
                .formatted(time, logSnr, level.logSnr()));
      }
      if (Double.compare(moving.alpha(), level.alpha()) != 0
          || Double.compare(moving.sigma(), level.sigma()) != 0) {
        return List.of(
            "The schedule says two things of time %s: alpha %.6g and sigma %.6g by 'at', and %.6g and %.6g by 'movingAt'."
                .formatted(time, level.alpha(), level.sigma(), moving.alpha(), moving.sigma()));
      }
      before = logSnr;
    }
    return List.of();
  }

  /** A word at the beginning of a sentence. */
  static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
