package org.tweedie.api.objective;

import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.model.Parameterization;

/**
 * What a network is trained to predict and how its errors are weighed. Most objectives are a weight
 * on the squared error of the signal (Luo, arXiv 2208.11970, equation 99; Kingma et al., arXiv
 * 2107.00630, section 5.1): {@link SignalError} turns such a weight into a loss for every
 * parameterization.
 */
public interface Objective {

  /** What the network's output stands for. */
  Parameterization predicts();

  /**
   * The number of steps T where time is discrete: training then uses the times i/T alone, i = 1..T.
   * Empty where time is continuous on [0, 1].
   */
  default OptionalInt timesteps() {
    return OptionalInt.empty();
  }

  /**
   * Whether the mean of the losses over times that are uniform on [0, 1] is the diffusion term of
   * the continuous bound, in bits per dimension. Only such a loss can train a learned schedule: it
   * is the only one that does not depend on the schedule between its ends (Kingma et al., arXiv
   * 2107.00630, section 5.1).
   */
  default boolean isBound() {
    return false;
  }

  /**
   * How many steps of 1/T before a batch's time a loss looks at, by {@link Denoising#earlierLevel}:
   * by default one where time is discrete, none where it is continuous.
   */
  default int earlierLevels() {
    return timesteps().isPresent() ? 1 : 0;
  }

  /**
   * Which noise goes with which example, where they are not independent. Only an objective that
   * regresses on the path from data to noise, as flow matching does, is right with another
   * coupling.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<Coupling> coupling() {
    return Optional.empty();
  }

  /**
   * Whether the network is to put out the variance of the reverse steps too, beside its prediction;
   * see {@link Denoising#varianceFraction}.
   */
  default boolean learnsVariance() {
    return false;
  }

  /**
   * Whether the loss holds derivatives of the network by its latents, by {@link
   * Denoising#pullback}. Training then needs second derivatives, which TensorFlow does not have for
   * every operation: a network that uses another is refused before a run starts.
   */
  default boolean differentiatesNetwork() {
    return false;
  }

  /**
   * Whether the loss is a function of the error of the prediction, and 0 where there is none, as
   * most are. Losses that are right in the mean alone, since they draw more noise or differentiate
   * the network, are not.
   */
  default boolean dependsOnTheErrorAlone() {
    return !differentiatesNetwork();
  }

  /**
   * The loss of each example, averaged over the example's dimensions.
   *
   * @param batch the batch inside the graph
   * @return losses of shape [B]; training minimises their mean
   */
  Operand<TFloat32> loss(Denoising batch);
}
