package org.tweedie.engine.measuring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.CountedModel;
import org.tweedie.engine.sampling.Sampling;
import org.tweedie.engine.sampling.WrittenValues;

/**
 * What measures look at of a run. Samples are drawn when the first measure asks for them, of all
 * classes in turn, and once for all measures. Used by one thread.
 */
final class DrawnSamples implements Measured {

  private final Models models;
  private final Assembly assembly;
  private final DataSource data;
  private final SampleOptions options;
  private final int count;
  private final Shown shown;
  private Optional<Draw> draw = Optional.empty();

  /** Samples with what they were asked to be and what they cost. */
  private record Draw(Batch samples, Condition conditions, Cost cost) {}

  /** A batch of them: how long it took, and how often the network was asked. */
  private record Part(int count, double seconds, double evaluations) {}

  /**
   * Nothing is drawn yet.
   *
   * @param models who draws, and what is looked at
   * @param assembly with which sampler and guidance
   * @param data what is measured against
   * @param options of which classes, in which batches, from which seed
   * @param count how many samples
   */
  DrawnSamples(
      Models models,
      Assembly assembly,
      DataSource data,
      SampleOptions options,
      int count,
      Shown shown) {
    this.models = models;
    this.assembly = assembly;
    this.data = data;
    this.options = options;
    this.count = count;
    this.shown = shown;
  }

  /** How many samples were drawn: none where no measure asked for them. */
  int drawn() {
    return draw.isPresent() ? count : 0;
  }

  @Override
  public DiffusionModel model() {
    try {
      return models.evaluated();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DataSource data() {
    return data;
  }

  @Override
  public boolean isConditional() {
    return !Classes.all(assembly).isEmpty();
  }

  @Override
  public Batch samples() {
    return drawnOnce().samples;
  }

  @Override
  public Condition conditions() {
    return drawnOnce().conditions;
  }

  @Override
  public Cost cost() {
    return drawnOnce().cost;
  }

  @Override
  public IntConsumer progress(String work, String unit, int total) {
    return shown.begin(work, unit, total);
  }

  private Draw drawnOnce() {
    if (draw.isEmpty()) {
      try {
        draw = Optional.of(draw(models.sampled()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return draw.get();
  }

  private Draw draw(DiffusionModel model) {
    Condition conditions = Classes.of(assembly, options.classes()).inTurn(count, 1);
    Sampling sampling =
        new Sampling(assembly.sampler(), assembly.guidance(), options.batch(), options.seed());
    warmUp(model, conditions);
    CountedModel counted = new CountedModel(model);
    List<Part> parts = new ArrayList<>();
    IntConsumer progress = shown.begin("Sampling", "samples", count);
    long[] before = {System.nanoTime(), 0, 0};
    Batch samples =
        sampling.draw(
            counted,
            assembly.data().shape(),
            conditions,
            done -> {
              long now = System.nanoTime();
              parts.add(
                  new Part(
                      (int) (done - before[2]),
                      (now - before[0]) / 1e9,
                      counted.evaluations() - before[1]));
              progress.accept(done);
              before[0] = System.nanoTime();
              before[1] = counted.evaluations();
              before[2] = done;
            });
    return new Draw(
        WrittenValues.of(assembly.data(), samples),
        conditions,
        new Cost(
            mean(parts, Part::seconds),
            error(parts, Part::seconds),
            mean(parts, Part::evaluations),
            error(parts, Part::evaluations)));
  }

  /** What TensorFlow does once, when it is first asked, is no cost of the samples. */
  private void warmUp(DiffusionModel model, Condition conditions) {
    int size = Math.min(options.batch(), count);
    double[] times = new double[size];
    Arrays.fill(times, 1);
    model.predict(Batch.zeros(assembly.data().shape(), size), times, conditions.slice(0, size));
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
    double all = parts.stream().mapToInt(Part::count).sum();
    double squares = 0;
    for (Part part : parts) {
      double difference = of.applyAsDouble(part) - mean * part.count;
      squares += difference * difference;
    }
    return Math.sqrt(squares * parts.size() / (parts.size() - 1)) / all;
  }
}
