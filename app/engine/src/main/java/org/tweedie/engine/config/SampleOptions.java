package org.tweedie.engine.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * How to sample: the section {@code sample}.
 *
 * @param count how many samples
 * @param columns columns of the grid
 * @param classes names or numbers of the classes to sample in turn; empty is all
 * @param captions captions to sample in turn; empty is those of test examples
 * @param batch samples at a time
 * @param seed where all randomness begins
 * @param scale pixels of the picture for each pixel of a sample; 0 is chosen by size
 * @param weights which weights to sample from: see {@link ChosenWeights}
 * @param noise where the noise of a sampler's steps comes from
 * @param imageNoise the share of noise in the images that samples go with
 */
@Description("how to sample")
public record SampleOptions(
    @Description("how many samples") @Default("100") @Positive int count,
    @Description("columns of the grid") @Default("10") @Positive @Max(1000) int columns,
    @Description("classes to sample in turn, by name or number; empty is all") @Default("[]")
        List<String> classes,
    @Description("captions to sample in turn; empty is those of test examples") @Default("[]")
        List<String> captions,
    @Description("samples at a time; does not change them") @Default("50") @Positive int batch,
    @Description("where all randomness begins") @Default("1") long seed,
    @Description("pixels of the picture for each pixel of a sample; 0 is chosen by size")
        @Default("0")
        @PositiveOrZero
        @Max(1000)
        int scale,
    @Description(
            "weights to sample from: average is the first of 'averages', average-2 the second,"
                + " plain those without, width-0.1 one put together of snapshots"
                + " (train.snapshot-every)")
        @Default("average")
        @Pattern(regexp = ChosenWeights.PATTERN, message = ChosenWeights.WORDS)
        String weights,
    @Description(
            "noise of a sampler's steps: independent of one another, or along one brownian path a"
                + " sample, the same for any number of steps, so that they can be compared")
        @Default("independent")
        SampleNoise noise,
    @Description(
            "share of noise in the images that samples go with, of a model that was trained with such"
                + " noise (train.image-noise)")
        @Default("0")
        @DecimalMin("0")
        @DecimalMax("1")
        double imageNoise) {

  /** Copies the lists. */
  public SampleOptions {
    classes = List.copyOf(classes);
    captions = List.copyOf(captions);
  }

  /** The same with another number of columns. */
  public SampleOptions withColumns(int other) {
    return new SampleOptions(
        count, other, classes, captions, batch, seed, scale, weights, noise, imageNoise);
  }

  /** Which weights to sample from. */
  public ChosenWeights chosenWeights() {
    return new ChosenWeights(weights);
  }
}
