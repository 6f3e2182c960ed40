package org.tweedie.engine.codec;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LevelSoftmax;
import org.tweedie.engine.chain.TopDownChain;

/**
 * The order of Kingma et al. (arXiv 2107.00630, section 6 and appendix N): draws all latents from
 * the last to the first, each in bins that its decoder finds equally probable, then codes the data
 * and all of them. It takes about {@code bits} beforehand for each dimension of each level; all
 * bins are in memory at once, and at decoding all means too.
 */
final class TopDownOrder implements CodingOrder {

  private final TopDownChain chain;
  private final EqualMassBins bins;
  private final DataCoder data;

  TopDownOrder(TopDownChain chain, int bits, int precision) {
    this.chain = chain;
    bins = new EqualMassBins(bits, precision);
    data = new DataCoder(chain.data().levels().orElseThrow(), precision);
  }

  @Override
  public double encode(Rans rans, Batch x, Condition condition) {
    int levels = chain.levels();
    char[][] drawn = new char[levels][];
    Batch z = x;
    double bits = 0;
    for (int level = levels; level > 0; level--) {
      DiagonalGaussian q = encoder(level, z, x, condition);
      DiagonalGaussian p = decoder(level, z, condition);
      char[] of = new char[p.mean().length];
      for (int k = 0; k < of.length; k++) {
        of[k] = (char) bins.draw(rans, ratio(p, q, k), shift(p, q, k));
      }
      z = latents(p, of);
      drawn[level - 1] = of;
      bits += DataCoder.bits(q.logDensity(z)) - DataCoder.bits(p.logDensity(z));
    }
    LevelSoftmax likelihood = chain.reconstruct(z, condition);
    data.push(rans, x, likelihood);
    for (char[] of : drawn) {
      for (char bin : of) {
        bins.push(rans, bin);
      }
    }
    return bits + DataCoder.bits(likelihood.nats(x));
  }

  @Override
  public long draws() {
    return DataCoder.latents(chain);
  }

  @Override
  public Batch decode(Rans rans, Condition condition) {
    int levels = chain.levels();
    char[][] popped = new char[levels][];
    DiagonalGaussian[] decoders = new DiagonalGaussian[levels];
    Batch[] latents = new Batch[levels];
    Batch z = Batch.zeros(chain.latent(levels), condition.count());
    for (int level = levels; level > 0; level--) {
      DiagonalGaussian p = decoder(level, z, condition);
      char[] of = new char[p.mean().length];
      for (int k = of.length - 1; k >= 0; k--) {
        of[k] = (char) bins.pop(rans);
      }
      z = latents(p, of);
      popped[level - 1] = of;
      decoders[level - 1] = p;
      latents[level - 1] = z;
    }
    Batch x = data.pop(rans, chain.reconstruct(z, condition));
    for (int level = 1; level <= levels; level++) {
      Batch above = level == levels ? x : latents[level];
      DiagonalGaussian q = encoder(level, above, x, condition);
      DiagonalGaussian p = decoders[level - 1];
      char[] of = popped[level - 1];
      for (int k = of.length - 1; k >= 0; k--) {
        bins.giveBack(rans, of[k], ratio(p, q, k), shift(p, q, k));
      }
    }
    return x;
  }

  private DiagonalGaussian encoder(int level, Batch above, Batch x, Condition condition) {
    return level == chain.levels()
        ? chain.last(x, condition)
        : chain.posterior(level, above, x, condition);
  }

  private DiagonalGaussian decoder(int level, Batch above, Condition condition) {
    return level == chain.levels()
        ? chain.prior(condition.count())
        : chain.decode(level, above, condition);
  }

  private static double ratio(DiagonalGaussian p, DiagonalGaussian q, int k) {
    return p.deviation()[k] / q.deviation()[k];
  }

  private static double shift(DiagonalGaussian p, DiagonalGaussian q, int k) {
    return (p.mean()[k] - q.mean()[k]) / q.deviation()[k];
  }

  private Batch latents(DiagonalGaussian p, char[] drawn) {
    float[] values = new float[drawn.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (p.mean()[k] + p.deviation()[k] * bins.value(drawn[k]));
    }
    return Batch.of(p.shape(), values);
  }
}
