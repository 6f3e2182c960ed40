package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Latents;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.likelihood.ChainMeasured;
import org.tweedie.engine.likelihood.LatentMeasured;

/**
 * What an autoencoder leaves of data: how far examples are from what is decoded of their latents,
 * and how far the distribution of these is from the data's. A diffusion of its latents, however
 * good, draws nothing better, so the second is what its Fréchet distance ends at: it is taken of
 * examples of the other split than the one that is compared with, as many as there would be
 * samples. Latents are drawn, as those of a diffusion are. Immutable; safe for many threads.
 */
@Description(
    "what an autoencoder leaves of examples: root mean squared error, and Fréchet distance of what is decoded")
public final class ReconstructionMeasure implements Measure {

  private static final String ERROR = "reconstruction_rmse";
  private static final String DISTANCE = "frechet_distance_reconstructions";
  private static final int BATCH = 256;

  /** As many samples as measures look at by themselves. */
  private static final int MOST = 5000;

  /**
   * What a config can set.
   *
   * @param with what reconstructions are compared with
   */
  public record Options(@Included ComparisonOptions with) {}

  private final Comparison comparison;

  /**
   * With the given options.
   *
   * @throws IllegalArgumentException in words, if the model has no encoder that was trained
   */
  @Inject
  public ReconstructionMeasure(
      Options options,
      Resources resources,
      ModelFamily model,
      Latents latents,
      DataDescription data) {
    boolean encodes =
        latents.shape(data).isPresent()
            || model.latents(data).filter(design -> !design.isScheduled()).isPresent();
    if (!encodes) {
      throw new IllegalArgumentException(
          "It is for models with an encoder that was trained: a variational autoencoder, or a diffusion of latents.");
    }
    comparison = Comparison.of(options.with(), resources);
  }

  @Override
  public Subject subject() {
    return Subject.WEIGHTS;
  }

  @Override
  public List<String> keys() {
    return List.of(ERROR, comparison.features().key(DISTANCE));
  }

  /** Examples by way of latents that are drawn. */
  @FunctionalInterface
  private interface Way {
    Batch there(Batch x, long first);
  }

  @Override
  public List<Reading> of(Measured measured) {
    Way way = way(measured);
    DataSource data = measured.data();
    Split compared = comparison.options().split();
    int count = Math.min(MOST, data.test().size());
    long seed = comparison.options().seed();
    Batch others = compared.other().some(data, count, seed);
    IntConsumer progress = measured.progress("Reconstructing", "examples", others.count());
    Batch reconstructed = reconstructed(way, others, progress);
    Comparison.check("reconstructions", reconstructed);
    Batch examples = compared.some(data, comparison.options().some().examples(), seed);
    Comparison.check("examples of the data", examples);
    Features features = comparison.features();
    FrechetDistance distance =
        FrechetMeasure.between(
            "Fréchet distance",
            features.of(reconstructed),
            features.of(examples),
            true,
            seed,
            measured);
    FrechetDistance least =
        FrechetMeasure.between(
            "Fréchet distance of data",
            features.of(others),
            features.of(examples),
            false,
            seed,
            measured);
    return List.of(
        error(reconstructed, others),
        comparison
            .reading(DISTANCE, "Fréchet distance of reconstructions", distance.value())
            .withStandardError(distance.standardError())
            .lessIsBetter()
            .withReference(least.value()));
  }

  private static Reading error(Batch reconstructed, Batch examples) {
    double[] squares = reconstructed.squaredDistances(examples);
    int size = examples.shape().size();
    double mean = 0;
    for (double square : squares) {
      mean += square / size / squares.length;
    }
    double variance = 0;
    for (double square : squares) {
      double off = square / size - mean;
      variance += off * off / (squares.length - 1) / squares.length;
    }
    double error = Math.sqrt(mean);
    // Of a root by the slope of the root.
    double standardError = mean == 0 ? 0 : Math.sqrt(variance) / (2 * error);
    return Reading.of(ERROR, error)
        .named("reconstruction error (root mean square, data from -1 to 1)")
        .withStandardError(standardError)
        .lessIsBetter();
  }

  private static Batch reconstructed(Way way, Batch x, IntConsumer progress) {
    float[] values = new float[x.values().length];
    int size = x.shape().size();
    for (int from = 0; from < x.count(); from += BATCH) {
      int to = Math.min(x.count(), from + BATCH);
      float[] some = way.there(x.slice(from, to), from).values();
      System.arraycopy(some, 0, values, from * size, some.length);
      progress.accept(to);
    }
    return Batch.of(x.shape(), values);
  }

  private Way way(Measured measured) {
    Optional<LatentSpace> space = LatentMeasured.of(measured).map(LatentMeasured.InLatents::space);
    if (space.isPresent()) {
      LatentSpace latents = space.get();
      return (x, first) -> {
        SeededNoise noise = noise(first, x, latents.latent());
        return latents.decode(latents.encode(x).at(noise.draw(0)));
      };
    }
    LatentChain chain = ChainMeasured.of(measured);
    return (x, first) -> {
      Condition none = Condition.none(x.count());
      SeededNoise noise = noise(first, x, chain.latent(1));
      return chain.restore(chain.encode(1, x, none).at(noise.draw(0)), none);
    };
  }

  private SeededNoise noise(long first, Batch x, DataShape shape) {
    return new SeededNoise(comparison.options().seed(), first, x.count(), shape);
  }
}
