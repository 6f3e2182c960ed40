package __package__;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.model.Latents;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/** Images of half the height and width, as latents with a little noise. Immutable. */
@Description("the means of two by two pixels, for images with levels")
public final class __Component__ implements Latents {

  /**
   * What can be chosen.
   *
   * @param noise standard deviation of a latent around its mean
   * @param spread how far pixels lie from the mean of the four
   */
  public record Options(
      @Description("standard deviation of a latent around its mean") @Default("0.1") @Positive
          double noise,
      @Description("how far pixels lie from the mean of the four") @Default("0.5") @Positive
          double spread) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public __Component__(Options options) {
    this.options = options;
  }

  @Override
  public Optional<Autoencoder> autoencoder(DataDescription data) {
    List<Integer> sizes = data.shape().dimensions();
    if (!data.shape().isImage() || sizes.get(0) % 2 != 0 || sizes.get(1) % 2 != 0) {
      throw new IllegalArgumentException(
          "It is for images of even height and width, and these data are " + data.shape());
    }
    Levels levels =
        data.levels()
            .orElseThrow(
                () -> new IllegalArgumentException("It is for data with levels; these have none."));
    return Optional.of(new Means(options, data.shape(), levels));
  }

  private record Means(Options options, DataShape shape, Levels levels) implements Autoencoder {

    @Override
    public DataShape latent() {
      List<Integer> sizes = shape.dimensions();
      return DataShape.image(sizes.get(0) / 2, sizes.get(1) / 2, sizes.get(2));
    }

    /** The latent that a pixel belongs to, among all of a batch. */
    private int latentOf(int k) {
      int width = shape.dimensions().get(1);
      int channels = shape.dimensions().get(2);
      int row = k % shape.size() / channels / width;
      int column = k / channels % width;
      int small = (row / 2 * (width / 2) + column / 2) * channels + k % channels;
      return k / shape.size() * latent().size() + small;
    }

    @Override
    public LatentGaussian encode(Batch x) {
      float[] mean = new float[x.count() * latent().size()];
      for (int k = 0; k < x.values().length; k++) {
        mean[latentOf(k)] += x.values()[k] / 4;
      }
      float[] deviation = new float[mean.length];
      Arrays.fill(deviation, (float) options.noise());
      return new LatentGaussian(Batch.of(latent(), mean), Batch.of(latent(), deviation));
    }

    @Override
    public Batch decode(Batch z) {
      float[] values = new float[z.count() * shape.size()];
      for (int k = 0; k < values.length; k++) {
        double mean = z.values()[latentOf(k)];
        double sum = 0;
        double moment = 0;
        for (int level = 0; level < levels.count(); level++) {
          double weight = Math.exp(logWeight(levels.value(level), mean));
          sum += weight;
          moment += weight * levels.value(level);
        }
        values[k] = levels.value(levels.level(moment / sum));
      }
      return Batch.of(shape, values);
    }

    @Override
    public double[] nats(Batch x, Batch z) {
      double[] nats = new double[x.count()];
      for (int k = 0; k < x.values().length; k++) {
        double mean = z.values()[latentOf(k)];
        double sum = 0;
        for (int level = 0; level < levels.count(); level++) {
          sum += Math.exp(logWeight(levels.value(level), mean));
        }
        nats[k / shape.size()] += Math.log(sum) - logWeight(x.values()[k], mean);
      }
      return nats;
    }

    private double logWeight(double value, double mean) {
      double distance = (value - mean) / options.spread();
      return -distance * distance / 2;
    }

    @Override
    public String fingerprint() {
      return "means of four, " + options;
    }
  }
}
