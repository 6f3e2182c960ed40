package org.tweedie.samplers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.tweedie.api.sampler.Sampler;

/**
 * Prints, as CSV, the error of each deterministic sampler against its network evaluations, from
 * which a plot of all in one picture can be made. A program, not a test: {@code mvn -pl samplers
 * test-compile exec:java}-style runners or an IDE start it.
 */
public final class ConvergenceTable {

  private ConvergenceTable() {}

  /** The samplers by name, each as a function of the number of steps. */
  static Map<String, IntFunction<Sampler>> samplers(Grid grid) {
    List<Double> none = List.of();
    Map<String, IntFunction<Sampler>> all = new LinkedHashMap<>();
    all.put("ddim", n -> new DdimSampler(new DdimSampler.Options(n, grid, none, false, 0, 0)));
    all.put(
        "euler",
        n -> new EulerSampler(new EulerSampler.Options(n, grid, none, false, 0, 0, 0, 1e6, 1)));
    all.put(
        "heun",
        n -> new HeunSampler(new HeunSampler.Options(n, grid, none, false, 0, 0, 0, 1e6, 1)));
    all.put("dpm-2", n -> new Dpm2Sampler(new Dpm2Sampler.Options(n, grid, none, false, 0)));
    for (int order = 1; order <= 4; order++) {
      int p = order;
      all.put("lms-" + p, n -> new LmsSampler(new LmsSampler.Options(n, grid, none, false, 0, p)));
    }
    for (int order = 1; order <= 3; order++) {
      int p = order;
      all.put(
          "deis-" + p, n -> new DeisSampler(new DeisSampler.Options(n, grid, none, false, 0, p)));
      all.put(
          "dpm-solver-" + p,
          n -> new DpmSolverSampler(new DpmSolverSampler.Options(n, grid, none, false, 0, p)));
      all.put(
          "unipc-" + p,
          n -> new UniPcSampler(new UniPcSampler.Options(n, grid, none, false, 0, p)));
    }
    all.put("pndm", n -> new PndmSampler(new PndmSampler.Options(n, grid, none, false, 0)));
    for (DpmSolverPpSampler.Variant variant : DpmSolverPpSampler.Variant.values()) {
      if (!variant.name().startsWith("SDE")) {
        all.put(
            "dpm-solver-pp-" + variant.name().toLowerCase(Locale.ROOT),
            n ->
                new DpmSolverPpSampler(
                    new DpmSolverPpSampler.Options(n, grid, none, false, 0, variant)));
      }
    }
    return all;
  }

  /** Prints the table. */
  public static void main(String[] arguments) {
    for (Grid grid : Grid.values()) {
      samplers(grid)
          .forEach(
              (name, sampler) -> {
                StringBuilder line = new StringBuilder(String.format("%-10s %-26s", grid, name));
                double before = Double.NaN;
                for (int n = 6; n < 400; n *= 2) {
                  double error = Convergence.error(sampler.apply(n));
                  line.append(
                      String.format(
                          "  %4d %.2e %5.2f", n, error, Math.log(before / error) / Math.log(2)));
                  before = error;
                }
                System.out.println(line);
              });
    }
  }
}
