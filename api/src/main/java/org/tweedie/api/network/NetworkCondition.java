package org.tweedie.api.network;

import java.util.Optional;
import org.apiguardian.api.API;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a network is told of each example beside its class, of the parts that it takes ({@link
 * DenoiserNetwork#takes}) and that the data have.
 *
 * @param numbers in the order of the data's columns, with mean 0 and deviation 1 over the training
 *     split
 * @param caption as the run's text encoder gives it
 * @param image in the model's scale
 * @param imageNoise of shape [B]: the share s of noise in each image, {@code sqrt(1 - s^2) image +
 *     s noise}, in [0, 1]; empty of runs whose images have none. A network that takes images looks
 *     at it
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record NetworkCondition(
    Optional<KnownValues> numbers,
    Optional<TextFeatures> caption,
    Optional<KnownValues> image,
    Optional<Operand<TFloat32>> imageNoise) {

  /** Nothing. */
  public static final NetworkCondition NONE =
      new NetworkCondition(Optional.empty(), Optional.empty(), Optional.empty());

  /** Of images without noise. */
  public NetworkCondition(
      Optional<KnownValues> numbers, Optional<TextFeatures> caption, Optional<KnownValues> image) {
    this(numbers, caption, image, Optional.empty());
  }

  /** The same with numbers. */
  public NetworkCondition withNumbers(KnownValues values) {
    return new NetworkCondition(Optional.of(values), caption, image, imageNoise);
  }

  /** The same with captions. */
  public NetworkCondition withCaption(TextFeatures features) {
    return new NetworkCondition(numbers, Optional.of(features), image, imageNoise);
  }

  /** The same with images. */
  public NetworkCondition withImage(KnownValues values) {
    return new NetworkCondition(numbers, caption, Optional.of(values), imageNoise);
  }

  /** The same with the share of noise in each image. */
  public NetworkCondition withImageNoise(Operand<TFloat32> levels) {
    return new NetworkCondition(numbers, caption, image, Optional.of(levels));
  }
}
