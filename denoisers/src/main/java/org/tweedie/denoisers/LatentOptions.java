package org.tweedie.denoisers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.LatentTraining;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * How models with latents are trained.
 *
 * @param freeBits nats of each latent dimension that are not paid for
 * @param klWarmup steps over which the latents' weight grows
 * @param samples how many samples a bound is made of
 * @param gradientSamples how many of them a gradient is of
 */
public record LatentOptions(
    @Description("nats of each latent dimension that training does not pay for; 0 for none")
        @Default("0")
        @PositiveOrZero
        double freeBits,
    @Description("steps over which the weight of the latents' divergence grows from 0 to 1")
        @Default("0")
        @PositiveOrZero
        int klWarmup,
    @Description("samples k of the bound that is trained, above 1 with importance weights")
        @Default("1")
        @Positive
        @Max(10_000)
        int samples,
    @Description(
            "how many of these samples a step's gradient is of, drawn by their weights: passes back of the others are not calculated; 0 for all")
        @Default("0")
        @PositiveOrZero
        int gradientSamples) {

  private static final String DATA = "data";
  private static final String WIDTH = "[1-9][0-9]{0,5}";
  private static final String MAP = "[1-9][0-9]{0,3}x[1-9][0-9]{0,3}x[1-9][0-9]{0,3}";

  /** Refuses what does not go together. */
  public LatentOptions {
    if (gradientSamples > samples) {
      throw new IllegalArgumentException(
          "'gradient-samples' is at most samples: %d, of which they are drawn, not %d."
              .formatted(samples, gradientSamples));
    }
    if (samples > 1 && freeBits > 0) {
      throw new IllegalArgumentException(
          "'free-bits' takes samples: 1, for with importance weights there is no divergence to be"
              + " free of.");
    }
  }

  boolean isPlain() {
    return training().equals(LatentTraining.plain());
  }

  LatentTraining training() {
    return training(false);
  }

  LatentTraining training(boolean consistency) {
    return new LatentTraining(freeBits, klWarmup, samples, gradientSamples, consistency);
  }

  static boolean isOfData(String latent) {
    return latent.equals(DATA);
  }

  static void checkWidth(String latent) {
    if (!isOfData(latent) && !latent.matches(WIDTH) && !latent.matches(MAP)) {
      throw new IllegalArgumentException(
          "'latent' is a width of at least 1, a map of height x width x channels such as 7x7x4, or 'data' for latents of the data's shape, not '%s'."
              .formatted(latent));
    }
  }

  static DataShape shape(String latent, DataShape data) {
    if (isOfData(latent)) {
      return data;
    }
    return new DataShape(Arrays.stream(latent.split("x")).map(Integer::valueOf).toList());
  }
}
