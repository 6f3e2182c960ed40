package org.tweedie.engine.likelihood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The likelihood of a probability flow with its protocol.
 *
 * @param flow the estimate
 * @param how the protocol
 * @param quantised whether the data have levels, so that the total is a bound
 * @param first the log SNR where the flow started
 * @param last the log SNR where it ended
 * @param scheduleFirst the log SNR of the schedule at time 0, which may be infinite
 * @param scheduleLast the log SNR of the schedule at time 1, which may be infinite
 */
public record FlowReport(
    FlowEstimate flow,
    FlowProtocol how,
    boolean quantised,
    double first,
    double last,
    double scheduleFirst,
    double scheduleLast)
    implements LikelihoodReport {

  /** What to call it, in a word for machines. */
  public static final String KEY = "flow";

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String heading() {
    return "flow";
  }

  @Override
  public String meaning() {
    return quantised ? "upper bound" : "exact";
  }

  @Override
  public Map<String, Estimate> terms() {
    Map<String, Estimate> all =
        Map.of(
            "prior", flow.prior(),
            "volume", flow.volume(),
            "dequantisation", flow.dequantisation(),
            "reconstruction", flow.reconstruction(),
            "weighting", flow.weighting());
    Map<String, Estimate> terms = new LinkedHashMap<>();
    termsBesideTheTotal(quantised, how.importanceWeighted())
        .forEach(term -> terms.put(term, all.get(term)));
    terms.put(TOTAL, flow.total());
    return terms;
  }

  /** The names of the terms that make up the total. */
  public static List<String> termsBesideTheTotal(boolean quantised, boolean importanceWeighted) {
    if (!quantised) {
      return List.of("prior", "volume");
    }
    return importanceWeighted
        ? List.of("prior", "volume", "dequantisation", "reconstruction", "weighting")
        : List.of("prior", "volume", "dequantisation", "reconstruction");
  }

  @Override
  public Map<String, double[]> each() {
    return flow.each();
  }

  @Override
  public int examples() {
    return flow.examples();
  }

  @Override
  public double predictions() {
    return flow.evaluations();
  }

  @Override
  public List<String> remarks() {
    return List.of(
        "Dormand-Prince 5(4) to %s, %s, %s, seed %d"
            .formatted(how.absoluteTolerance(), divergence(), dequantisation(), how.seed()),
        String.format(
            Locale.ROOT,
            "from log SNR %.2f to %.2f (the schedule: %.2f to %.2f); at the first, %s",
            first,
            last,
            scheduleFirst,
            scheduleLast,
            quantised
                ? String.format(Locale.ROOT, "sigma/alpha is %.2g", Math.exp(-first / 2))
                : String.format(
                    Locale.ROOT,
                    "the density is that of the data with noise of %.2g",
                    Math.exp(-first / 2))),
        "may be off by: integration about %s; probes %s; the prior differs from the latents of data"
                .formatted(
                    LikelihoodReport.number(flow.integrationError()),
                    LikelihoodReport.number(flow.probeError()))
            + " by at most "
            + LikelihoodReport.number(flow.priorMismatch()),
        "of other dynamics than the bounds, which do not limit it: near them once the network has"
            + " learnt the score");
  }

  private String divergence() {
    return how.divergence() == Divergence.EXACT
        ? "exact divergence"
        : "%d %s probe%s"
            .formatted(how.probes(), word(how.divergence()), how.probes() == 1 ? "" : "s");
  }

  private String dequantisation() {
    if (!quantised) {
      return "continuous data";
    }
    return "%s dequantisation with %d draw%s%s"
        .formatted(
            word(how.dequantisation()),
            how.draws(),
            how.draws() == 1 ? "" : "s",
            how.importanceWeighted() ? ", importance-weighted" : "");
  }

  @Override
  public Map<String, Object> protocol() {
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("solver", "dormand-prince-5(4)");
    protocol.put("absolute_tolerance", how.absoluteTolerance());
    protocol.put("relative_tolerance", how.relativeTolerance());
    protocol.put("divergence", word(how.divergence()));
    protocol.put("probes", how.divergence() == Divergence.EXACT ? 0 : how.probes());
    protocol.put("dequantisation", quantised ? word(how.dequantisation()) : "none");
    protocol.put("draws_per_example", quantised ? how.draws() : 1);
    protocol.put("importance_weighted", quantised && how.importanceWeighted());
    protocol.put("log_snr_start", first);
    protocol.put("log_snr_end", last);
    protocol.put("schedule_log_snr_start", String.valueOf(scheduleFirst));
    protocol.put("schedule_log_snr_end", String.valueOf(scheduleLast));
    protocol.put("seed", how.seed());
    return protocol;
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = LikelihoodReport.super.json();
    json.put("is", quantised ? "bound" : "exact");
    json.put("integration_error", flow.integrationError());
    if (!Double.isNaN(flow.probeError())) {
      json.put("probe_error", flow.probeError());
    }
    json.put("prior_mismatch", flow.priorMismatch());
    return json;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
