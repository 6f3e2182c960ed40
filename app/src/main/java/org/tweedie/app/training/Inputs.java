package org.tweedie.app.training;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Examples;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.app.tensor.TrainingInput;

/**
 * What each training step is fed, as a function of the step's number: a resumed run is fed what the
 * run that never stopped was. Used by one thread at a time.
 *
 * <p>Examples come in epochs, each in an order of its own, one after the other without a break, so
 * every batch is full. Times are spread evenly over a batch from one random offset (Kingma et al.,
 * arXiv 2107.00630, appendix I.1), which lowers the variance of the loss.
 */
final class Inputs {

  private static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);

  private final DataDescription data;
  private final Examples examples;
  private final NoiseSchedule schedule;
  private final OptionalInt timesteps;
  private final int earlierLevels;
  private final int batch;
  private final double labelDropout;
  private final long seed;

  private long epoch = -1;
  private int[] order = {};

  Inputs(
      DataDescription data,
      Examples examples,
      NoiseSchedule schedule,
      OptionalInt timesteps,
      int earlierLevels,
      int batch,
      double labelDropout,
      long seed) {
    this.data = data;
    this.examples = examples;
    this.schedule = schedule;
    this.timesteps = timesteps;
    this.earlierLevels = earlierLevels;
    this.batch = batch;
    this.labelDropout = labelDropout;
    this.seed = seed;
  }

  /**
   * The input of a step.
   *
   * @param step the step's number, from 1
   */
  TrainingInput at(long step) {
    SplittableRandom random = random(step);
    int size = data.shape().size();
    float[] values = new float[batch * size];
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      int index = index((step - 1) * batch + i);
      examples.read(index, values, i * size);
      int label = examples.label(index);
      boolean hidden = label == Condition.NONE || random.nextDouble() < labelDropout;
      labels[i] = hidden ? data.classes().size() : label;
    }
    double[] times = times(random.nextDouble());
    NoiseLevel[] levels = new NoiseLevel[batch];
    double[] slopes = new double[batch];
    for (int i = 0; i < batch; i++) {
      levels[i] = schedule.at(times[i]);
      slopes[i] = schedule.logSnrSlope(times[i]);
    }
    List<NoiseLevel[]> earlier =
        IntStream.rangeClosed(1, earlierLevels).mapToObj(back -> earlier(times, back)).toList();
    return new TrainingInput(
        step, Batch.of(data.shape(), values), labels, levels, slopes, earlier, seed);
  }

  /** How many times the examples have been gone through before a step. */
  double epochs(long step) {
    return (double) (step - 1) * batch / examples.size();
  }

  private double[] times(double offset) {
    double[] times = new double[batch];
    for (int i = 0; i < batch; i++) {
      double time = (offset + (double) i / batch) % 1;
      times[i] =
          timesteps.isPresent()
              ? (Math.floor(time * timesteps.getAsInt()) + 1) / timesteps.getAsInt()
              : time;
    }
    return times;
  }

  /** The levels some steps earlier; the data themselves before time 0. */
  private NoiseLevel[] earlier(double[] times, int back) {
    int steps = timesteps.orElseThrow();
    return Arrays.stream(times)
        .map(time -> Math.rint(time * steps) - back)
        .mapToObj(step -> step < 0 ? DATA : schedule.at(step / steps))
        .toArray(NoiseLevel[]::new);
  }

  private int index(long position) {
    long wanted = position / examples.size();
    if (wanted != epoch) {
      order = shuffled(examples.size(), random(-1 - wanted));
      epoch = wanted;
    }
    return order[(int) (position % examples.size())];
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private SplittableRandom random(long stream) {
    return new SplittableRandom(
        new SplittableRandom(seed).nextLong() ^ new SplittableRandom(stream).nextLong());
  }
}
