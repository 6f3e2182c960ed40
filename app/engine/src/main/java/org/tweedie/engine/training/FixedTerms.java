package org.tweedie.engine.training;

import java.util.Arrays;
import java.util.OptionalInt;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.likelihood.LatentBound;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.tensor.StepResult;

/**
 * The terms of the bound that the network of a training has no part in, over the first training
 * examples.
 *
 * @param ends prior and reconstruction, in bits for each dimension of what is diffused, where the
 *     schedule is not learned
 * @param share how many dimensions of what is diffused there are for one of the data
 * @param beside what the autoencoder of latents takes, in bits for each dimension of the data
 */
record FixedTerms(double ends, double share, double beside) {

  /** None, as of models with encoders that are learned, all terms of which are theirs. */
  static final FixedTerms NONE = new FixedTerms(0, 1, 0);

  private static final int EXAMPLES = 256;

  /** What there is of a run. */
  static FixedTerms of(Assembled parts, long seed) {
    if (parts.chain().isPresent() || parts.joint().isPresent()) {
      return NONE;
    }
    double ends =
        ends(parts.diffused(), first(parts.diffusedData().train(), parts.diffused().data()), seed);
    return parts
        .space()
        .map(
            space ->
                new FixedTerms(
                    ends,
                    (double) space.latent().size() / space.data().shape().size(),
                    ofAutoencoder(space, first(parts.data().train(), space.data()), seed)))
        .orElseGet(() -> new FixedTerms(ends, 1, 0));
  }

  /** The bound of a step's examples, in bits for each dimension of the data. */
  double bits(StepResult result) {
    return beside + share * (result.endTerms().orElse(ends) + result.diffusion() / Math.log(2));
  }

  private static Batch first(Examples examples, DataDescription data) {
    int count = Math.min(EXAMPLES, examples.size());
    int size = data.shape().size();
    float[] values = new float[count * size];
    for (int i = 0; i < count; i++) {
      examples.read(i, values, i * size);
    }
    return Batch.of(data.shape(), values);
  }

  private static double ends(Assembly assembly, Batch x, long seed) {
    VariationalBound bound = new VariationalBound(assembly.data(), OptionalInt.empty(), 1, seed);
    int count = x.count();
    Batch noise = new SeededNoise(seed, 0, count, x.shape()).draw(0);
    double nats = 0;
    for (double term : bound.prior(assembly.schedule(), x)) {
      nats += term / count;
    }
    for (double term : bound.reconstruction(assembly.schedule(), x, noise)) {
      nats += term / count;
    }
    return nats / (x.shape().size() * Math.log(2));
  }

  private static double ofAutoencoder(LatentSpace space, Batch x, long seed) {
    double nats = Arrays.stream(LatentBound.ofAutoencoder(space, x, seed)).average().orElse(0);
    return nats / (space.data().shape().size() * Math.log(2));
  }
}
