package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Min;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * How widely samples are spread, beside the data: the ratio of their variances, summed over
 * dimensions. Guidance that is too strong makes it fall below 1.
 *
 * <p>Immutable; safe for many threads.
 */
@Description("the variance of samples over that of the data")
public final class __Component__ implements Measure {

  /** What readings are called in files and in studies; it does not change once released. */
  private static final String KEY = "variance_ratio";

  /**
   * What a config can set.
   *
   * @param examples how many held-out examples to look at
   */
  public record Options(
      @Description("at most so many held-out examples") @Default("5000") @Min(2) int examples) {}

  private final int examples;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    examples = options.examples();
  }

  @Override
  public Subject subject() {
    return Subject.SAMPLES;
  }

  @Override
  public List<String> keys() {
    return List.of(KEY);
  }

  @Override
  public List<Reading> of(Measured measured) {
    Batch samples = measured.samples();
    if (samples.count() < 2) {
      throw new IllegalArgumentException("One sample has no variance: please draw more.");
    }
    double ofData = mean(squaredDistancesFromTheMean(heldOut(measured)));
    double[] each =
        Arrays.stream(squaredDistancesFromTheMean(samples)).map(it -> it / ofData).toArray();
    double ratio = mean(each);
    double squares = Arrays.stream(each).map(it -> (it - ratio) * (it - ratio)).sum();
    double error = Math.sqrt(squares / (each.length - 1) / each.length);
    return List.of(
        Reading.of(KEY, ratio)
            .named("variance of samples over that of data")
            .withStandardError(error)
            .withReference(1)
            .withExamples(each));
  }

  private Batch heldOut(Measured measured) {
    Examples test = measured.data().test();
    int size = measured.data().description().shape().size();
    float[] values = new float[Math.min(examples, test.size()) * size];
    for (int i = 0; i * size < values.length; i++) {
      test.read(i, values, i * size);
    }
    return Batch.of(measured.data().description().shape(), values);
  }

  private static double[] squaredDistancesFromTheMean(Batch batch) {
    int size = batch.shape().size();
    double[] mean = new double[size];
    for (int k = 0; k < batch.values().length; k++) {
      mean[k % size] += (double) batch.values()[k] / batch.count();
    }
    return IntStream.range(0, batch.count())
        .mapToDouble(
            i ->
                IntStream.range(0, size)
                    .mapToDouble(k -> Math.pow(batch.values()[i * size + k] - mean[k], 2))
                    .sum())
        .toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
