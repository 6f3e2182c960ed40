package org.tweedie.engine.measuring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.measure.Measured.Cost;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.WrittenValues;

/**
 * Samples that were drawn to be measured.
 *
 * @param samples in the model's scale, as they are written to files: images rounded to the data's
 *     levels
 * @param conditions what each was asked to be
 * @param cost what drawing them cost
 * @param parts the batches that they were drawn in; none where that was not kept
 */
public record DrawnSamples(Batch samples, Condition conditions, Cost cost, List<Part> parts) {

  /**
   * A batch of them.
   *
   * @param count how many samples
   * @param seconds how long it took
   * @param evaluations how often the network was asked
   */
  public record Part(int count, double seconds, double evaluations) {}

  /** Copies. */
  public DrawnSamples {
    parts = List.copyOf(parts);
  }

  private static DrawnSamples of(Batch samples, Condition conditions, List<Part> parts) {
    return new DrawnSamples(
        samples,
        conditions,
        new Cost(
            mean(parts, Part::seconds),
            error(parts, Part::seconds),
            mean(parts, Part::evaluations),
            error(parts, Part::evaluations)),
        parts);
  }

  /** Consecutive samples that were drawn apart, as if they were drawn by one. */
  public static DrawnSamples joined(List<DrawnSamples> each) {
    DrawnSamples first = each.get(0);
    int count = each.stream().mapToInt(one -> one.samples.values().length).sum();
    float[] values = new float[count];
    int at = 0;
    for (DrawnSamples one : each) {
      float[] its = one.samples.values();
      System.arraycopy(its, 0, values, at, its.length);
      at += its.length;
    }
    return of(
        Batch.of(first.samples.shape(), values),
        each.stream().map(DrawnSamples::conditions).reduce(Condition::followedBy).orElseThrow(),
        each.stream().flatMap(one -> one.parts.stream()).toList());
  }

  /**
   * Draws.
   *
   * @param drawer who draws
   * @param data what samples are like
   * @param conditions what each is to be; at least one
   * @param batch how many are drawn side by side
   * @param progress takes how many are drawn
   */
  public static DrawnSamples draw(
      Drawer drawer, DataDescription data, Condition conditions, int batch, IntConsumer progress) {
    drawer.warmUp(conditions.slice(0, Math.min(batch, conditions.count())));
    List<Part> parts = new ArrayList<>();
    long[] before = {System.nanoTime(), drawer.evaluations(), 0};
    Batch samples =
        drawer.draw(
            conditions,
            done -> {
              long now = System.nanoTime();
              parts.add(
                  new Part(
                      (int) (done - before[2]),
                      (now - before[0]) / 1e9,
                      drawer.evaluations() - before[1]));
              progress.accept(done);
              before[0] = System.nanoTime();
              before[1] = drawer.evaluations();
              before[2] = done;
            });
    return of(WrittenValues.of(data, samples), conditions, parts);
  }

  private static double mean(List<Part> parts, ToDoubleFunction<Part> of) {
    double sum = parts.stream().mapToDouble(of).sum();
    return sum / parts.stream().mapToInt(Part::count).sum();
  }

  /** Over batches, each counting by its samples. */
  private static double error(List<Part> parts, ToDoubleFunction<Part> of) {
    if (parts.size() < 2) {
      return Double.NaN;
    }
    double mean = mean(parts, of);
    double all = parts.stream().mapToDouble(Part::count).sum();
    double squares = 0;
    for (Part part : parts) {
      double difference = of.applyAsDouble(part) - mean * part.count;
      squares += difference * difference;
    }
    return Math.sqrt(squares * parts.size() / (parts.size() - 1)) / all;
  }
}
