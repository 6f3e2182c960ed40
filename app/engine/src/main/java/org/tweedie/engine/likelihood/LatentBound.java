package org.tweedie.engine.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.latent.LatentSpace;
import tools.jackson.core.type.TypeReference;

/**
 * The negative variational bound of data by way of a diffusion of latents (Vahdat et al., arXiv
 * 2106.05931, equation 4):
 *
 * <pre>
 * -log p(x) &lt;= E_q(z|x)[-log p(x | z)] - H(q(z | x)) + E_q(z|x)[bound of -log p(z)]
 * </pre>
 *
 * <p>The last term is the diffusion's own bound, of a density: latents have no levels, so its first
 * step is the normal density around {@code z_0 / alpha}. Everything is of scaled latents {@code (z
 * - m) / s}: by the change of variables {@code sum log s} is to be added to the density's term, and
 * the same is what scaling takes from the entropy, so the sum is that of latents as the autoencoder
 * has them. It is a bound of the data, in bits for each of their dimensions, and may be held
 * against a model of pixels. Example i of a seed gets the same draws in whatever batch it is.
 *
 * @param space in which latents
 * @param bound how the diffusion's own is taken
 */
public record LatentBound(LatentSpace space, VariationalBound bound) {

  /** How likely the data are, given the latents. */
  public static final String RECONSTRUCTION = "reconstruction";

  /** Minus the entropy of the encoder. */
  public static final String ENTROPY = "entropy";

  /** What is left of the signal at the end of the diffusion. */
  public static final String PRIOR = "prior";

  /** The diffusion's steps, the first one's density among them. */
  public static final String DIFFUSION = "diffusion";

  /** The terms in their order, without the sum. */
  public static final List<String> TERMS = List.of(PRIOR, RECONSTRUCTION, ENTROPY, DIFFUSION);

  /**
   * How a bound in latents is taken.
   *
   * @param timesteps T, or empty for continuous time
   * @param draws times and noises drawn for each example
   * @param seed what latents, times and noises are drawn from
   */
  public static LatentBound of(LatentSpace space, OptionalInt timesteps, int draws, long seed) {
    return new LatentBound(
        space, new VariationalBound(space.description(), timesteps, draws, seed));
  }

  /**
   * The terms of each example of a batch in nats, by name, the sum last.
   *
   * @param model of scaled latents
   * @param x examples in the model's scale
   * @param condition what the model is told of each
   * @param firstIndex the index of the batch's first example
   */
  public Map<String, double[]> terms(
      DiffusionModel model, Batch x, Condition condition, long firstIndex) {
    Encoded encoded = encoded(space, x, bound.seed(), firstIndex, bound.draws() + 1L);
    BoundTerms ofLatents = bound.terms(model, encoded.latents, condition, firstIndex);
    double[] diffusion = new double[x.count()];
    double[] total = new double[x.count()];
    for (int i = 0; i < total.length; i++) {
      diffusion[i] = ofLatents.reconstruction()[i] + ofLatents.diffusion()[i];
      total[i] =
          ofLatents.prior()[i] + encoded.reconstruction[i] + encoded.entropy[i] + diffusion[i];
    }
    Map<String, double[]> terms = new LinkedHashMap<>();
    terms.put(PRIOR, ofLatents.prior());
    terms.put(RECONSTRUCTION, encoded.reconstruction);
    terms.put(ENTROPY, encoded.entropy);
    terms.put(DIFFUSION, diffusion);
    terms.put(LikelihoodReport.TOTAL, total);
    return terms;
  }

  /**
   * What the autoencoder has a part in.
   *
   * @param latents that were drawn
   * @param reconstruction minus log p(x | z) of each example, in nats
   * @param entropy minus the entropy of q(z | x)
   */
  private record Encoded(Batch latents, double[] reconstruction, double[] entropy) {}

  /** The diffusion's own draws have the numbers from 0 to the last one's, so this is another. */
  private static Encoded encoded(LatentSpace space, Batch x, long seed, long first, long draw) {
    LatentGaussian q = space.encode(x);
    Batch z = q.at(new SeededNoise(seed, first, x.count(), space.latent()).draw(draw));
    double[] entropy = Arrays.stream(q.entropy()).map(nats -> -nats).toArray();
    return new Encoded(z, space.nats(x, z), entropy);
  }

  /**
   * What an autoencoder takes of each example beside the diffusion, in nats: reconstruction and
   * entropy, of one draw.
   *
   * @param x examples in the model's scale
   */
  public static double[] ofAutoencoder(LatentSpace space, Batch x, long seed) {
    Encoded encoded = encoded(space, x, seed, 0, 0);
    double[] nats = new double[x.count()];
    Arrays.setAll(nats, i -> encoded.reconstruction[i] + encoded.entropy[i]);
    return nats;
  }

  /**
   * The bound over the first examples of a split.
   *
   * @param batchSize how many examples the networks see at once
   * @param conditional whether the model is told what is known of each example
   * @param limit over how many examples, or all where there are fewer
   * @param progress told how many examples are done, after each batch
   */
  public ChainReport over(
      DiffusionModel model,
      Examples examples,
      int batchSize,
      boolean conditional,
      int limit,
      IntConsumer progress) {
    List<Map<String, double[]>> batches =
        new Batches(space.data(), batchSize, conditional, limit)
            .map(
                examples,
                (x, condition, first) -> terms(model, x, condition, first),
                new TypeReference<>() {},
                progress);
    Map<String, double[]> each = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(TERMS);
    names.add(LikelihoodReport.TOTAL);
    for (String name : names) {
      each.put(
          name,
          batches.stream()
              .flatMapToDouble(batch -> Arrays.stream(Objects.requireNonNull(batch.get(name))))
              .toArray());
    }
    double bits = 1 / (space.data().shape().size() * Math.log(2));
    Map<String, Estimate> terms = new LinkedHashMap<>();
    each.forEach((term, nats) -> terms.put(term, Estimate.of(nats, bits)));
    String time = bound.timesteps().isPresent() ? ", T = " + bound.timesteps().getAsInt() : "";
    return new ChainReport(
        BoundReport.key(bound.timesteps()),
        "bound in latents" + time,
        terms,
        Estimate.scaled(each, bits),
        Objects.requireNonNull(each.get(LikelihoodReport.TOTAL)).length,
        // The encoder and the decoder are asked once each.
        bound.draws() + 2.0,
        bound.draws(),
        1,
        bound.seed(),
        List.of());
  }
}
