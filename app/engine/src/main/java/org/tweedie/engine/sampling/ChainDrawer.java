package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.progress.WalkListener;

/**
 * Samples of a chain of latents: the last one from the prior, then each from the one after it, and
 * the data that the first stands for (Luo, arXiv 2208.11970, equation 23). The sample of an index
 * is settled by the seed, whatever batch it is drawn in.
 */
public final class ChainDrawer implements Drawer {

  private final LatentChain chain;
  private final int batchSize;
  private final Seeds seeds;
  private long evaluations;

  /**
   * Of a chain.
   *
   * @param batchSize how many samples are drawn side by side
   * @param seeds what they are drawn from
   */
  public ChainDrawer(LatentChain chain, int batchSize, Seeds seeds) {
    this.chain = chain;
    this.batchSize = batchSize;
    this.seeds = seeds;
  }

  /** Sees each latent before the one below it is drawn. */
  @FunctionalInterface
  private interface Look {
    void at(int level, Batch z);
  }

  @Override
  public List<Batch> frames(Condition conditions, int count, int kept, IntConsumer progress) {
    Ways ways = new Ways(chain.data().shape(), conditions.count());
    int levels = chain.levels();
    int to;
    for (int from = 0; from < conditions.count(); from = to) {
      to = end(from, conditions);
      Condition walking = conditions.slice(from, to);
      int wanted = from < kept ? count : 0;
      List<Batch> frames = new ArrayList<>();
      frames.add(
          walk(
              walking,
              from,
              (level, z) -> {
                if (wanted > 0 && (levels - level) % Math.max(1, levels / wanted) == 0) {
                  frames.add(straight(level + 1, z, walking));
                }
              }));
      ways.add(frames);
      progress.accept(to);
    }
    return ways.joined();
  }

  @Override
  public Batch draw(Condition conditions, WalkListener listener) {
    Ways ways = new Ways(chain.data().shape(), conditions.count());
    int levels = chain.levels();
    for (int from = 0; from < conditions.count(); from = end(from, conditions)) {
      int first = from;
      int last = end(from, conditions);
      Condition walking = conditions.slice(first, last);
      Batch drawn =
          walk(
              walking,
              first,
              (level, z) -> {
                if (listener.isStopWanted()) {
                  throw new CancellationException("nobody wants the samples any more");
                }
                listener.step(
                    first, last, levels - level, levels, () -> straight(level + 1, z, walking));
              });
      listener.step(first, last, levels, levels, () -> drawn);
      ways.add(List.of(drawn));
    }
    return ways.joined().get(0);
  }

  private int end(int from, Condition conditions) {
    return (int) Math.min((long) from + batchSize, conditions.count());
  }

  private Batch walk(Condition conditions, int first, Look look) {
    int levels = chain.levels();
    Batch z = chain.prior(conditions.count()).at(noise(levels, first, conditions));
    for (int level = levels - 1; level >= 1; level--) {
      look.at(level, z);
      z = chain.decode(level, z, conditions).at(noise(level, first, conditions));
      evaluations += conditions.count();
    }
    evaluations += conditions.count();
    return chain.restore(z, conditions);
  }

  /** Latents on the way show what they stand for by going on without noise. */
  private Batch straight(int from, Batch z, Condition conditions) {
    Batch mean = z;
    for (int level = from - 1; level >= 1; level--) {
      mean = chain.decode(level, mean, conditions).at(Batch.zeros(chain.latent(level), z.count()));
    }
    return chain.restore(mean, conditions);
  }

  private Batch noise(int level, int first, Condition conditions) {
    return seeds
        .noise(SeededNoise::new, first, conditions.count(), chain.latent(level))
        .draw(-level);
  }

  @Override
  public void warmUp(Condition conditions) {
    chain.restore(Batch.zeros(chain.latent(1), conditions.count()), conditions);
  }

  @Override
  public long evaluations() {
    return evaluations;
  }
}
