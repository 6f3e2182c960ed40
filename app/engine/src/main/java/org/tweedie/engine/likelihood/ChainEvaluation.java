package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.chain.LatentChain;
import tools.jackson.core.type.TypeReference;

/**
 * Likelihoods of a chain of latents over the first examples of a split.
 *
 * @param batchSize how many examples the networks see at once
 * @param conditional whether the model is told each example's class where it has one
 * @param limit over how many examples, or all where there are fewer
 * @param draws chains drawn for each example
 * @param seed what they are drawn from
 */
public record ChainEvaluation(int batchSize, boolean conditional, int limit, int draws, long seed) {

  /** What the likelihood by importance samples is called, in a word for machines. */
  public static final String IMPORTANCE = "importance";

  /** The key of its reading in nats. */
  public static final String NATS = "importance_nats";

  /** The key of the reading that counts dimensions of latents which tell something of the data. */
  public static final String ACTIVE = "active_units";

  /**
   * The bound, with its terms.
   *
   * @param countsUnits whether to count active units too, which takes two draws
   * @param progress told how many examples are done, after each batch
   */
  public ChainReport bound(
      LatentChain chain, Examples examples, boolean countsUnits, IntConsumer progress) {
    ChainBound bound = new ChainBound(countsUnits ? Math.max(2, draws) : draws, seed, true);
    ActiveUnits units = new ActiveUnits();
    Map<String, double[]> each =
        joined(
            batches(chain)
                .map(
                    examples,
                    (x, condition, first) ->
                        bound
                            .terms(
                                chain,
                                x,
                                condition,
                                first,
                                (draw, level, means) -> units.see(draw, level, means, x.count()))
                            .byName(),
                    new TypeReference<>() {},
                    progress));
    List<Reading> others =
        countsUnits
            ? List.of(
                Reading.of(ACTIVE, units.active())
                    .named("active units")
                    .inUnit("of " + units.all()))
            : List.of();
    return report(chain, LikelihoodReport.MAIN, "bound", each, bound.draws(), others);
  }

  /**
   * Minus the log likelihood as importance samples tell it.
   *
   * @param progress told how many examples are done, after each batch
   */
  public ChainReport importance(LatentChain chain, Examples examples, IntConsumer progress) {
    ChainBound bound = new ChainBound(draws, seed, false);
    Map<String, double[]> each =
        joined(
            batches(chain)
                .map(
                    examples,
                    (x, condition, first) ->
                        Map.of(
                            LikelihoodReport.TOTAL,
                            Arrays.stream(bound.importance(chain, x, condition, first))
                                .map(nats -> -nats)
                                .toArray()),
                    new TypeReference<>() {},
                    progress));
    Estimate nats = Estimate.of(Objects.requireNonNull(each.get(LikelihoodReport.TOTAL)), 1);
    Reading inNats =
        Reading.of(NATS, nats.mean())
            .named("minus log p")
            .withStandardError(nats.standardError())
            .inUnit("nats")
            .lessIsBetter();
    return report(
        chain, IMPORTANCE, "%,d importance samples".formatted(draws), each, draws, List.of(inNats));
  }

  private Batches batches(LatentChain chain) {
    return new Batches(chain.data(), batchSize, conditional, limit);
  }

  private static Map<String, double[]> joined(List<Map<String, double[]>> batches) {
    Map<String, double[]> each = new LinkedHashMap<>();
    for (Map<String, double[]> batch : batches) {
      batch.forEach((term, nats) -> each.merge(term, nats, ChainEvaluation::followed));
    }
    return each;
  }

  private static double[] followed(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private ChainReport report(
      LatentChain chain,
      String key,
      String heading,
      Map<String, double[]> each,
      int taken,
      List<Reading> others) {
    double bits = 1 / (chain.data().shape().size() * Math.log(2));
    Map<String, Estimate> terms = new LinkedHashMap<>();
    each.forEach((term, nats) -> terms.put(term, Estimate.of(nats, bits)));
    return new ChainReport(
        key,
        heading,
        terms,
        Estimate.scaled(each, bits),
        Objects.requireNonNull(each.get(LikelihoodReport.TOTAL)).length,
        // A step there and a step back for each latent.
        2.0 * chain.levels() * taken,
        taken,
        chain.levels(),
        seed,
        others);
  }
}
