package org.tweedie.engine.measuring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.likelihood.EvaluationReport;
import org.tweedie.engine.likelihood.LikelihoodReport;

/**
 * What the measures of a run found.
 *
 * @param step the checkpoint's step
 * @param weights which weights were looked at, as in {@code ema} or {@code plain}
 * @param readings all readings, in the order of the measures
 * @param measures for each reading its measure with all its options, as a config has it
 * @param notes sentences about readings that are not defined
 * @param evaluation the likelihoods among them with their protocols, if there are any
 * @param samples how samples were drawn; empty where none were
 */
public record Measurement(
    long step,
    String weights,
    List<Reading> readings,
    List<String> measures,
    List<String> notes,
    Optional<EvaluationReport> evaluation,
    Optional<Drawn> samples) {

  /**
   * How samples were drawn.
   *
   * @param count how many
   * @param seed from which seed
   * @param averaged whether by averaged weights of some kind
   * @param weights by which weights, where it is not the first average or those without
   * @param sampler the sampler with all its options, as a config has it
   * @param guidance the same of guidance, from the innermost to the outermost
   */
  public record Drawn(
      int count,
      long seed,
      boolean averaged,
      Optional<String> weights,
      String sampler,
      List<String> guidance) {

    /** Copies. */
    public Drawn {
      guidance = List.copyOf(guidance);
    }
  }

  /** Copies. */
  public Measurement {
    readings = List.copyOf(readings);
    measures = List.copyOf(measures);
    notes = List.copyOf(notes);
  }

  /** A reading by its key. */
  public Optional<Reading> reading(String key) {
    return readings.stream().filter(reading -> reading.key().equals(key)).findFirst();
  }

  /** For people: likelihoods with their terms and protocols, then all else. */
  public String text() {
    List<String> parts = new ArrayList<>();
    evaluation.ifPresent(report -> parts.add(report.text()));
    List<Reading> others = readings.stream().filter(reading -> !isLikelihood(reading)).toList();
    if (!others.isEmpty()) {
      parts.add(
          samples
                  .map(
                      drawn ->
                          String.format(
                              Locale.ROOT,
                              "Measures of %,d samples, seed %d%n",
                              drawn.count,
                              drawn.seed))
                  .orElse("Measures%n".formatted())
              + ReadingsTable.text(others));
    }
    parts.addAll(notes);
    return parts.isEmpty() ? "Nothing is measured: 'measures' is empty." : String.join("\n", parts);
  }

  private boolean isLikelihood(Reading reading) {
    return evaluation.stream()
        .flatMap(report -> report.likelihoods().stream())
        .map(LikelihoodReport::readings)
        .anyMatch(own -> own.stream().anyMatch(one -> one.key().equals(reading.key())));
  }

  /** For machines: the likelihoods as they always were, if there is nothing else to tell. */
  public String json() {
    boolean plain = readings.stream().allMatch(this::isLikelihood);
    return plain && evaluation.isPresent() ? evaluation.get().json() : ReadingsFile.json(this);
  }
}
