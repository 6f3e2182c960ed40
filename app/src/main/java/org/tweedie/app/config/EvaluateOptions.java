package org.tweedie.app.config;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * How to measure: the section {@code evaluate}.
 *
 * @param timesteps the number of steps T of the bound; 0 is continuous time
 * @param draws times and noises drawn for each example
 * @param examples how many of the test split; 0 is all
 * @param ema whether to measure the averaged weights
 * @param batch examples at a time
 * @param seed where all randomness begins
 */
@Description("how to measure")
public record EvaluateOptions(
    @Description("steps T of the discrete bound; 0 is continuous time")
        @Default("0")
        @PositiveOrZero
        int timesteps,
    @Description("times and noises drawn for each example") @Default("8") @Positive int draws,
    @Description("examples of the test split; 0 is all") @Default("0") @PositiveOrZero int examples,
    @Description("measure the averaged weights") @Default("true") boolean ema,
    @Description("examples at a time; does not change the result") @Default("64") @Positive
        int batch,
    @Description("where all randomness begins") @Default("1") long seed) {}
