package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.likelihood.BetweenEnds;
import org.tweedie.engine.likelihood.EstimatorVariance;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedRun;

/**
 * How much the bound's estimator varies under a run's own schedule and others between its ends.
 *
 * @param run whose model
 * @param others the schedules by name
 * @param draws times and noises for each test example
 */
record VarianceComparison(UsedRun run, Map<String, NoiseSchedule> others, int draws) {

  Report write(Path file, RunListener listener) throws IOException {
    run.needsDiffusion();
    DiffusionModel model = run.measured().diffusion();
    Map<String, NoiseSchedule> schedules = schedules(model.schedule());
    Map<String, EstimatorVariance.Result> results = new LinkedHashMap<>();
    for (Map.Entry<String, NoiseSchedule> entry : schedules.entrySet()) {
      results.put(entry.getKey(), measure(model, entry, listener));
    }
    plot(schedules, results).write(file);
    return new Report(text(results), "", List.of(file));
  }

  private EstimatorVariance.Result measure(
      DiffusionModel model, Map.Entry<String, NoiseSchedule> schedule, RunListener listener) {
    int all = run.data().test().size();
    int asked = run.config().evaluate().examples();
    int examples = asked == 0 ? all : Math.min(asked, all);
    try (Progress progress =
        listener.begin("Measuring " + schedule.getKey(), "examples", 0, examples)) {
      return new EstimatorVariance(
              examples, draws, run.config().evaluate().batch(), run.config().evaluate().seed())
          .of(
              model,
              schedule.getValue(),
              run.data().test(),
              run.assembly().data(),
              !run.assembly().told().isEmpty(),
              done -> progress.advance(done, ""));
    }
  }

  /** The run's own first, then the others between its ends. */
  private Map<String, NoiseSchedule> schedules(NoiseSchedule own) {
    double first = own.logSnr(0);
    double last = own.logSnr(1);
    if (Double.isInfinite(first) || Double.isInfinite(last)) {
      throw new RunException(
          "The run's schedule goes from a log SNR of %s to %s: with infinite ends the estimator has"
                  .formatted(first, last)
              + " no variance to speak of.");
    }
    String name = run.config().at("schedule").orElseThrow();
    Map<String, NoiseSchedule> schedules = new LinkedHashMap<>();
    schedules.put(name + " (the run's)", preserving(name, own));
    others.forEach(
        (other, whole) -> {
          try {
            schedules.put(other, new BetweenEnds(preserving(other, whole), first, last));
          } catch (IllegalArgumentException endsDiffer) {
            throw new RunException(
                "'%s' cannot be compared: %s.".formatted(other, endsDiffer.getMessage()));
          }
        });
    return schedules;
  }

  private static NoiseSchedule preserving(String name, NoiseSchedule schedule) {
    boolean preserves =
        IntStream.rangeClosed(0, 4).allMatch(i -> schedule.at(i / 4.0).isVariancePreserving());
    if (!preserves) {
      throw new RunException(
          "'%s' does not preserve variance, and only schedules that do can be compared."
              .formatted(name));
    }
    return schedule;
  }

  private static String text(Map<String, EstimatorVariance.Result> results) {
    StringBuilder text =
        new StringBuilder(
            "%-24s %22s %22s%n".formatted("schedule", "diffusion, bits/dim", "variance"));
    results.forEach(
        (name, result) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-24s %13.4f ± %.4f %13.4f ± %.4f%n",
                    name,
                    result.diffusion().mean(),
                    result.diffusion().standardError(),
                    result.variance().mean(),
                    result.variance().standardError())));
    return text.append("Variance of single draws, in squared bits per dimension.").toString();
  }

  private static PlotSheet plot(
      Map<String, NoiseSchedule> schedules, Map<String, EstimatorVariance.Result> results) {
    List<Line> curves = new ArrayList<>();
    List<Line> losses = new ArrayList<>();
    schedules.forEach(
        (name, schedule) -> {
          EstimatorVariance.Result result = Objects.requireNonNull(results.get(name));
          String legend = String.format(Locale.ROOT, "%s: %.3g", name, result.variance().mean());
          List<Double> times = IntStream.rangeClosed(0, 100).mapToObj(i -> i / 100.0).toList();
          curves.add(new Line(legend, times, times.stream().map(schedule::logSnr).toList(), false));
          int strips = result.profile().size();
          List<Double> edges =
              IntStream.rangeClosed(0, strips).mapToObj(i -> (double) i / strips).toList();
          List<Double> means = new ArrayList<>(result.profile());
          means.add(means.get(strips - 1));
          losses.add(new Line(legend, edges, means, false));
        });
    Axis time = new Axis("time t", false);
    return new PlotSheet(
        List.of(
            new LinePlot("schedule", time, new Axis("log SNR", false), curves),
            new LinePlot("mean loss, and variance", time, new Axis("bits/dim", false), losses)),
        2,
        440,
        320);
  }
}
