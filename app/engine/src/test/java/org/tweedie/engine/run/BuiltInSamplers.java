package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

/** The built-in samplers in all their variants, written as a name and options. */
final class BuiltInSamplers {

  static final List<String> ALL =
      List.of(
          "ancestral variance=posterior",
          "ancestral variance=upper",
          "ancestral variance=learned",
          "ddim eta=0",
          "ddim eta=0.5",
          "ddim eta=1",
          "euler",
          "euler s-churn=10",
          "euler-ancestral eta=0.5",
          "euler-ancestral eta=1",
          "euler-maruyama eta=0.5",
          "heun",
          "heun s-churn=10",
          "dpm-2",
          "lms order=1",
          "lms order=2",
          "lms order=3",
          "lms order=4",
          "pndm",
          "dpm-solver order=1",
          "dpm-solver order=2",
          "dpm-solver order=3",
          "dpm-solver-pp variant=multistep-2",
          "dpm-solver-pp variant=multistep-3",
          "dpm-solver-pp variant=singlestep-2",
          "dpm-solver-pp variant=sde-1",
          "dpm-solver-pp variant=sde-multistep-2",
          "dpm-solver-pp variant=sde-singlestep-2",
          "unipc order=1",
          "unipc order=2",
          "unipc order=3",
          "deis order=1",
          "deis order=2",
          "deis order=3",
          "sa-solver",
          "sa-solver tau=0",
          "er-sde",
          "stochastic-runge-kutta",
          "paradigms window=4 eta=0.5 tolerance=1e-6",
          "predictor-corrector predictor=reverse-diffusion corrections=0",
          "predictor-corrector predictor=reverse-diffusion corrections=1",
          "predictor-corrector predictor=ancestral corrections=0",
          "predictor-corrector predictor=ancestral corrections=1",
          "langevin",
          "annealed-langevin inner-steps=2",
          "ode",
          "restart",
          "consistency");

  /** Times one by one: here dense towards time 0, and with some before any noise. */
  static final String LIST = "times=";

  static final DataDescription DATA =
      new DataDescription(ShiftedGaussian.POINT, Optional.empty(), List.of());
  static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();

  private static final Map<List<?>, Sampler> MADE = new ConcurrentHashMap<>();

  private BuiltInSamplers() {}

  /** A sampler, made once. */
  static Sampler sampler(String spec, String grid, int steps) {
    return MADE.computeIfAbsent(List.of(spec, grid, steps), key -> made(spec, grid, steps));
  }

  private static Sampler made(String spec, String grid, int steps) {
    List<String> options = new ArrayList<>(options(spec));
    if (!grid.isEmpty()) {
      options.add(grid.equals(LIST) ? LIST + list(steps) : grid);
    }
    if (!name(spec).equals("ode")) {
      options.add("steps=" + steps);
    }
    return Variants.make(
        ComponentConfig.read(type(Kinds.SAMPLER, spec), options, REGISTRY), Sampler.class, DATA);
  }

  private static List<Double> list(int steps) {
    return DoubleStream.concat(
            IntStream.range(0, steps).mapToDouble(i -> Math.pow(1 - (double) i / steps, 2)),
            DoubleStream.of(1e-8, 1e-9, 0))
        .boxed()
        .toList();
  }

  static NoiseSchedule schedule(String spec) {
    return new RememberedSchedule(
        Variants.schedule(
            ComponentConfig.read(type(Kinds.SCHEDULE, spec), options(spec), REGISTRY), DATA));
  }

  static ComponentType type(Kind<?> kind, String spec) {
    return REGISTRY.find(kind, name(spec)).get(0);
  }

  static String name(String spec) {
    return spec.split(" ")[0];
  }

  private static List<String> options(String spec) {
    List<String> words = List.of(spec.split(" "));
    return words.subList(1, words.size());
  }
}
