package org.tweedie.api.objective;

import org.apiguardian.api.API;
import org.tweedie.api.model.Batch;

/**
 * Which noise goes with which example of a training step (Tong et al., "Improving and Generalizing
 * Flow-Based Generative Models with Minibatch Optimal Transport", arXiv 2302.00482; Pooladian et
 * al., "Multisample Flow Matching", arXiv 2304.14772). Without one they are independent, and
 * latents are those of a Gaussian diffusion. With one the mean of dz/dt at a latent still leads all
 * noise to all data, along a flow of its own; but noise is no longer what a score says, and no
 * bound holds.
 *
 * <p>The program draws the noise, asks for each class by itself, so that noise tells nothing of the
 * class, and feeds what comes out. Immutable; safe for many threads.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
@FunctionalInterface
public interface Coupling {

  /**
   * Pairs examples with noise.
   *
   * @param signals examples, at least one
   * @param noise as many draws of standard normal noise, independent of them
   * @return for each example the index of its noise: every index once, so that all noise together
   *     stays standard normal
   */
  int[] order(Batch signals, Batch noise);
}
