package org.tweedie.samplers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.walk.Grid;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.identity.Convergence;

/**
 * Prints, as CSV, the error of each deterministic sampler against its network evaluations: what a
 * plot of all in one picture is made from. A program in the tests' classpath, not a test; {@link
 * ConvergenceTest} holds the orders.
 */
public final class ConvergenceTable {

  private ConvergenceTable() {}

  /** The samplers by name, each as a function of the number of steps. */
  static Map<String, IntFunction<Sampler>> samplers(Grid grid) {
    List<Double> none = List.of();
    Map<String, IntFunction<Sampler>> all = new LinkedHashMap<>();
    all.put(
        "ddim",
        n -> new DdimSampler(new DdimSampler.Options(Walk.Options.of(n, grid).withoutClip(), 0)));
    all.put(
        "euler",
        n ->
            new EulerSampler(
                new EulerSampler.Options(
                    Walk.Options.of(n, grid).withoutClip(), new Churn(0, 0, 1e6, 1))));
    all.put(
        "heun",
        n ->
            new HeunSampler(
                new HeunSampler.Options(
                    Walk.Options.of(n, grid).withoutClip(), new Churn(0, 0, 1e6, 1))));
    all.put(
        "dpm-2",
        n -> new Dpm2Sampler(new Dpm2Sampler.Options(Walk.Options.of(n, grid).withoutClip())));
    for (int order = 1; order <= 4; order++) {
      int p = order;
      all.put(
          "lms-" + p,
          n -> new LmsSampler(new LmsSampler.Options(Walk.Options.of(n, grid).withoutClip(), p)));
    }
    for (int order = 1; order <= 3; order++) {
      int p = order;
      all.put(
          "deis-" + p,
          n -> new DeisSampler(new DeisSampler.Options(Walk.Options.of(n, grid).withoutClip(), p)));
      all.put(
          "dpm-solver-" + p,
          n ->
              new DpmSolverSampler(
                  new DpmSolverSampler.Options(Walk.Options.of(n, grid).withoutClip(), p)));
      all.put(
          "er-sde-" + p,
          n ->
              new ErSdeSampler(
                  new ErSdeSampler.Options(
                      Walk.Options.of(n, grid).withoutClip(), p, ErSdeSampler.NoiseScale.FLOW, 1)));
      all.put(
          "unipc-" + p,
          n ->
              new UniPcSampler(
                  new UniPcSampler.Options(Walk.Options.of(n, grid).withoutClip(), p)));
    }
    all.put(
        "pndm",
        n -> new PndmSampler(new PndmSampler.Options(Walk.Options.of(n, grid).withoutClip())));
    for (DpmSolverPpSampler.Variant variant : DpmSolverPpSampler.Variant.values()) {
      if (!variant.name().startsWith("SDE")) {
        all.put(
            "dpm-solver-pp-" + variant.name().toLowerCase(Locale.ROOT),
            n ->
                new DpmSolverPpSampler(
                    new DpmSolverPpSampler.Options(
                        Walk.Options.of(n, grid).withoutClip(), variant)));
      }
    }
    return all;
  }

  /** Prints the table: sampler, grid, steps, network evaluations a sample, error. */
  public static void main(String[] arguments) {
    System.out.println("sampler,grid,steps,evaluations,error");
    for (Grid grid : List.of(Grid.LOG_SNR, Grid.KARRAS)) {
      samplers(grid)
          .forEach(
              (name, sampler) -> {
                for (int steps : new int[] {5, 7, 10, 14, 20, 28, 40, 56, 80}) {
                  print(name, grid.name(), steps, sampler.apply(steps));
                }
              });
    }
    for (double tolerance = 0.1; tolerance > 1e-6; tolerance /= 10) {
      print(
          "ode",
          "adaptive",
          0,
          new OdeSampler(new OdeSampler.Options(tolerance, tolerance, false)));
    }
  }

  private static void print(String name, String grid, int steps, Sampler sampler) {
    AtomicInteger evaluations = new AtomicInteger();
    double error = Convergence.error(sampler, evaluations);
    System.out.printf(
        Locale.ROOT, "%s,%s,%d,%d,%.3e%n", name, grid, steps, evaluations.get(), error);
  }
}
