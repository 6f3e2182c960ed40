package org.tweedie.schedules;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.interchange.ForeignDescribed;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * A schedule by its values at equal spacing from time 0 to time 1, with a monotone cubic through
 * their log SNRs in between (Fritsch and Carlson, 1980).
 *
 * <p>Variance preserving. Its use: noise levels that were made elsewhere, such as the {@code
 * alphas_cumprod} of a trained model. Immutable; safe for many threads.
 */
@Description("log SNRs, alpha-bars or betas from a list or a file, monotone cubic in between")
@Interchanged(DiffusersBetas.Listed.class)
public final class TableSchedule implements NoiseSchedule, ForeignDescribed {

  /** What the table's numbers are. */
  public enum Quantity {
    /** {@code log(alpha^2 / sigma^2)}. */
    LOG_SNR,
    /** {@code alpha^2}, Luo's alpha-bar. */
    ALPHA_BAR,
    /** The variances that T steps add, of which the i-th ends at time i/T; none at time 0. */
    BETA;

    private double logSnr(double value) {
      return this == LOG_SNR ? value : StrictMath.log(value) - StrictMath.log1p(-value);
    }
  }

  /**
   * The table. Either a list or a file is given.
   *
   * @param quantity what the numbers are
   * @param values the numbers, from time 0 to time 1
   * @param file path of a text file with the numbers, relative to the working directory; empty for
   *     none. StableMath are separated by blanks, commas or line ends; a # hides the rest of its
   *     line
   */
  public record Options(
      @Description("what the numbers are") @Default("log-snr") @NotNull Quantity quantity,
      @Description(
              "two numbers or more at equal spacing from time 0 to time 1, strictly falling but for betas")
          @Default("[]")
          @NotNull
          List<Double> values,
      @Description("text file with the numbers instead, relative to the working directory")
          @Default("''")
          @NotNull
          String file) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if both or none of values and file are given, or the values
     *     make no schedule
     */
    public Options {
      values = List.copyOf(values);
      if (values.isEmpty() == file.isEmpty()) {
        throw new IllegalArgumentException("give either values or file, and not both");
      }
      if (!values.isEmpty()) {
        schedule(quantity, values);
      }
    }
  }

  /**
   * A curve of log SNRs.
   *
   * @param curve over time
   */
  private record Curve(MonotoneCubic curve) implements NoiseSchedule {

    @Override
    public double logSnr(double t) {
      return curve.at(t);
    }

    @Override
    public double logSnrSlope(double t) {
      return curve.slope(t);
    }

    @Override
    public double timeOf(double logSnr) {
      return curve.inverse(logSnr);
    }
  }

  /** Of betas alone. */
  private final List<Double> betas;

  private final NoiseSchedule schedule;

  /**
   * With the given table.
   *
   * @throws IllegalArgumentException if the file cannot be read or makes no schedule
   */
  @Inject
  public TableSchedule(Options options) {
    List<Double> values =
        options.file().isEmpty() ? options.values() : read(Path.of(options.file()));
    betas = options.quantity() == Quantity.BETA ? values : List.of();
    schedule = schedule(options.quantity(), values);
  }

  @Override
  public double logSnr(double t) {
    return schedule.logSnr(t);
  }

  @Override
  public double logSnrSlope(double t) {
    return schedule.logSnrSlope(t);
  }

  @Override
  public double timeOf(double logSnr) {
    return schedule.timeOf(logSnr);
  }

  @Override
  public int timesteps() {
    return betas.size();
  }

  @Override
  public String foreignFormat() {
    return DiffusersBetas.FORMAT;
  }

  @Override
  public Map<String, @Nullable Object> foreignDescription() {
    return betas.isEmpty() ? Map.of() : DiffusersBetas.listed(betas);
  }

  private static NoiseSchedule schedule(Quantity quantity, List<Double> values) {
    if (values.size() < 2) {
      throw new IllegalArgumentException("a table needs two values or more");
    }
    return quantity == Quantity.BETA
        ? new DecayingSignal(SignalDecay.ofSteps(betas(values)))
        : new Curve(new MonotoneCubic(logSnrs(quantity, values)));
  }

  private static double[] betas(List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!(values.get(i) > 0 && values.get(i) < 1)) {
        throw new IllegalArgumentException(
            "value %d, %s, is out of range: a beta lies between 0 and 1, both excluded"
                .formatted(i + 1, values.get(i)));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] logSnrs(Quantity quantity, List<Double> values) {
    double[] logSnrs = values.stream().mapToDouble(quantity::logSnr).toArray();
    for (int i = 0; i < logSnrs.length; i++) {
      if (!Double.isFinite(logSnrs[i])) {
        throw new IllegalArgumentException(
            "value %d, %s, is out of range: ".formatted(i + 1, values.get(i))
                + (quantity == Quantity.ALPHA_BAR
                    ? "an alpha-bar lies between 0 and 1, both excluded"
                    : "a log SNR is a finite number"));
      }
      if (i > 0 && !(logSnrs[i] < logSnrs[i - 1])) {
        throw new IllegalArgumentException(
            "values must fall strictly, for noise grows with time, but value %d is %s after %s"
                .formatted(i + 1, values.get(i), values.get(i - 1)));
      }
    }
    return logSnrs;
  }

  private static List<Double> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file %s".formatted(file));
    }
    List<Double> values = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      int number = 0;
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        for (String word : line.replaceFirst("#.*", "").trim().split("[\\s,]+")) {
          if (!word.isEmpty()) {
            values.add(number(word, file, number));
          }
        }
      }
    } catch (IOException | UncheckedIOException unreadable) {
      throw new IllegalArgumentException(
          "the table %s cannot be read as text: %s".formatted(file, unreadable), unreadable);
    }
    return values;
  }

  private static double number(String word, Path file, int line) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException noNumber) {
      throw new IllegalArgumentException(
          "%s:%d: '%s' is not a number".formatted(file, line, word), noNumber);
    }
  }
}
