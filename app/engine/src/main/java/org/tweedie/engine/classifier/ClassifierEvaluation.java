package org.tweedie.engine.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.tensor.ClassifierModel;

/**
 * Measures a classifier at noise levels whose times are even, ends included, by one draw of noise
 * for each example and level.
 *
 * @param schedule what the noise levels are
 * @param levels how many of them, at least 2
 * @param examples how many examples of a split to take, at most
 * @param batch examples at a time
 * @param seed what noise is drawn from
 */
public record ClassifierEvaluation(
    NoiseSchedule schedule, int levels, int examples, int batch, long seed) {

  /**
   * Measures.
   *
   * @param split examples with classes; one without counts as wrong
   * @param classes how many classes there are
   * @param progress told how many levels are done
   * @return one entry a level, from the least to the most noise
   */
  public List<LevelAccuracy> of(
      ClassifierModel classifier,
      Examples split,
      DataShape shape,
      int classes,
      IntConsumer progress) {
    List<LevelAccuracy> result = new ArrayList<>();
    for (int l = 0; l < levels; l++) {
      NoiseLevel level = schedule.at((double) l / (levels - 1));
      Tally tally = new Tally();
      int count = Math.min(examples, split.size());
      for (int from = 0; from < count; from += batch) {
        int to = Math.min(from + batch, count);
        add(classifier, split, shape, classes, level, l, from, to, tally);
      }
      result.add(tally.at(level));
      progress.accept(l + 1);
    }
    return result;
  }

  private void add(
      ClassifierModel classifier,
      Examples split,
      DataShape shape,
      int classes,
      NoiseLevel level,
      int draw,
      int from,
      int to,
      Tally tally) {
    int size = shape.size();
    float[] values = new float[(to - from) * size];
    for (int i = from; i < to; i++) {
      split.read(i, values, (i - from) * size);
    }
    Batch noise = new SeededNoise(seed, from, to - from, shape).draw(draw);
    Batch z = Batch.of(shape, values).combine(level.alpha(), level.sigma(), noise);
    NoiseLevel[] all = new NoiseLevel[to - from];
    Arrays.fill(all, level);
    float[] rows = classifier.logProbabilities(z, all);
    for (int i = from; i < to; i++) {
      tally.add(rows, (i - from) * classes, classes, split.label(i));
    }
  }

  private static final class Tally {
    private int count;
    private int right;
    private double sum;
    private double squares;

    void add(float[] logProbabilities, int at, int classes, int label) {
      count++;
      if (label == Condition.NONE) {
        return;
      }
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = logProbabilities[at + k] > logProbabilities[at + best] ? k : best;
      }
      right += best == label ? 1 : 0;
      double loss = -logProbabilities[at + label];
      sum += loss;
      squares += loss * loss;
    }

    LevelAccuracy at(NoiseLevel level) {
      double accuracy = (double) right / count;
      double mean = sum / count;
      double variance = Math.max(0, squares / count - mean * mean);
      return new LevelAccuracy(
          level.logSnr(),
          accuracy,
          Math.sqrt(accuracy * (1 - accuracy) / count),
          mean,
          Math.sqrt(variance / count));
    }
  }
}
