package org.tweedie.api.measure;

import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;

/**
 * What a measure looks at, beside the run's components, which its constructor may ask for: a
 * trained model with its data, or samples from files beside data. The program implements it; a
 * measure asks for what it needs, and what nobody asks for is not made. Used by one thread.
 */
public interface Measured {

  /**
   * The trained model, in float32 and with the weights that the run's config evaluates.
   *
   * @throws IllegalArgumentException in words for the user, if the samples are from files
   */
  DiffusionModel model();

  /** The data that are measured against, with training and held-out examples. */
  DataSource data();

  /** Whether the model is told the class of each example. False of samples from files. */
  boolean isConditional();

  /**
   * The samples, in the model's scale as they are written to files (images rounded to the data's
   * levels); drawn when they are first asked for.
   *
   * @throws IllegalStateException of a measure of {@link Measure.Subject#WEIGHTS}
   */
  Batch samples();

  /**
   * What each sample was asked to be; {@link Condition#NONE} where nothing was asked or is known.
   *
   * @throws IllegalStateException of a measure of {@link Measure.Subject#WEIGHTS}
   */
  Condition conditions();

  /**
   * What drawing the samples cost on this machine.
   *
   * @throws IllegalStateException of a measure of {@link Measure.Subject#WEIGHTS}
   * @throws IllegalArgumentException in words for the user, if the samples are from files
   */
  Cost cost();

  /**
   * Shows how far the work is. What was shown before has ended then.
   *
   * @param work what is done, in a word or two for people who wait: {@code Evaluating}
   * @param unit what is counted: {@code examples}
   * @param total how many there are
   * @return takes how many are done
   */
  IntConsumer progress(String work, String unit, int total);

  /**
   * What drawing cost. Standard errors are over the batches that were drawn one after the other;
   * they are NaN where there was one batch alone.
   *
   * @param seconds of one sample, on average
   * @param secondsError its standard error
   * @param evaluations predictions of the network for one sample, on average
   * @param evaluationsError its standard error
   */
  record Cost(double seconds, double secondsError, double evaluations, double evaluationsError) {}
}
