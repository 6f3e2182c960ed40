package org.tweedie.engine.likelihood;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.measure.Reading;

/**
 * A likelihood of a chain of latents with its protocol.
 *
 * @param key what to call it, in a word for machines
 * @param heading what to call it, as a column's heading
 * @param terms in bits per dimension, by name, the total last
 * @param each what each example has, by the name of the term
 * @param examples over how many examples
 * @param predictions that networks made for an example
 * @param draws chains drawn for each example
 * @param latents of the chain
 * @param seed what they were drawn from
 * @param others what was found beside the likelihood
 */
public record ChainReport(
    String key,
    String heading,
    Map<String, Estimate> terms,
    Map<String, double[]> each,
    int examples,
    double predictions,
    int draws,
    int latents,
    long seed,
    List<Reading> others)
    implements LikelihoodReport {

  /** Copies what else was found. */
  public ChainReport {
    others = List.copyOf(others);
  }

  @Override
  public String meaning() {
    return "upper bound";
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "%d latent%s, %,d draw%s each, seed %d"
            .formatted(latents, latents == 1 ? "" : "s", draws, draws == 1 ? "" : "s", seed));
    for (Reading other : others) {
      remarks.add("%s %s %s".formatted(other.name(), number(other.value()), other.unit()));
    }
    return remarks;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : LikelihoodReport.number(value);
  }

  @Override
  public Map<String, Object> protocol() {
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("latents", latents);
    protocol.put("draws_per_example", draws);
    protocol.put("seed", seed);
    others.forEach(other -> protocol.put(other.key(), other.value()));
    return protocol;
  }

  @Override
  public List<Reading> readings() {
    List<Reading> readings = new ArrayList<>(LikelihoodReport.super.readings());
    readings.addAll(others);
    return readings;
  }
}
