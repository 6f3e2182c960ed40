package org.tweedie.engine.config;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * What all that measures has in common: the section {@code evaluate}. How a measure measures stands
 * among its own options; those of the likelihoods that are called alike have these values where
 * they are left out.
 *
 * @param examples how many of the test split; 0 is all
 * @param batch examples at a time
 * @param seed where all randomness begins
 * @param weights which weights to measure: see {@link ChosenWeights}
 * @param samples how many samples measures look at; 0 is as many as there are held-out examples
 */
@Description("what all that measures has in common")
public record EvaluateOptions(
    @Description("examples of the test split; 0 is all") @Default("0") @PositiveOrZero int examples,
    @Description("examples at a time; does not change the result") @Default("64") @Positive
        int batch,
    @Description("where all randomness begins") @Default("1") long seed,
    @Description(
            "weights to measure: average is the first of 'averages', average-2 the second, plain those without, width-0.1 one put together of snapshots (train.snapshot-every)")
        @Default("average")
        @Pattern(regexp = ChosenWeights.PATTERN, message = ChosenWeights.WORDS)
        String weights,
    @Description(
            "samples that measures look at; 0 is as many as there are held-out examples, at most 5000")
        @Default("0")
        @PositiveOrZero
        int samples) {

  /** More samples than these are drawn only where a config says so. */
  private static final int MOST_SAMPLES = 5000;

  /**
   * How many samples measures look at.
   *
   * @param testExamples how many held-out examples the data have
   */
  public int drawn(int testExamples) {
    return samples > 0 ? samples : Math.min(MOST_SAMPLES, testExamples);
  }

  /** Which weights to measure. */
  public ChosenWeights chosenWeights() {
    return new ChosenWeights(weights);
  }
}
