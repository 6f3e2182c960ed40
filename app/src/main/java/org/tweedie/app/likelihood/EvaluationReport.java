package org.tweedie.app.likelihood;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bound with everything that one must know to compare it with another.
 *
 * @param bound the estimate
 * @param split the examples it was measured on
 * @param step the checkpoint's step
 * @param averaged whether the weights are the moving average
 * @param conditional whether the model was told each example's class
 * @param timesteps T, or empty for continuous time
 * @param draws times and noises drawn for each example
 * @param levels of the data, or 0 where they are continuous and the bound is one of a density
 * @param seed what times and noises were drawn from
 */
public record EvaluationReport(
    BoundEstimate bound,
    String split,
    long step,
    boolean averaged,
    boolean conditional,
    OptionalInt timesteps,
    int draws,
    int levels,
    long seed) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** For people. */
  public String text() {
    return """
        Bits per dimension on the %s split (a bound: lower is better)
          prior           %s
          reconstruction  %s
          diffusion       %s
          total           %s
          %,d examples, %s, %d draws each, %s weights of step %,d, %s, %s, seed %d"""
        .formatted(
            split,
            text(bound.prior()),
            text(bound.reconstruction()),
            text(bound.diffusion()),
            text(bound.total()),
            bound.examples(),
            timesteps.isPresent() ? "T = " + timesteps.getAsInt() : "continuous time",
            draws,
            averaged ? "averaged" : "plain",
            step,
            conditional ? "given the class" : "without a class",
            levels > 0 ? levels + " levels" : "density of continuous data",
            seed);
  }

  /** For machines. */
  public String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("unit", "bits/dim");
    report.put("total", bound.total());
    report.put("prior", bound.prior());
    report.put("reconstruction", bound.reconstruction());
    report.put("diffusion", bound.diffusion());
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("split", split);
    protocol.put("examples", bound.examples());
    protocol.put("time", timesteps.isPresent() ? "discrete" : "continuous");
    protocol.put("timesteps", timesteps.orElse(0));
    protocol.put("draws_per_example", draws);
    protocol.put("weights", averaged ? "ema" : "plain");
    protocol.put("step", step);
    protocol.put("conditional", conditional);
    protocol.put("levels", levels);
    protocol.put("seed", seed);
    report.put("protocol", protocol);
    return JSON.writeValueAsString(report);
  }

  private static String text(Estimate estimate) {
    return String.format(Locale.ROOT, "%8.4f ± %.4f", estimate.mean(), estimate.standardError());
  }
}
