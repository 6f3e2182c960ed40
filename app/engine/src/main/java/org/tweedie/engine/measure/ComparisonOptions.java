package org.tweedie.engine.measure;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * What samples are compared with, and on which features: options that all measures have which
 * compare samples with data.
 *
 * @param classifier the run of a classifier; empty for none
 * @param examples at most so many of the data
 * @param split which of them
 * @param seed where choices by chance begin
 */
public record ComparisonOptions(
    @Description(
            "folder of a classifier's run: compare its log probabilities of the classes, not the"
                + " pixels or coordinates themselves")
        @Default("\"\"")
        @NotNull
        String classifier,
    @Description("at most so many examples of the data, chosen by chance")
        @Default("5000")
        @Min(Comparison.FEWEST)
        int examples,
    @Description("the examples to compare with") @Default("test") @NotNull Split split,
    @Description("where choices by chance begin") @Default("1") long seed) {}
