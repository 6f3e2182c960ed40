package org.tweedie.api.network;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a network is told of each example beside its class, of the parts that it takes ({@link
 * DenoiserNetwork#takes}) and that the data have.
 *
 * @param numbers in the order of the data's columns, with mean 0 and deviation 1 over the training
 *     split
 * @param caption as the run's text encoder gives it
 * @param image in the model's scale
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record NetworkCondition(
    Optional<KnownValues> numbers, Optional<TextFeatures> caption, Optional<KnownValues> image) {

  /** Nothing. */
  public static final NetworkCondition NONE =
      new NetworkCondition(Optional.empty(), Optional.empty(), Optional.empty());

  /** The same with numbers. */
  public NetworkCondition withNumbers(KnownValues values) {
    return new NetworkCondition(Optional.of(values), caption, image);
  }

  /** The same with captions. */
  public NetworkCondition withCaption(TextFeatures features) {
    return new NetworkCondition(numbers, Optional.of(features), image);
  }

  /** The same with images. */
  public NetworkCondition withImage(KnownValues values) {
    return new NetworkCondition(numbers, caption, Optional.of(values));
  }
}
