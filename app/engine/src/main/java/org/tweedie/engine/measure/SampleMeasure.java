package org.tweedie.engine.measure;

import org.tweedie.api.measure.Measure;

/** A measure that looks at samples beside data, of which few tell nothing. */
interface SampleMeasure extends Measure {

  @Override
  default Subject subject() {
    return Subject.SAMPLES;
  }

  @Override
  default int fewestSamples() {
    return Comparison.FEWEST;
  }
}
