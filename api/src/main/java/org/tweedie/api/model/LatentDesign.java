package org.tweedie.api.model;

import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataShape;

/**
 * A Markov chain of latents {@code x, z_1, ..., z_L} as it is to be learned: a prior {@code N(0,
 * I)} of the last one, decoders {@code p(z_i | z_(i+1))} and {@code p(x | z_1)}, encoders {@code
 * q(z_1 | x)} and {@code q(z_(i+1) | z_i)}, all of them diagonal Gaussians (Luo, arXiv 2208.11970,
 * equations 20 to 29).
 *
 * <p>Where the encoder is the schedule, the latents are those of a variational diffusion model with
 * {@code T = L - 1} steps: the i-th is {@code alpha x + sigma eps} at time {@code (i - 1) / T}, and
 * {@code p(x | z_1)} has no parameters.
 *
 * @param latents the shape of each latent, the one next to the data first; at least one
 * @param encoder what goes from the data to the prior
 * @param sharesDecoder whether one network makes all steps back, told the step's log SNR, instead
 *     of one for each
 * @param predicts what the networks of the steps back put out
 * @param training how it is trained
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record LatentDesign(
    List<DataShape> latents,
    Encoding encoder,
    boolean sharesDecoder,
    StepPrediction predicts,
    LatentTraining training) {

  /** What goes from the data to the prior. */
  public enum Encoding {
    /** A network for each step puts out mean and deviation. */
    LEARNED,
    /** Noise is added as the schedule says: linear, Gaussian, and nothing to be learned. */
    LINEAR_GAUSSIAN
  }

  /** What a network that makes a step back puts out. */
  public enum StepPrediction {
    /** Mean and deviation of the latent before. */
    MEAN,
    /** The data x; the step is that of q(z_(i-1) | z_i, x). */
    SIGNAL,
    /** The noise in the latent, which says the same of x. */
    NOISE
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if there is no latent, or if what goes together does not
   */
  public LatentDesign {
    latents = List.copyOf(latents);
    if (latents.isEmpty()) {
      throw new IllegalArgumentException("A chain has one latent or more.");
    }
    boolean equal = latents.stream().distinct().count() == 1;
    if (!equal && (sharesDecoder || encoder == Encoding.LINEAR_GAUSSIAN)) {
      throw new IllegalArgumentException(
          "A decoder that all steps share, or an encoder that adds noise, is for latents of one shape: 'latent: data'.");
    }
    if (encoder == Encoding.LINEAR_GAUSSIAN && latents.size() < 2) {
      throw new IllegalArgumentException("A chain that a schedule encodes has one step or more.");
    }
    if (encoder == Encoding.LEARNED && predicts != StepPrediction.MEAN) {
      throw new IllegalArgumentException(
          "'predict: %s' is for 'encoder: linear-gaussian': behind a learned encoder a step back is given by its mean alone."
              .formatted(predicts.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Whether a schedule encodes, so that there are no networks of encoders. */
  public boolean isScheduled() {
    return encoder == Encoding.LINEAR_GAUSSIAN;
  }

  /**
   * Whether it is a variational diffusion model: latents as wide as the data, an encoder that adds
   * noise, and one network that tells signal or noise (Luo's three restrictions, section 3).
   */
  public boolean isDiffusion() {
    return isScheduled() && sharesDecoder && predicts != StepPrediction.MEAN;
  }
}
