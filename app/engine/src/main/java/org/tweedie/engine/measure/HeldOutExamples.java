package org.tweedie.engine.measure;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * Over which held-out examples a likelihood is taken: options that all likelihoods have.
 *
 * @param examples how many of the test split; 0 is all
 * @param batch how many the network sees at once
 * @param seed what times and noises are drawn from
 */
public record HeldOutExamples(
    @Description("examples of the test split; 0 is all") @Default("0") @PositiveOrZero int examples,
    @Description("examples at a time; does not change the result") @Default("64") @Positive
        int batch,
    @Description("where all randomness begins") @Default("1") long seed) {

  /** How many there are to be measured. */
  int of(DataSource data) {
    int all = data.test().size();
    return examples == 0 ? all : Math.min(examples, all);
  }
}
