package org.tweedie.engine.tensor;

import org.tweedie.api.objective.GraphLevel;

/** The noise levels of a training batch, inside a graph. */
interface BatchLevels {

  /**
   * The levels at the batch's times, or some steps earlier where time is discrete. May be asked for
   * while the graph is built.
   *
   * @param steps how many steps earlier; 0 for the batch's own times
   * @throws IllegalStateException if steps are asked for where time is continuous
   */
  GraphLevel earlier(int steps);

  /** Adds what a part of a step feeds for its times. */
  void feed(TrainingInput input, Feeds feeds);
}
