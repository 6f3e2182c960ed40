package org.tweedie.engine.latent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.LatentGaussian;

/**
 * What latents are shifted and divided by before they are diffused, one mean and one standard
 * deviation for each number of the last axis: the channels of a map, the dimensions of a vector.
 *
 * <p>A diffusion that preserves the variance, its prior and what its network is told all take data
 * of variance 1. One number for all channels would leave them of different widths, as far apart as
 * those that tell much of the data and those that tell little; a number for each place of a map
 * would undo that a convolution looks at all places alike. The variance is that of latents as they
 * are drawn, {@code E[deviation^2] + Var[mean]}: latents that tell nothing of the data have no
 * other.
 *
 * @param mean of each channel over the training split
 * @param deviation the same of the standard deviation, above 0
 */
public record LatentScale(List<Double> mean, List<Double> deviation) {

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if there are not as many means as deviations, or a number is
   *     not finite, or a deviation not above 0
   */
  public LatentScale {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "a scale has as many means as deviations, one or more, not %d and %d"
              .formatted(mean.size(), deviation.size()));
    }
    if (!mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "the means of a scale are finite, and its deviations above 0 too: %s and %s"
              .formatted(mean, deviation));
    }
  }

  /** Leaves latents of a shape as they are. */
  public static LatentScale none(DataShape latent) {
    int channels = channels(latent);
    return new LatentScale(Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0));
  }

  /** How many channels latents of a shape have. */
  public static int channels(DataShape latent) {
    return latent.dimensions().get(latent.dimensions().size() - 1);
  }

  /**
   * The scale of latents as they are drawn from Gaussians.
   *
   * @param latents of a whole split
   * @throws IllegalArgumentException if they are not finite
   */
  public static LatentScale of(LatentGaussian latents) {
    int channels = channels(latents.mean().shape());
    float[] means = latents.mean().values();
    float[] deviations = latents.deviation().values();
    double[] sum = new double[channels];
    double[] variance = new double[channels];
    for (int k = 0; k < means.length; k++) {
      sum[k % channels] += means[k];
    }
    int each = means.length / channels;
    for (int k = 0; k < means.length; k++) {
      double off = means[k] - sum[k % channels] / each;
      variance[k % channels] += off * off + (double) deviations[k] * deviations[k];
    }
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      mean.add(sum[channel] / each);
      deviation.add(Math.sqrt(variance[channel] / each));
    }
    return new LatentScale(mean, deviation);
  }

  /** Gaussians of latents as those of scaled ones. */
  public LatentGaussian scaled(LatentGaussian latents) {
    float[] means = latents.mean().values().clone();
    float[] deviations = latents.deviation().values().clone();
    int channels = mean.size();
    for (int k = 0; k < means.length; k++) {
      double width = deviation.get(k % channels);
      means[k] = (float) ((means[k] - mean.get(k % channels)) / width);
      deviations[k] = (float) (deviations[k] / width);
    }
    DataShape shape = latents.mean().shape();
    return new LatentGaussian(Batch.of(shape, means), Batch.of(shape, deviations));
  }

  /** Scaled latents as the autoencoder knows them. */
  public Batch unscaled(Batch scaled) {
    float[] values = scaled.values().clone();
    int channels = mean.size();
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (values[k] * deviation.get(k % channels) + mean.get(k % channels));
    }
    return Batch.of(scaled.shape(), values);
  }
}
