package org.tweedie.engine.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * Which of a run's weights a model is made of.
 *
 * @param text {@code average} for the first of the averages, or the weights themselves where there
 *     is none; {@code average-2} and so on for another; {@code plain} for the weights themselves;
 *     {@code width-0.1} for the power average of that width, put together of snapshots
 */
public record ChosenWeights(String text) {

  /** What a text looks like. */
  static final String PATTERN = "average(-[1-9][0-9]{0,2})?|plain|width-0?\\.[0-9]{1,9}";

  /** The same in words. */
  static final String WORDS =
      "must be 'average', 'average-2' and so on, 'plain', or 'width-0.1' and the like";

  private static final String AVERAGE = "average";
  private static final String WIDTH = "width-";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the text is of no such form
   */
  public ChosenWeights {
    if (!text.matches(PATTERN)) {
      throw new IllegalArgumentException("the weights " + WORDS + ", not '" + text + "'");
    }
  }

  /** The first of the averages. */
  public static ChosenWeights average() {
    return new ChosenWeights(AVERAGE);
  }

  /** The power average of a width for which {@link #canBeWidth} holds. */
  public static ChosenWeights ofWidth(double width) {
    return new ChosenWeights(text(width));
  }

  /** Whether a width is in range and has no more decimals than can be written. */
  public static boolean canBeWidth(double width) {
    return isWidth(width) && text(width).matches(PATTERN);
  }

  private static String text(double width) {
    return WIDTH + BigDecimal.valueOf(width).stripTrailingZeros().toPlainString();
  }

  /** The number of the average, from 0; empty where it is none that training kept. */
  public OptionalInt number() {
    if (!text.startsWith(AVERAGE)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        text.equals(AVERAGE) ? 0 : Integer.parseInt(text.substring(AVERAGE.length() + 1)) - 1);
  }

  /** The width of the average that is put together of snapshots; empty where it is no such. */
  public OptionalDouble width() {
    return text.startsWith(WIDTH)
        ? OptionalDouble.of(Double.parseDouble(text.substring(WIDTH.length())))
        : OptionalDouble.empty();
  }

  /** Whether they are the weights themselves. */
  public boolean isPlain() {
    return number().isEmpty() && width().isEmpty();
  }

  /** The same in a run of a config, where without averages there are the weights themselves. */
  public ChosenWeights in(RunConfig config) {
    return text.equals(AVERAGE) && config.components(Kinds.AVERAGES).isEmpty()
        ? new ChosenWeights("plain")
        : this;
  }

  /** What files call them, where the first average has always been {@code ema}. */
  public String inFiles() {
    return number().equals(OptionalInt.of(0)) ? "ema" : text;
  }

  /** Whether a run has such weights, as far as its config says. */
  void check(RunConfig config, String path, Location location, Problems problems) {
    List<String> averages =
        config.components(Kinds.AVERAGES).stream().map(Choice::reference).toList();
    int kept = averages.size();
    if (number().isPresent() && number().getAsInt() >= Math.max(1, kept)) {
      problems.add(
          "unknown-average",
          location,
          path,
          "There is no '%s': '%s' is %s."
              .formatted(
                  text, Kinds.AVERAGES.key(), kept == 1 ? "one, " + averages.get(0) : averages),
          "Please choose another, or train with more of them.");
    }
    if (width().isPresent() && !isWidth(width().getAsDouble())) {
      problems.add(
          "out-of-range",
          location,
          path,
          "A width is above 0 and at most %.4f, that of the mean of all steps, not %s."
              .formatted(PowerAverage.WIDEST, text.substring(WIDTH.length())));
    } else if (width().isPresent() && config.train().snapshotEvery() == 0) {
      problems.add(
          "no-snapshots",
          location,
          path,
          "'%s' is put together of snapshots, of which this run stores none.".formatted(text),
          "Please train with train.snapshot-every, as in --set train.snapshot-every=100.");
    }
  }

  private static boolean isWidth(double width) {
    return width > 0 && width <= PowerAverage.WIDEST;
  }
}
