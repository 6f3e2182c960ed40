package org.tweedie.api.walk;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * What samplers share of a run: the noise levels from which and to which steps lead, and
 * predictions whose signal is limited as the options say.
 *
 * <p>Steps count from 1 to N. The last one leads not to time 0, where a schedule still has a little
 * noise, but to the data themselves, as in DDPM (Ho et al., arXiv 2006.11239, algorithm 2), DDIM
 * and EDM: alpha 1 and sigma 0, where every first-order step is the predicted signal. That spares a
 * prediction, and the noise of time 0 in the samples.
 *
 * <p>One walk is one run of a sampler; it is immutable.
 */
public final class Walk {

  /** The level of data without noise, to which the last step leads. */
  public static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);

  /**
   * The options that samplers share, for their own options to include. Which steps and grid suit is
   * a sampler's own affair, so it states defaults for these two: {@code @Included(defaults =
   * {"steps: 50", "grid: karras"}) Walk.Options walk}.
   *
   * @param steps how many steps there are, where {@code times} is empty
   * @param grid at which times predictions are made, where {@code times} is empty
   * @param logSnrRange the log SNRs between which the grid lies, in rising order, as far as the
   *     schedule reaches, so that few steps are spent where something is decided; or empty
   * @param times the times of the predictions, falling, from 1 to 0; or empty
   * @param clip whether predicted signals are clamped, where they are images
   * @param dynamicThreshold the percentile of dynamic thresholding as a share; 0 for none
   */
  public record Options(
      @Description("how many steps") @Min(1) @Max(100_000) int steps,
      @Description("at which times predictions are made") Grid grid,
      @Description(
              "two log SNRs that the grid lies between, as in [-9, 9], where the schedule reaches"
                  + " farther")
          @Default("[]")
          List<Double> logSnrRange,
      @Description(
              "the times of the predictions one by one, falling; in place of steps, grid and range")
          @Default("[]")
          List<@PositiveOrZero @DecimalMax("1") Double> times,
      @Description("whether images' predicted signals are clamped to [-1, 1]; points never are")
          @Default("true")
          boolean clip,
      @Description(
              "dynamic thresholding where clip is on (Saharia et al. 2022): the percentile, as a"
                  + " share, of an example's absolute values that is scaled to 1 if it is above; 0"
                  + " for none")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1")
          double dynamicThreshold) {

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if the times do not fall, or the range does not rise
     */
    public Options {
      if (!logSnrRange.isEmpty()
          && !(logSnrRange.size() == 2 && logSnrRange.get(0) < logSnrRange.get(1))) {
        throw new IllegalArgumentException(
            "log-snr-range must be two log SNRs, the lower one first, as in [-9, 9], not %s"
                .formatted(logSnrRange));
      }
      logSnrRange = List.copyOf(logSnrRange);
      for (int i = 1; i < times.size(); i++) {
        if (!(times.get(i) < times.get(i - 1))) {
          throw new IllegalArgumentException(
              "times must fall, but %s is followed by %s"
                  .formatted(times.get(i - 1), times.get(i)));
        }
      }
      times = List.copyOf(times);
    }

    /** Steps on a grid; predicted signals of images are clamped, and not thresholded. */
    public static Options of(int steps, Grid grid) {
      return new Options(steps, grid, List.of(), List.of(), true, 0);
    }

    /**
     * What speaks against walking down a schedule.
     *
     * @return a sentence for each objection; empty where all is well
     */
    public List<String> objections(NoiseSchedule schedule) {
      double least = schedule.logSnr(1);
      double most = schedule.logSnr(0);
      return !times.isEmpty()
              || logSnrRange.isEmpty()
              || (logSnrRange.get(0) < most && logSnrRange.get(1) > least)
          ? List.of()
          : List.of(
              String.format(
                  Locale.ROOT,
                  "The log SNRs of log-snr-range, %s, are none of the schedule's, which go from %.4g to %.4g.",
                  logSnrRange,
                  least,
                  most));
    }

    /** The same steps between two log SNRs, the lower one first. */
    public Options withLogSnrRange(double least, double most) {
      return new Options(steps, grid, List.of(least, most), times, clip, dynamicThreshold);
    }

    /** Predictions at these times, falling, in place of steps and grid. */
    public Options withTimes(List<Double> each) {
      return new Options(each.size(), grid, logSnrRange, each, clip, dynamicThreshold);
    }

    /** The same with another number of steps, evenly spread anew where times were given. */
    public Options withSteps(int count) {
      return new Options(count, grid, logSnrRange, List.of(), clip, dynamicThreshold);
    }

    /** The same with dynamic thresholding at a percentile, as a share. */
    public Options withDynamicThreshold(double share) {
      return new Options(steps, grid, logSnrRange, times, clip, share);
    }

    /** The same with predicted signals as they are. */
    public Options withoutClip() {
      return new Options(steps, grid, logSnrRange, times, false, dynamicThreshold);
    }
  }

  private final Denoiser denoiser;
  private final Options options;
  private final double[] times;

  /** The steps that some options say, by the predictions of a denoiser. */
  public Walk(Denoiser denoiser, Options options) {
    this.denoiser = denoiser;
    this.options = options;
    this.times = times(denoiser.schedule(), options);
  }

  /**
   * The times of the predictions that some options say, falling. Those of a list that lie before
   * there is any noise are one and the same.
   */
  public static double[] times(NoiseSchedule schedule, Options options) {
    double earliest = Grid.earliest(schedule);
    if (!options.times().isEmpty()) {
      return options.times().stream()
          .mapToDouble(time -> Math.max(earliest, time))
          .distinct()
          .toArray();
    }
    List<Double> range = options.logSnrRange();
    if (range.isEmpty()) {
      return options.grid().times(schedule, options.steps());
    }
    double first = schedule.logSnr(1) < range.get(0) ? schedule.timeOf(range.get(0)) : 1;
    double last = schedule.logSnr(0) > range.get(1) ? schedule.timeOf(range.get(1)) : 0;
    return options.grid().times(schedule, first, Math.max(earliest, last), options.steps());
  }

  /**
   * The noise that a run starts with, at the level of the first step. It is drawn with the variance
   * of time 1; where the walk begins later, and latents have another variance there, it is scaled.
   */
  public Batch start(Batch noise) {
    double factor = Math.sqrt(from(1).power() / schedule().at(1).power());
    return factor == 1 ? noise : noise.times(factor);
  }

  /** The noise from which {@link #start} makes a latent of the first step's level. */
  public Batch noise(Batch latent) {
    double factor = Math.sqrt(schedule().at(1).power() / from(1).power());
    return factor == 1 ? latent : latent.times(factor);
  }

  /** The denoiser's schedule. */
  public NoiseSchedule schedule() {
    return denoiser.schedule();
  }

  /** How many steps there are, N. */
  public int steps() {
    return times.length;
  }

  /** Whether a step leads to the data. */
  public boolean isLast(int step) {
    return step == times.length;
  }

  /** The time from which a step goes. */
  public double time(int step) {
    return times[step - 1];
  }

  /** The noise level from which a step goes. */
  public NoiseLevel from(int step) {
    return schedule().at(time(step));
  }

  /** The noise level to which a step leads. */
  public NoiseLevel to(int step) {
    return isLast(step) ? DATA : from(step + 1);
  }

  /** The limited prediction at the level from which a step goes. */
  public Prediction predict(Batch z, int step) {
    return predict(z, time(step));
  }

  /** The limited prediction at any time. */
  public Prediction predict(Batch z, double time) {
    return limited(denoiser.predict(z, time));
  }

  /** The limited prediction with a time for each latent. */
  public Prediction predict(Batch z, double[] times) {
    return limited(denoiser.predict(z, times));
  }

  /**
   * The limited predictions for several latents of each sample at once; see {@link
   * Denoiser#predictAll}.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  public List<Prediction> predictAll(List<Batch> z, List<double[]> times) {
    return denoiser.predictAll(z, times).stream().map(this::limited).toList();
  }

  /** The time that has the given sigma/alpha. */
  public double timeOfRatio(double ratio) {
    return schedule().timeOf(-2 * Math.log(ratio));
  }

  /** Whether the data have bounds to clamp to: images end at black and white, points nowhere. */
  public static boolean isBounded(Batch batch) {
    return batch.shape().isImage();
  }

  private Prediction limited(Prediction prediction) {
    if (!options.clip() || !isBounded(prediction.latent())) {
      return prediction;
    }
    return options.dynamicThreshold() == 0
        ? prediction.clampSignal(-1, 1)
        : thresholded(prediction, options.dynamicThreshold());
  }

  /**
   * Dynamic thresholding (Saharia et al., arXiv 2205.11487, section 2.3): with s the percentile of
   * an example's absolute values, where s is above 1 the example is clamped to [-s, s] and divided
   * by s.
   */
  private static Prediction thresholded(Prediction prediction, double share) {
    Batch signal = prediction.signal();
    int size = signal.shape().size();
    float[] values = signal.values().clone();
    float[] above = new float[size];
    for (int i = 0; i < signal.count(); i++) {
      float s = limit(values, i * size, size, share, above);
      for (int k = i * size; k < (i + 1) * size; k++) {
        values[k] = Math.min(s, Math.max(-s, values[k])) / s;
      }
    }
    return prediction.withSignal(Batch.of(signal.shape(), values));
  }

  /** The percentile of an example's absolute values, or 1 if it is less: only those above count. */
  private static float limit(float[] values, int from, int size, double share, float[] above) {
    int count = 0;
    for (int k = from; k < from + size; k++) {
      float value = Math.abs(values[k]);
      if (value > 1) {
        above[count++] = value;
      }
    }
    int rank = (int) Math.ceil(share * size) - 1 - (size - count);
    if (rank < 0) {
      return 1;
    }
    Arrays.sort(above, 0, count);
    return above[rank];
  }
}
