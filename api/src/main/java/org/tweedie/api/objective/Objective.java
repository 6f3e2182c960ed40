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
   * Where the steps of a loss lie that looks at earlier times than multiples of 1/T before a
   * batch's own: then times are moved to where these steps begin, and {@link
   * Denoising#earlierLevel} stands for the times that each leads over. Only for a fixed schedule.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<TimeSteps> timeSteps() {
    return Optional.empty();
  }

  /**
   * The trained run that it learns from, which a batch then has as {@link Denoising#teacher}. Its
   * data are like those of the run that learns, and its schedule is the same.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Optional<TeacherRun> teacher() {
    return Optional.empty();
  }

  /**
   * The examples that latents are made of, by default those of the batch. An objective may put in
   * their place where a teacher leads from the noise. Called once for a batch that has no latents
   * yet: it may look at examples, noise, levels and teacher.
   *
   * @param drawn the batch inside the graph
   * @return shaped like its examples
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default Operand<TFloat32> examples(Denoising drawn) {
    return drawn.signal();
  }

  /**
   * Whether what is learnt is the mean of the signals that a latent may come from, {@code E[x |
   * z]}: what scores, bounds and most samplers are made of. By default where noise is independent
   * of the examples. A student is no such denoiser: it learns where a latent leads to.
   */
  @API(status = API.Status.EXPERIMENTAL, since = "0.2")
  default boolean isDenoiser() {
    return coupling().isEmpty();
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
