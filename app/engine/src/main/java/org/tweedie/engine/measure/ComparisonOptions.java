package org.tweedie.engine.measure;

import jakarta.validation.constraints.NotNull;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;

/**
 * What samples are compared with, and on which features: options that all measures have which
 * compare samples with data.
 *
 * @param on which features
 * @param some of the data
 * @param split which of them
 */
public record ComparisonOptions(
    @Included FeatureOptions on,
    @Included ExampleOptions some,
    @Description("the examples to compare with") @Default("test") @NotNull Split split) {

  long seed() {
    return some.seed();
  }
}
