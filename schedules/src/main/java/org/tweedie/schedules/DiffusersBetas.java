package org.tweedie.schedules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignForm;

/**
 * Noise schedules as the scheduler_config.json of diffusers says them: by a name of their kind and
 * the variances that the first and the last step add, or by all variances.
 */
public final class DiffusersBetas {

  static final String FORMAT = "diffusers";

  static final String LINEAR = "linear";
  static final String SCALED_LINEAR = "scaled_linear";
  private static final String SQUARED_COSINE = "squaredcos_cap_v2";

  private static final String SIGMOID = "sigmoid";

  private static final String SCHEDULE = "beta_schedule";
  private static final String FIRST = "beta_start";
  private static final String LAST = "beta_end";
  private static final String STEPS = "num_train_timesteps";
  private static final String ALL = "trained_betas";
  private static final String RESCALED = "rescale_betas_zero_snr";

  private DiffusersBetas() {}

  /** Of a kind with the variances of the first and the last step; nothing in continuous time. */
  static Map<String, @Nullable Object> described(String kind, Betas betas) {
    if (betas.continuous()) {
      return Map.of();
    }
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put(SCHEDULE, kind);
    said.put(FIRST, betas.betaFirst());
    said.put(LAST, betas.betaLast());
    return said;
  }

  /** All variances. */
  static Map<String, @Nullable Object> listed(List<Double> betas) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put(ALL, betas);
    return said;
  }

  private static boolean isKind(ForeignDescription said, String kind) {
    return !said.has(ALL) && said.text(SCHEDULE, LINEAR).equals(kind);
  }

  private static double first(ForeignDescription said) {
    return said.number(FIRST, 1e-4);
  }

  private static double last(ForeignDescription said) {
    return said.number(LAST, 0.02);
  }

  private static int steps(ForeignDescription said) {
    return said.whole(STEPS, 1000);
  }

  /** Steps by their first and last variance. */
  private static Map<String, Object> ends(ForeignDescription said) {
    refuseRescaled(said);
    return Map.of("beta-first", first(said), "beta-last", last(said), "timesteps", steps(said));
  }

  private static void refuseRescaled(ForeignDescription said) {
    if (said.flag(RESCALED, false)) {
      said.refuse(
          RESCALED,
          "Steps that are moved to leave no signal at the end cannot be had of a list of steps here.");
    }
  }

  /** Of betas that two ends settle. */
  private abstract static class BetweenEnds implements ForeignForm {

    private final String kind;

    BetweenEnds(String kind) {
      this.kind = kind;
    }

    @Override
    public String format() {
      return FORMAT;
    }

    @Override
    public boolean describes(ForeignDescription said) {
      return isKind(said, kind);
    }

    @Override
    public Map<String, Object> options(ForeignDescription said, DataDescription data) {
      return ends(said);
    }
  }

  /** Of {@link BetaLinearSchedule}. */
  public static final class Linear extends BetweenEnds {

    /** Without options. */
    public Linear() {
      super(LINEAR);
    }
  }

  /** Of {@link ScaledLinearSchedule}. */
  public static final class ScaledLinear extends BetweenEnds {

    /** Without options. */
    public ScaledLinear() {
      super(SCALED_LINEAR);
    }
  }

  /** Of {@link TableSchedule}. */
  public static final class Listed implements ForeignForm {

    private static final double OFFSET = 0.008;
    private static final double BETA_LIMIT = 0.999;

    @Override
    public String format() {
      return FORMAT;
    }

    @Override
    public boolean describes(ForeignDescription said) {
      return said.has(ALL) || isKind(said, SIGMOID) || isKind(said, SQUARED_COSINE);
    }

    @Override
    public Map<String, Object> options(ForeignDescription said, DataDescription data) {
      refuseRescaled(said);
      double first = first(said);
      double last = last(said);
      int steps = steps(said);
      List<Double> betas = said.numbers(ALL, List.of());
      if (said.has(ALL) && betas.size() != steps) {
        said.refuse(
            ALL, "There are %d variances, and %s is %d.".formatted(betas.size(), STEPS, steps));
      }
      if (!said.has(ALL)) {
        betas =
            said.text(SCHEDULE, LINEAR).equals(SIGMOID)
                ? sigmoid(first, last, steps)
                : squaredCosine(steps);
      }
      return Map.of("quantity", TableSchedule.Quantity.BETA, "values", betas);
    }

    /** Nichol and Dhariwal (arXiv 2102.09672, section 3.2), with the limit that they set. */
    private static List<Double> squaredCosine(int steps) {
      return IntStream.range(0, steps)
          .mapToObj(i -> Math.min(1 - signal(i + 1, steps) / signal(i, steps), BETA_LIMIT))
          .toList();
    }

    private static double signal(int step, int steps) {
      double cosine = StrictMath.cos(((double) step / steps + OFFSET) / (1 + OFFSET) * Math.PI / 2);
      return cosine * cosine;
    }

    /** A sigmoid of -6 to 6 between the two. */
    private static List<Double> sigmoid(double first, double last, int steps) {
      return IntStream.range(0, steps)
          .mapToObj(
              i -> {
                double u = -6 + 12.0 * i / Math.max(1, steps - 1);
                return first + (last - first) / (1 + StrictMath.exp(-u));
              })
          .toList();
    }
  }
}
