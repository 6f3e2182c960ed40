package org.tweedie.engine.latent;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Autoencoder;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.problem.RunException;

/**
 * Examples as scaled latents. All are encoded when the first is read, and once. A latent is read as
 * one fixed draw, and drawn anew each time that training sees it. Safe for many threads.
 */
final class EncodedExamples implements Examples {

  /** Examples that are encoded side by side. */
  private static final int BATCH = 256;

  /** What fixed draws begin with. */
  private static final long SEED = 7_243_019L;

  private static final double GIGA = 1 << 30;

  private final LatentSpace space;
  private final Examples examples;
  private final DataShape shape;
  private Optional<LatentGaussian> plain = Optional.empty();
  private Optional<LatentGaussian> scaled = Optional.empty();

  /**
   * Nothing is encoded yet.
   *
   * @param shape of an example
   */
  EncodedExamples(LatentSpace space, Examples examples, DataShape shape) {
    this.space = space;
    this.examples = examples;
    this.shape = shape;
  }

  /** The Gaussians of all examples as the autoencoder gives them. */
  synchronized LatentGaussian encoded() {
    if (plain.isEmpty()) {
      plain = Optional.of(all(space.autoencoder()));
    }
    return plain.get();
  }

  private LatentGaussian scaled() {
    // Before the lock: whoever measures the scale waits for it.
    LatentScale scale = space.scale();
    synchronized (this) {
      if (scaled.isEmpty()) {
        scaled = Optional.of(scale.scaled(encoded()));
        // One copy is enough.
        plain = Optional.empty();
      }
      return scaled.get();
    }
  }

  private LatentGaussian all(Autoencoder autoencoder) {
    int count = examples.size();
    int size = autoencoder.latent().size();
    double bytes = 4.0 * Float.BYTES * count * size;
    double most = Runtime.getRuntime().maxMemory();
    if ((long) count * size > Integer.MAX_VALUE - 8 || bytes > most) {
      throw new RunException(
          "The latents of %,d examples of %d numbers take %.1f GB, and Java has %.1f. Please take fewer examples or smaller latents, or give Java more memory (TWEEDIE_OPTS=-Xmx...)."
              .formatted(count, size, bytes / GIGA, most / GIGA));
    }
    float[] means = new float[count * size];
    float[] deviations = new float[count * size];
    for (int from = 0; from < count; from += BATCH) {
      int many = Math.min(BATCH, count - from);
      float[] values = new float[many * shape.size()];
      for (int i = 0; i < many; i++) {
        examples.read(from + i, values, i * shape.size());
      }
      LatentGaussian some = space.encoded(Batch.of(shape, values));
      System.arraycopy(some.mean().values(), 0, means, from * size, many * size);
      System.arraycopy(some.deviation().values(), 0, deviations, from * size, many * size);
    }
    DataShape latent = autoencoder.latent();
    return new LatentGaussian(Batch.of(latent, means), Batch.of(latent, deviations));
  }

  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public void read(int index, float[] target, int offset) {
    write(index, new SeededNoise(SEED, index, 1, space.latent()).draw(0), target, offset);
  }

  @Override
  public void draw(int index, RandomGenerator random, float[] target, int offset) {
    // Java does not promise its own normal numbers from one version to the next.
    Batch noise = new SeededNoise(random.nextLong(), 0, 1, space.latent()).draw(0);
    write(index, noise, target, offset);
  }

  private void write(int index, Batch noise, float[] target, int offset) {
    LatentGaussian all = scaled();
    int size = noise.values().length;
    for (int k = 0; k < size; k++) {
      double deviation = all.deviation().values()[index * size + k];
      target[offset + k] =
          (float) (all.mean().values()[index * size + k] + deviation * noise.values()[k]);
    }
  }

  @Override
  public int label(int index) {
    return examples.label(index);
  }

  @Override
  public float[] numbers(int index) {
    return examples.numbers(index);
  }

  @Override
  public Optional<String> caption(int index) {
    return examples.caption(index);
  }
}
