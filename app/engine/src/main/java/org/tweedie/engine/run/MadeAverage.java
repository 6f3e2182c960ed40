package org.tweedie.engine.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.average.Profile;
import org.tweedie.engine.average.Synthesis;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.tensor.Average;

/**
 * A power average that was put together of others: those of the snapshots before its step, and
 * those of the step itself.
 *
 * @param width of the average: see {@link PowerAverage}
 * @param residual how well its profile is matched: see {@link Synthesis}
 * @param parts of what it was put together
 * @param weights the average, as a checkpoint that holds nothing but weights
 */
public record MadeAverage(double width, double residual, List<Part> parts, Checkpoint weights) {

  /**
   * One of the averages that it is put together of.
   *
   * @param step when it was stored
   * @param width its width
   * @param coefficient what it is multiplied by
   */
  public record Part(long step, double width, double coefficient) {}

  /** The largest residual of an average that may pass for one of its width. */
  public static final double ALLOWED = 0.1;

  /** Copies. */
  public MadeAverage {
    parts = List.copyOf(parts);
  }

  /** Whether it may pass for an average of its width. */
  public boolean isMatched() {
    return residual <= ALLOWED;
  }

  /** At how many steps the averages were stored that it is put together of. */
  public long steps() {
    return parts.stream().mapToLong(Part::step).distinct().count();
  }

  /**
   * Puts an average together.
   *
   * @param width of the average
   * @param widths those of the averages that were stored
   * @param now the state of the average's step: a checkpoint or a snapshot
   * @param snapshots the others
   * @throws org.tweedie.engine.config.ConfigException if one of the stored averages is missing
   */
  public static MadeAverage of(
      double width, List<Double> widths, Checkpoint now, Snapshots snapshots) throws IOException {
    List<Long> steps =
        new ArrayList<>(snapshots.steps().stream().filter(step -> step < now.step()).toList());
    steps.add(now.step());
    List<Profile> stored = new ArrayList<>();
    for (long step : steps) {
      widths.forEach(it -> stored.add(new Profile(PowerAverage.ofWidth(it), step)));
    }
    Synthesis synthesis = Synthesis.of(profile(width, now.step()), stored);
    List<Part> parts = new ArrayList<>();
    Map<String, Sum> sums = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Checkpoint from = steps.get(i) == now.step() ? now : snapshots.read(steps.get(i));
      for (int k = 0; k < widths.size(); k++) {
        double coefficient = synthesis.coefficients().get(i * widths.size() + k);
        parts.add(new Part(from.step(), widths.get(k), coefficient));
        add(sums, coefficient, stored(from, widths.get(k)));
      }
    }
    Map<String, Tensor> weights = new LinkedHashMap<>();
    sums.forEach((name, sum) -> weights.put(name, sum.tensor()));
    return new MadeAverage(
        width, synthesis.residual(), parts, new Checkpoint(now.step(), now.data(), weights));
  }

  private static Profile profile(double width, long step) {
    return new Profile(PowerAverage.ofWidth(width), step);
  }

  private static Map<String, Tensor> stored(Checkpoint from, double width) {
    Map<String, Tensor> found = Average.in(from.tensors(), Snapshots.prefix(width));
    if (found.isEmpty()) {
      throw new ConfigException(
          List.of(
              Problem.of(
                  "no-snapshots",
                  Location.of("step " + from.step()),
                  "What is stored of step %d has no power average of width %s."
                      .formatted(from.step(), width),
                  "Please leave train.snapshot-every and train.snapshot-widths as they were in training.")));
    }
    return found;
  }

  private static void add(Map<String, Sum> sums, double coefficient, Map<String, Tensor> values) {
    values.forEach(
        (name, tensor) ->
            sums.computeIfAbsent(
                    name, any -> new Sum(tensor.shape(), new double[tensor.values().length]))
                .add(coefficient, tensor.values()));
  }

  /** A parameter while its parts are added up. */
  private record Sum(long[] shape, double[] values) {

    void add(double coefficient, float[] part) {
      for (int i = 0; i < values.length; i++) {
        values[i] += coefficient * part[i];
      }
    }

    Tensor tensor() {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return new Tensor(shape, floats);
    }
  }

  /** What a file of it says beside its weights. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("width", String.valueOf(width));
    metadata.put("exponent", String.valueOf(PowerAverage.ofWidth(width).exponent()));
    metadata.put("residual", String.valueOf(residual));
    metadata.put(
        "parts",
        parts.stream()
            .map(part -> "%s of %d of width %s".formatted(part.coefficient, part.step, part.width))
            .collect(Collectors.joining(", ")));
    return metadata;
  }
}
