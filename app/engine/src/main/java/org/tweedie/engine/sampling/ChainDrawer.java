package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.LatentChain;

/**
 * Samples of a chain of latents: the last one from the prior, then each from the one after it, and
 * the most probable data given the first (Luo, arXiv 2208.11970, equation 23). The sample of an
 * index is settled by the seed, whatever batch it is drawn in.
 */
public final class ChainDrawer implements Drawer {

  private final LatentChain chain;
  private final int batchSize;
  private final long seed;
  private long evaluations;

  /**
   * Of a chain.
   *
   * @param batchSize how many samples are drawn side by side
   * @param seed what they are drawn from
   */
  public ChainDrawer(LatentChain chain, int batchSize, long seed) {
    this.chain = chain;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  @Override
  public List<Batch> frames(Condition conditions, int count, int kept, IntConsumer progress) {
    Ways ways = new Ways(chain.data().shape(), conditions.count());
    int to;
    for (int from = 0; from < conditions.count(); from = to) {
      to = (int) Math.min((long) from + batchSize, conditions.count());
      ways.add(walk(conditions.slice(from, to), from, from < kept ? count : 0));
      progress.accept(to);
    }
    return ways.joined();
  }

  /** Latents on the way show what they stand for by going on without noise. */
  private List<Batch> walk(Condition conditions, int first, int count) {
    int levels = chain.levels();
    List<Batch> frames = new ArrayList<>();
    Batch z = chain.prior(conditions.count()).at(noise(levels, first, conditions));
    for (int level = levels - 1; level >= 1; level--) {
      if (count > 0 && (levels - level) % Math.max(1, levels / count) == 0) {
        frames.add(straight(level + 1, z, conditions));
      }
      z = chain.decode(level, z, conditions).at(noise(level, first, conditions));
      evaluations += conditions.count();
    }
    evaluations += conditions.count();
    frames.add(chain.mostLikely(z, conditions));
    return frames;
  }

  private Batch straight(int from, Batch z, Condition conditions) {
    Batch mean = z;
    for (int level = from - 1; level >= 1; level--) {
      mean = chain.decode(level, mean, conditions).at(Batch.zeros(chain.latent(level), z.count()));
    }
    return chain.mostLikely(mean, conditions);
  }

  private Batch noise(int level, int first, Condition conditions) {
    return new SeededNoise(seed, first, conditions.count(), chain.latent(level)).draw(-level);
  }

  @Override
  public void warmUp(Condition conditions) {
    chain.mostLikely(Batch.zeros(chain.latent(1), conditions.count()), conditions);
  }

  @Override
  public long evaluations() {
    return evaluations;
  }
}
