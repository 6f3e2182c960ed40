package org.tweedie.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;

/** Schedules against time: log SNR, alpha, sigma, and the slope that weighs the bound. */
final class SchedulePlot {

  private static final int POINTS = 400;

  /** Log SNRs beyond it are infinite for most purposes, and would flatten the rest. */
  private static final double LOG_SNR_SHOWN = 25;

  /** A sigma as large is of a schedule that explodes, which needs a logarithmic axis. */
  private static final double EXPLODING = 2;

  private SchedulePlot() {}

  /** The picture of some schedules by name. */
  static PlotSheet of(Map<String, NoiseSchedule> schedules) {
    boolean explodes =
        schedules.values().stream().anyMatch(schedule -> schedule.at(1).sigma() > EXPLODING);
    Axis time = new Axis("time t", false);
    List<LinePlot> plots = new ArrayList<>();
    plots.add(plot(schedules, "log SNR", time, new Axis("log SNR", false), SchedulePlot::logSnr));
    plots.add(
        plot(
            schedules,
            "signal",
            time,
            new Axis("alpha", false),
            point -> point.schedule.at(point.t).alpha()));
    plots.add(
        plot(
            schedules,
            "noise",
            time,
            new Axis("sigma", explodes),
            point -> point.schedule.at(point.t).sigma()));
    plots.add(
        plot(
            schedules,
            "slope",
            time,
            new Axis("-d log SNR / dt", true),
            point -> -point.schedule.logSnrSlope(point.t)));
    return new PlotSheet(plots, 2, 440, 320);
  }

  private record Point(NoiseSchedule schedule, double t) {}

  private static double logSnr(Point point) {
    double logSnr = point.schedule.logSnr(point.t);
    return Math.abs(logSnr) > LOG_SNR_SHOWN ? Double.NaN : logSnr;
  }

  private static LinePlot plot(
      Map<String, NoiseSchedule> schedules,
      String title,
      Axis x,
      Axis y,
      ToDoubleFunction<Point> value) {
    List<Double> times =
        IntStream.rangeClosed(0, POINTS).mapToObj(i -> (double) i / POINTS).toList();
    List<Line> lines = new ArrayList<>();
    schedules.forEach(
        (name, schedule) ->
            lines.add(
                new Line(
                    name,
                    times,
                    times.stream().map(t -> value.applyAsDouble(new Point(schedule, t))).toList(),
                    false)));
    return new LinePlot(title, x, y, lines);
  }
}
