package org.tweedie.engine.convergence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.sampler.LangevinDynamics;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.engine.picture.LinePlot.Axis;
import org.tweedie.engine.picture.LinePlot.Line;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Variants;
import org.tweedie.laws.identity.Convergence;
import org.tweedie.laws.identity.Spread;
import org.tweedie.laws.identity.StrongConvergence;

/**
 * Measures samplers with exact models, whose errors are the samplers' own.
 *
 * @param registry where the samplers are from
 */
public record ConvergenceStudy(Registry registry) {

  /** A sampler that errs by more has too few steps to be anywhere. */
  private static final double DIVERGED = 10;

  /** Errors between which an order is measured. */
  private static final double ROUNDING = 1e-5;

  private static final double ASTRAY = 0.3;

  private static final String STEPS = "steps";

  /** Samplers that take steps of their own are measured at these. */
  private static final List<String> TOLERANCES =
      List.of("0.1", "0.01", "1e-3", "1e-4", "1e-5", "1e-6");

  private static final DataDescription POINT =
      new DataDescription(DataShape.point(2), Optional.empty(), List.of());

  /**
   * Whether there is anything to converge: dynamics at one noise level lead nowhere, and samplers
   * of students are at their end after one step.
   */
  public boolean canMeasure(ComponentType type) {
    Sampler sampler = make(type, List.of());
    return !sampler.takesPathEnds()
        && !(sampler instanceof LangevinDynamics dynamics && !dynamics.isAnnealed());
  }

  /**
   * Measures one sampler with its defaults.
   *
   * @param type the sampler
   * @param steps numbers of steps
   */
  public List<ConvergencePoint> measure(ComponentType type, List<Integer> steps) {
    List<ConvergencePoint> points = new ArrayList<>();
    if (has(type, STEPS)) {
      steps.forEach(n -> points.add(point(type, n, List.of(STEPS + "=" + n))));
      return points;
    }
    List<String> tolerances =
        type.optionTypes().stream()
            .map(option -> option.name())
            .filter(name -> name.endsWith("tolerance"))
            .toList();
    if (tolerances.isEmpty()) {
      points.add(point(type, 0, List.of()));
    } else {
      TOLERANCES.forEach(
          value ->
              points.add(
                  point(type, 0, tolerances.stream().map(name -> name + "=" + value).toList())));
    }
    return points;
  }

  private ConvergencePoint point(ComponentType type, int steps, List<String> options) {
    Sampler sampler = make(type, options);
    AtomicInteger evaluations = new AtomicInteger();
    double spread = Spread.error(sampler, evaluations);
    OptionalDouble distance = OptionalDouble.empty();
    if (Convergence.isDeterministic(sampler)) {
      evaluations.set(0);
      distance = OptionalDouble.of(Convergence.error(sampler, evaluations));
    }
    return new ConvergencePoint(
        registry.reference(type),
        steps,
        evaluations.get(),
        spread,
        distance,
        StrongConvergence.distance(sampler));
  }

  private Sampler make(ComponentType type, List<String> options) {
    return Variants.make(ComponentConfig.read(type, options, registry), Sampler.class, POINT);
  }

  private static boolean has(ComponentType type, String option) {
    return type.optionTypes().stream().anyMatch(it -> it.name().equals(option));
  }

  /** All measurements as CSV. */
  public static String csv(List<ConvergencePoint> points) {
    StringBuilder text =
        new StringBuilder("sampler,steps,evaluations,variance_error,flow_distance,path_distance\n");
    for (ConvergencePoint point : points) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%.4e,%s,%s%n",
              point.sampler(),
              point.steps(),
              point.evaluations(),
              point.spread(),
              written(point.distance()),
              written(point.path())));
    }
    return text.toString();
  }

  private static String written(OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, "%.4e", number.getAsDouble()) : "";
  }

  /**
   * All samplers in one picture: the error that all have, of the samples' law, to the right; and
   * those of each sample, for those without and with noise. Their names say of which orders they
   * were found to be.
   */
  public static PlotSheet picture(List<ConvergencePoint> points) {
    Axis evaluations = new Axis("network evaluations", true);
    LinePlot distance =
        new LinePlot(
            "Mixture of Gaussians",
            evaluations,
            new Axis("rms distance to the probability flow", true),
            lines(points, ConvergencePoint::distance));
    LinePlot spread =
        new LinePlot(
            "Gaussian data",
            evaluations,
            new Axis("relative error of the variance", true),
            lines(
                points,
                point ->
                    OptionalDouble.of(point.spread() > DIVERGED ? Double.NaN : point.spread())));
    LinePlot path =
        new LinePlot(
            "One Brownian path a sample",
            evaluations,
            new Axis("rms distance to where the path leads", true),
            lines(points, ConvergencePoint::path));
    return new PlotSheet(List.of(distance, path, spread), 3, 380, 460);
  }

  /** A line for each sampler, so that colours agree; without points where it has no such error. */
  private static List<Line> lines(
      List<ConvergencePoint> points, Function<ConvergencePoint, OptionalDouble> error) {
    return points.stream()
        .map(ConvergencePoint::sampler)
        .distinct()
        .map(
            name -> {
              List<ConvergencePoint> own =
                  points.stream().filter(point -> point.sampler().equals(name)).toList();
              List<ConvergencePoint> with =
                  own.stream().filter(point -> error.apply(point).isPresent()).toList();
              return new Line(
                  name + orders(own),
                  with.stream().map(point -> (double) point.evaluations()).toList(),
                  with.stream().map(point -> error.apply(point).orElseThrow()).toList(),
                  true);
            })
        .toList();
  }

  /** As in " (weak 1.0, strong 1.0)": of the law of samples, and of each sample. */
  private static String orders(List<ConvergencePoint> own) {
    List<String> found = new ArrayList<>();
    add(found, "weak", order(own, ConvergencePoint::spread));
    add(found, "strong", order(own, point -> point.distance().orElse(Double.NaN)));
    add(found, "strong", order(own, point -> point.path().orElse(Double.NaN)));
    return found.isEmpty() ? "" : " (" + String.join(", ", found) + ")";
  }

  private static void add(List<String> found, String word, OptionalDouble order) {
    order.ifPresent(it -> found.add(String.format(Locale.ROOT, "%s %.1f", word, it)));
  }

  /**
   * By which power of predictions an error falls, over the last three measurements in which it is
   * neither float32's nor the end of all; empty where there are not two. Paths err by chance, so
   * two alone would tell little.
   */
  static OptionalDouble order(
      List<ConvergencePoint> points, ToDoubleFunction<ConvergencePoint> error) {
    List<ConvergencePoint> usable =
        points.stream()
            .filter(point -> error.applyAsDouble(point) > ROUNDING)
            .filter(point -> error.applyAsDouble(point) < ASTRAY)
            .sorted(Comparator.comparingInt(ConvergencePoint::evaluations))
            .toList();
    if (usable.size() < 2) {
      return OptionalDouble.empty();
    }
    ConvergencePoint few = usable.get(Math.max(0, usable.size() - 3));
    ConvergencePoint many = usable.get(usable.size() - 1);
    return few.evaluations() == many.evaluations()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Math.log(error.applyAsDouble(few) / error.applyAsDouble(many))
                / Math.log((double) many.evaluations() / few.evaluations()));
  }
}
