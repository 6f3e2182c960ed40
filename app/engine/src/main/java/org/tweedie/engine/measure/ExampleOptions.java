package org.tweedie.engine.measure;

import jakarta.validation.constraints.Min;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * How many examples of the data are looked at.
 *
 * @param examples at most so many
 * @param seed where choices by chance begin
 */
public record ExampleOptions(
    @Description("at most so many examples of the data, chosen by chance")
        @Default("5000")
        @Min(Comparison.FEWEST)
        int examples,
    @Description("where choices by chance begin") @Default("1") long seed) {}
