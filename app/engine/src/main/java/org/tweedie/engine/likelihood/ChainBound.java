package org.tweedie.engine.likelihood;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.TopDownChain;

/**
 * The negative variational bound of any chain of latents, {@code -log p(x) <= reconstruction +
 * latents + prior}, taken apart in one of two ways: each latent against the step from the latent
 * before it (Luo, arXiv 2208.11970, equations 28 and 45), or, where the encoder can be walked from
 * the top too, against the step back that knows the data (equation 58). Both have one mean; the
 * second compares two Gaussians in closed form. Example i of a seed gets the same draws in whatever
 * batch it is.
 *
 * @param draws chains drawn for each example, at least 1
 * @param seed what they are drawn from
 * @param topDown whether to walk from the top where that can be done
 */
public record ChainBound(int draws, long seed, boolean topDown) {

  /**
   * The terms of each example of a batch, in nats.
   *
   * @param reconstruction minus log p(x | z_1)
   * @param latents what z_1 to z_(L-1) cost; 0 where there is one latent
   * @param prior what z_L costs
   */
  public record Terms(double[] reconstruction, double[] latents, double[] prior) {

    static Terms zero(int count) {
      return new Terms(new double[count], new double[count], new double[count]);
    }

    /** By name, the sum last. */
    Map<String, double[]> byName() {
      Map<String, double[]> named = new LinkedHashMap<>();
      named.put("prior", prior);
      named.put("reconstruction", reconstruction);
      named.put("latents", latents);
      double[] total = new double[prior.length];
      Arrays.setAll(total, i -> prior[i] + reconstruction[i] + latents[i]);
      named.put(LikelihoodReport.TOTAL, total);
      return named;
    }
  }

  /** Looks at the encoder's means of each level, on the way from the data. */
  @FunctionalInterface
  interface Means {
    void see(int draw, int level, double[] means);
  }

  /**
   * The terms.
   *
   * @param x data in the model's scale
   * @param condition what the model is told of each
   * @param firstIndex the index of the batch's first example
   */
  public Terms terms(LatentChain chain, Batch x, Condition condition, long firstIndex) {
    return terms(chain, x, condition, firstIndex, (draw, level, means) -> {});
  }

  Terms terms(LatentChain chain, Batch x, Condition condition, long firstIndex, Means means) {
    Terms sum = Terms.zero(x.count());
    for (int draw = 0; draw < draws; draw++) {
      if (topDown && chain instanceof TopDownChain both) {
        fromTheTop(both, x, condition, firstIndex, draw, sum);
      } else {
        fromTheData(chain, x, condition, firstIndex, draw, sum, means);
      }
    }
    return sum;
  }

  private void fromTheTop(
      TopDownChain chain, Batch x, Condition condition, long first, int draw, Terms sum) {
    int last = chain.levels();
    DiagonalGaussian top = chain.last(x, condition);
    add(sum.prior, top.divergence(chain.prior(x.count())));
    Batch z = top.at(noise(chain, last, x, first, draw));
    for (int level = last - 1; level >= 1; level--) {
      DiagonalGaussian q = chain.posterior(level, z, x, condition);
      add(sum.latents, q.divergence(chain.decode(level, z, condition)));
      z = q.at(noise(chain, level, x, first, draw));
    }
    add(sum.reconstruction, chain.cost(x, z, condition));
  }

  private void fromTheData(
      LatentChain chain,
      Batch x,
      Condition condition,
      long first,
      int draw,
      Terms sum,
      Means means) {
    int last = chain.levels();
    Batch below = x;
    for (int level = 1; level <= last; level++) {
      DiagonalGaussian q = chain.encode(level, below, condition);
      means.see(draw, level, q.mean());
      Batch z = q.at(noise(chain, level, x, first, draw));
      if (level == 1) {
        add(sum.reconstruction, chain.cost(x, z, condition));
      } else {
        add(sum.latents, negated(chain.decode(level - 1, z, condition).logDensity(below)));
      }
      if (level < last) {
        add(sum.latents, q.logDensity(z));
      } else {
        add(sum.prior, q.divergence(chain.prior(x.count())));
      }
      below = z;
    }
  }

  /**
   * The logarithm of the likelihood's estimate by importance samples, {@code log mean_k p(x, z_k) /
   * q(z_k | x)}, of each example in nats (Burda et al., arXiv 1509.00519, equation 8): the bound
   * where there is one draw, the log likelihood itself as draws grow.
   */
  public double[] importance(LatentChain chain, Batch x, Condition condition, long firstIndex) {
    double[][] weights = new double[draws][];
    DiagonalGaussian first = chain.encode(1, x, condition);
    for (int draw = 0; draw < draws; draw++) {
      weights[draw] = logWeights(chain, x, first, condition, firstIndex, draw);
    }
    double[] nats = new double[x.count()];
    for (int i = 0; i < nats.length; i++) {
      int example = i;
      double largest = Arrays.stream(weights).mapToDouble(one -> one[example]).max().orElseThrow();
      double sum =
          Arrays.stream(weights).mapToDouble(one -> Math.exp(one[example] - largest)).sum();
      nats[i] = largest + Math.log(sum / draws);
    }
    return nats;
  }

  private double[] logWeights(
      LatentChain chain,
      Batch x,
      DiagonalGaussian ofData,
      Condition condition,
      long first,
      int draw) {
    double[] nats = new double[x.count()];
    Batch below = x;
    for (int level = 1; level <= chain.levels(); level++) {
      DiagonalGaussian q = level == 1 ? ofData : chain.encode(level, below, condition);
      Batch z = q.at(noise(chain, level, x, first, draw));
      double[] given =
          level == 1
              ? negated(chain.cost(x, z, condition))
              : chain.decode(level - 1, z, condition).logDensity(below);
      double[] taken = q.logDensity(z);
      double[] last = level == chain.levels() ? chain.prior(x.count()).logDensity(z) : null;
      for (int i = 0; i < nats.length; i++) {
        nats[i] += given[i] - taken[i] + (last == null ? 0 : last[i]);
      }
      below = z;
    }
    return nats;
  }

  private Batch noise(LatentChain chain, int level, Batch x, long first, int draw) {
    long number = (long) draw * chain.levels() + level - 1;
    return new SeededNoise(seed, first, x.count(), chain.latent(level)).draw(number);
  }

  private void add(double[] sum, double[] nats) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += nats[i] / draws;
    }
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }
}
