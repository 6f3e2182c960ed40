package org.tweedie.engine.codec;

import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.LevelSoftmax;

/**
 * Bit-Swap's order (Kingma, Abbeel and Ho, arXiv 1905.06845, algorithm 1): draws a latent, codes
 * what lies below it, and so on upwards, so that each level is drawn with the bits that the level
 * below gave back. What it takes beforehand does not grow with the number of levels, and two levels
 * are in memory at once.
 *
 * <p>Each level has a grid of its own, {@value #FINENESS} bins for the smallest standard deviation
 * that occurs there.
 */
final class BottomUpOrder implements CodingOrder {

  /** Bins of a standard deviation: the variance of rounding is 1/3072 of the smallest one. */
  private static final int FINENESS = 16;

  private final LatentChain chain;
  private final GridBins[] grids;
  private final DataCoder data;

  BottomUpOrder(LatentChain chain, int precision) {
    this.chain = chain;
    grids =
        IntStream.rangeClosed(1, chain.levels())
            .mapToObj(level -> new GridBins(chain.resolution(level) / FINENESS, precision))
            .toArray(GridBins[]::new);
    data = new DataCoder(chain.data().levels().orElseThrow(), precision);
  }

  @Override
  public double encode(Rans rans, Batch x, Condition condition) {
    DiagonalGaussian q = chain.encode(1, x, condition);
    int[] bins = draw(rans, 1, q);
    Batch z = latents(1, bins);
    LevelSoftmax likelihood = chain.reconstruct(z, condition);
    data.push(rans, x, likelihood);
    double bits = DataCoder.bits(q.logDensity(z)) + DataCoder.bits(likelihood.nats(x));
    for (int level = 1; level < chain.levels(); level++) {
      q = chain.encode(level + 1, z, condition);
      int[] above = draw(rans, level + 1, q);
      Batch next = latents(level + 1, above);
      DiagonalGaussian p = chain.decode(level, next, condition);
      push(rans, level, bins, p);
      bits += DataCoder.bits(q.logDensity(next)) - DataCoder.bits(p.logDensity(z));
      bins = above;
      z = next;
    }
    DiagonalGaussian prior = chain.prior(x.count());
    push(rans, chain.levels(), bins, prior);
    return bits - DataCoder.bits(prior.logDensity(z));
  }

  @Override
  public long draws() {
    return DataCoder.latents(chain);
  }

  @Override
  public Batch decode(Rans rans, Condition condition) {
    int[] bins = pop(rans, chain.levels(), chain.prior(condition.count()));
    Batch z = latents(chain.levels(), bins);
    for (int level = chain.levels() - 1; level > 0; level--) {
      int[] below = pop(rans, level, chain.decode(level, z, condition));
      z = latents(level, below);
      giveBack(rans, level + 1, bins, chain.encode(level + 1, z, condition));
      bins = below;
    }
    Batch x = data.pop(rans, chain.reconstruct(z, condition));
    giveBack(rans, 1, bins, chain.encode(1, x, condition));
    return x;
  }

  private Batch latents(int level, int[] bins) {
    float[] values = new float[bins.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = grids[level - 1].value(bins[k]);
    }
    return Batch.of(chain.latent(level), values);
  }

  private int[] draw(Rans rans, int level, DiagonalGaussian q) {
    int[] bins = new int[q.mean().length];
    for (int k = 0; k < bins.length; k++) {
      bins[k] = grids[level - 1].draw(rans, q.mean()[k], q.deviation()[k]);
    }
    return bins;
  }

  private void giveBack(Rans rans, int level, int[] bins, DiagonalGaussian q) {
    for (int k = bins.length - 1; k >= 0; k--) {
      grids[level - 1].giveBack(rans, bins[k], q.mean()[k], q.deviation()[k]);
    }
  }

  private void push(Rans rans, int level, int[] bins, DiagonalGaussian p) {
    for (int k = 0; k < bins.length; k++) {
      grids[level - 1].push(rans, bins[k], p.mean()[k], p.deviation()[k]);
    }
  }

  private int[] pop(Rans rans, int level, DiagonalGaussian p) {
    int[] bins = new int[p.mean().length];
    for (int k = bins.length - 1; k >= 0; k--) {
      bins[k] = grids[level - 1].pop(rans, p.mean()[k], p.deviation()[k]);
    }
    return bins;
  }
}
