package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * The share of samples that are nearer to their nearest training example than held-out examples,
 * which cannot have been learned by heart, usually are to theirs.
 *
 * <p>Held-out examples set the scale: as many as there are samples, or all where there are fewer,
 * chosen by chance. With k the q-quantile's rank among m of them, a sample counts if it is nearer
 * than the k-th nearest. Samples that are distributed like the data count with the probability
 * {@code k / (m + 1)} exactly, whatever the data are, since a further draw from them is as likely
 * to have any rank; that is the reference. All training examples are looked at, the same ones for
 * both, since the nearest of more is nearer.
 *
 * <p>The standard error is that of a share, and beside it what other held-out examples would change
 * of the scale. Immutable; safe for many threads.
 */
@Description("the share of samples nearer to a training example than held-out examples are")
public final class MemorisationMeasure implements SampleMeasure {

  private static final String KEY = "memorisation";

  /**
   * What a config can set.
   *
   * @param quantile q
   * @param on on which features
   * @param some how many held-out examples
   */
  public record Options(
      @Description("share of held-out examples that may be as near as the samples that count")
          @Default("0.05")
          @Positive
          @DecimalMax("0.5")
          double quantile,
      @Included FeatureOptions on,
      @Included ExampleOptions some) {}

  private final Options options;
  private final Features features;

  /** With the given options; a classifier is found among the resources. */
  @Inject
  public MemorisationMeasure(Options options, Resources resources) {
    this.options = options;
    features = Features.of(options.on().classifier(), resources);
  }

  @Override
  public List<String> keys() {
    return List.of(features.key(KEY));
  }

  @Override
  public List<Reading> of(Measured measured) {
    Batch samples = measured.samples();
    Comparison.check("samples", samples);
    int count = Math.min(options.some().examples(), samples.count());
    Batch held = Split.TEST.some(measured.data(), count, options.some().seed());
    Comparison.check("held-out examples", held);
    Batch learned = features.of(Split.TRAIN.some(measured.data(), Integer.MAX_VALUE, 0));
    int all = samples.count() + held.count();
    IntConsumer progress = measured.progress("Nearest training examples", "examples", all);
    double[] ofHeld = Distances.nearest(features.of(held), learned, progress);
    double[] ofSamples =
        Distances.nearest(
            features.of(samples), learned, done -> progress.accept(held.count() + done));
    double[] nearer = nearer(ofSamples, ofHeld);
    Reading reading =
        Reading.of(features.key(KEY), Means.of(nearer))
            .named(features.name("nearer to training examples than held-out ones"))
            .withStandardError(Math.hypot(Means.error(nearer), scaleError(ofSamples, ofHeld)))
            .withReference((double) rank(ofHeld.length) / (ofHeld.length + 1))
            .withExamples(nearer)
            .lessIsBetter();
    return List.of(reading);
  }

  private int rank(int held) {
    return (int) Math.max(1, Math.ceil(options.quantile() * held));
  }

  private double[] nearer(double[] ofSamples, double[] ofHeld) {
    double[] sorted = ofHeld.clone();
    Arrays.sort(sorted);
    double scale = sorted[rank(sorted.length) - 1];
    return Arrays.stream(ofSamples).map(distance -> distance < scale ? 1 : 0).toArray();
  }

  /** What other held-out examples would change, by halves of those that there are. */
  private double scaleError(double[] ofSamples, double[] ofHeld) {
    Halves halves = Halves.of(ofHeld.length, Comparison.CUTS, options.some().seed());
    double[][] shares = new double[halves.cuts()][2];
    for (int cut = 0; cut < halves.cuts(); cut++) {
      for (int half = 0; half < 2; half++) {
        double[] some =
            IntStream.of(halves.members(cut, half)).mapToDouble(i -> ofHeld[i]).toArray();
        shares[cut][half] = Means.of(nearer(ofSamples, some));
      }
    }
    return Halves.error(shares);
  }
}
