package org.tweedie.engine.score;

import java.util.Optional;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;

/**
 * What samples are compared with, and on which features.
 *
 * @param scoring the features
 * @param data the data
 * @param name its name, for people
 * @param split which examples of it
 * @param real those examples
 */
public record Comparison(Scoring scoring, DataSource data, String name, Split split, Batch real) {

  /** Examples of the data. */
  public enum Split {
    /** What was held out. */
    TEST,
    /** What was learned from. */
    TRAIN;

    /**
     * Some of the examples, chosen by chance.
     *
     * @param count at most how many
     */
    public Batch of(DataSource data, int count) {
      return Scoring.batch(
          this == TEST ? data.test() : data.train(), data.description().shape(), count);
    }
  }

  /**
   * Compares samples, and beside them as many examples of the other split, where there are so many.
   *
   * @param words where the samples are from
   */
  public ScoreReport report(Batch samples, String words) {
    int count = samples.count();
    Batch others = (split == Split.TEST ? Split.TRAIN : Split.TEST).of(data, count);
    return new ScoreReport(
        scoring.of(samples, real, others.count() == count ? Optional.of(others) : Optional.empty()),
        words,
        count,
        name,
        split == Split.TEST ? "test" : "train",
        real.count(),
        scoring.features().name(),
        scoring.features().of(real.slice(0, 1))[0].length);
  }
}
