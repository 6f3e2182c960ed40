package org.tweedie.engine.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.LevelSoftmax;

/** Tells in a moment whether a chain gives the bits that it gave elsewhere, or before. */
final class ChainProbe {

  private final LatentChain chain;
  private final CRC32C sum = new CRC32C();

  private ChainProbe(LatentChain chain) {
    this.chain = chain;
  }

  /**
   * What some of the chain's numbers come to: at its ends and in its middle, for one latent and for
   * a batch, since networks are run in other ways for other batches.
   */
  static int of(LatentChain chain, int batch) {
    ChainProbe probe = new ChainProbe(chain);
    for (int level = 1; level <= chain.levels(); level++) {
      probe.add(chain.resolution(level));
    }
    probe.look(1);
    probe.look(batch);
    return (int) probe.sum.getValue();
  }

  private void look(int count) {
    Condition condition =
        chain.data().classes().isEmpty() ? Condition.none(count) : Condition.all(0, count);
    int top = chain.levels();
    Batch first = noise(1, count);
    add(chain.encode(1, new SeededNoise(2, 0, count, chain.data().shape()).draw(0), condition));
    LevelSoftmax softmax = chain.reconstruct(first, condition);
    add(softmax.mean());
    add(softmax.deviation());
    for (int level = 1; level < top; level += Math.max(1, (top - 2) / 2)) {
      add(chain.decode(level, noise(level + 1, count), condition));
      add(chain.encode(level + 1, noise(level, count), condition));
    }
    add(chain.prior(count));
  }

  private Batch noise(int level, int count) {
    return new SeededNoise(1, 0, count, chain.latent(level)).draw(level);
  }

  private void add(DiagonalGaussian gaussian) {
    add(gaussian.mean());
    add(gaussian.deviation());
  }

  private void add(double... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
    bytes.asDoubleBuffer().put(numbers);
    sum.update(bytes);
  }
}
