package org.tweedie.engine.codec;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.LevelSoftmax;

/** Codes the data of a batch by {@code p(x | z_1)}. */
final class DataCoder {

  private final Levels levels;
  private final LevelBins bins;

  DataCoder(Levels levels, int precision) {
    this.levels = levels;
    bins = new LevelBins(levels, precision);
  }

  /** How many numbers the latents of an example are. */
  static long latents(LatentChain chain) {
    return IntStream.rangeClosed(1, chain.levels())
        .mapToLong(level -> chain.latent(level).size())
        .sum();
  }

  /** The sum of some nats in bits. */
  static double bits(double[] nats) {
    return Arrays.stream(nats).sum() / Math.log(2);
  }

  void push(Rans rans, Batch x, LevelSoftmax p) {
    for (int k = 0; k < p.mean().length; k++) {
      bins.push(rans, levels.level(x.values()[k]), p.mean()[k], p.deviation()[k]);
    }
  }

  Batch pop(Rans rans, LevelSoftmax p) {
    float[] values = new float[p.mean().length];
    for (int k = values.length - 1; k >= 0; k--) {
      values[k] = levels.value(bins.pop(rans, p.mean()[k], p.deviation()[k]));
    }
    return Batch.of(p.shape(), values);
  }
}
