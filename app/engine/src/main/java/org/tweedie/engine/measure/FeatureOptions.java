package org.tweedie.engine.measure;

import jakarta.validation.constraints.NotNull;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;

/**
 * On which features examples are compared.
 *
 * @param classifier the run of a classifier; empty for none
 */
public record FeatureOptions(
    @Description(
            "folder of a classifier's run: compare its log probabilities of the classes, not the"
                + " pixels or coordinates themselves")
        @Default("\"\"")
        @NotNull
        String classifier) {}
