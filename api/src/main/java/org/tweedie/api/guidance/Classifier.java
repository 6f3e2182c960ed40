package org.tweedie.api.guidance;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * A classifier that knows classes under noise, {@code p(y | z)} at every noise level (Luo, arXiv
 * 2208.11970, equation 166; Dhariwal and Nichol, arXiv 2105.05233, section 4). May be used by many
 * threads at once.
 */
@FunctionalInterface
public interface Classifier {

  /**
   * The gradient of the log probability of each latent's own class by the latent.
   *
   * @param z latents {@code alpha x + sigma eps}
   * @param levels for each latent its noise level
   * @param condition for each latent its class
   * @return {@code grad_z log p(y | z)}, shaped like the latents; zero where there is no class
   */
  Batch gradient(Batch z, NoiseLevel[] levels, Condition condition);

  /**
   * The log probability of each class for clean examples, which are taken for latents of the lowest
   * noise level that the classifier knows; no noise is added.
   *
   * @param x clean examples in the model's scale
   * @return a row an example with a value a class, the logarithm of its probability
   * @throws UnsupportedOperationException if it knows gradients alone, as it does unless it says
   *     otherwise
   */
  default Batch logProbabilities(Batch x) {
    throw new UnsupportedOperationException("this classifier knows gradients alone");
  }
}
