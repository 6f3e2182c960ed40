package org.tweedie.engine.likelihood;

import java.util.List;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;

/** A measure of how probable a model finds data, which can tell its terms and its protocol too. */
public interface LikelihoodMeasure extends Measure {

  /**
   * Measures.
   *
   * @param measured the model and its data
   * @throws IllegalArgumentException in words for the user, if it cannot be taken of this model
   */
  LikelihoodReport report(Measured measured);

  /** T, where it is the bound of a model with T steps; 0 where time is continuous. */
  default int timesteps() {
    return 0;
  }

  /**
   * Whether it speaks of a diffusion, as bounds do, and means nothing where noise and data were not
   * independent.
   */
  default boolean isOfADiffusion() {
    return true;
  }

  /**
   * Over how many held-out examples it is taken, where each has its values whatever the others are,
   * so that several processes may measure; 0 where all must be seen together.
   *
   * @param data whose held-out examples
   */
  default int separate(DataSource data) {
    return 0;
  }

  @Override
  default Subject subject() {
    return Subject.WEIGHTS;
  }

  @Override
  default List<Reading> of(Measured measured) {
    return report(measured).readings();
  }
}
