package org.tweedie.engine.chain;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.network.HostFunction;
import org.tweedie.api.objective.GraphLevel;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.problem.ModelFailure;

/**
 * A network that is evaluated on the host, as a model. With a schedule in strict arithmetic it
 * predicts the same bits wherever it runs, and in any number of threads. Safe for many threads.
 *
 * @param network the network with its weights
 * @param schedule how noise grows with time
 * @param data shape and classes
 * @param labelsHidden whether it never saw a label, and is to see none
 * @param predicts what its output stands for
 * @param outputs 1, or 2 where it tells the variance of reverse steps too
 * @param threads in how many a batch is calculated, at most
 */
public record HostModel(
    HostFunction network,
    NoiseSchedule schedule,
    DataDescription data,
    boolean labelsHidden,
    Parameterization predicts,
    int outputs,
    int threads)
    implements DiffusionModel {

  @Override
  public Prediction predict(Batch z, double[] times, Condition condition) {
    int count = z.count();
    if (times.length != count || condition.count() != count) {
      throw new IllegalArgumentException(
          "%d latents, %d times and %d conditions do not match"
              .formatted(count, times.length, condition.count()));
    }
    if (z.notFinite().isPresent()) {
      throw new ModelFailure(
          "The network was asked of latents that are no numbers: whoever draws has left them.");
    }
    NoiseLevel[] at = schedule.movingAt(times);
    float[] logSnr = new float[count];
    int[] label = new int[count];
    for (int i = 0; i < count; i++) {
      logSnr[i] = GraphLevel.boundedLogSnr(at[i].logSnr());
      boolean none = labelsHidden || condition.label(i) == Condition.NONE;
      label[i] = none ? data.classes().size() : condition.label(i);
    }
    float[] all = output(z, logSnr, label);
    return outputs == 1
        ? Prediction.of(predicts, z, at, Batch.of(z.shape(), all))
        : Prediction.of(predicts, z, at, part(all, z, 0))
            .withVarianceFraction(part(all, z, 1).map(HostModel::fraction));
  }

  private float[] output(Batch z, float[] logSnr, int[] label) {
    int size = z.shape().size();
    int parts = Math.max(1, Math.min(threads, z.count()));
    float[] all = new float[outputs * z.values().length];
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int from = Math.toIntExact((long) z.count() * part / parts);
              int to = Math.toIntExact((long) z.count() * (part + 1) / parts);
              float[] own =
                  network.output(
                      Arrays.copyOfRange(z.values(), from * size, to * size),
                      Arrays.copyOfRange(logSnr, from, to),
                      Arrays.copyOfRange(label, from, to));
              System.arraycopy(own, 0, all, outputs * from * size, own.length);
            });
    return all;
  }

  /** One of two tensors that are joined on the last axis. */
  private Batch part(float[] all, Batch z, int index) {
    int last = z.shape().dimensions().get(z.shape().dimensions().size() - 1);
    float[] values = new float[z.values().length];
    for (int k = 0; k < values.length; k++) {
      values[k] = all[k / last * outputs * last + index * last + k % last];
    }
    return Batch.of(z.shape(), values);
  }

  /** {@code (1 + tanh x) / 2}, as graphs have it. */
  private static double fraction(double x) {
    return 1 / (1 + StrictMath.exp(-2 * x));
  }
}
