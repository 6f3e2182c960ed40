package org.tweedie.api.measure;

import java.util.function.IntConsumer;
import org.apiguardian.api.API;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;

/**
 * What a measure looks at. The run implements it; a measure asks for what it needs, and what nobody
 * asks for is not made. Used by one thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public interface Measured {

  /** The trained model, in float32 and with the weights that the run's config evaluates. */
  DiffusionModel model();

  /** The run's components. */
  Assembly assembly();

  /** The run's data, with its training and held-out examples. */
  DataSource data();

  /** Whether the model is told the class of each example. */
  boolean isConditional();

  /**
   * The samples, in the model's scale as they are written to files (images rounded to the data's
   * levels); drawn when they are first asked for.
   *
   * @throws IllegalStateException of a measure of {@link Measure.Subject#WEIGHTS}
   */
  Batch samples();

  /**
   * What each sample was asked to be.
   *
   * @throws IllegalStateException of a measure of {@link Measure.Subject#WEIGHTS}
   */
  Condition conditions();

  /**
   * Seconds of drawing a sample on this machine, and predictions of the network for it, on average.
   *
   * @throws IllegalStateException of a measure of {@link Measure.Subject#WEIGHTS}
   */
  Cost cost();

  /**
   * Shows how far the work is.
   *
   * @param work what is done, in a word or two for people who wait: {@code Evaluating}
   * @param unit what is counted: {@code examples}
   * @param total how many there are
   * @return takes how many are done
   */
  IntConsumer progress(String work, String unit, int total);

  /**
   * What drawing cost.
   *
   * @param seconds of one sample, on average
   * @param evaluations predictions of the network for one sample, on average
   */
  record Cost(double seconds, double evaluations) {}
}
