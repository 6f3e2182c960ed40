package org.tweedie.engine.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tweedie.api.objective.LossHistory;

/**
 * The losses of the last steps, each with its time, as far as a distribution of times looks at
 * them. Safe for threads.
 *
 * <p>The input of a step is prepared while the step before it runs, so it sees the losses up to the
 * step before that one: always, and so after a resumption too.
 */
final class RecentLosses {

  /** How many losses are remembered, to a batch. */
  private static final int CAPACITY = 8192;

  /** The input of a step sees what lies at least so many steps back. */
  private static final int LAG = 2;

  private static final String TIMES = "history/times";
  private static final String LOSSES = "history/losses";

  private record Block(long step, float[] times, float[] losses) {}

  private final int batch;
  private final double back;
  private final Deque<Block> blocks = new ArrayDeque<>();

  /**
   * Nothing seen yet.
   *
   * @param batch losses a step
   * @param timesteps the number of steps where time is discrete: a loss then stands for the middle
   *     of its step
   */
  RecentLosses(int batch, OptionalInt timesteps) {
    this.batch = batch;
    this.back = timesteps.isPresent() ? 0.5 / timesteps.getAsInt() : 0;
  }

  private int remembered() {
    return (CAPACITY + batch - 1) / batch;
  }

  /** Adds what a step found. */
  synchronized void add(long step, double[] times, float[] losses) {
    float[] rounded = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      rounded[i] = (float) (times[i] - back);
    }
    blocks.addLast(new Block(step, rounded, losses));
    while (blocks.getFirst().step() <= step - remembered() - LAG) {
      blocks.removeFirst();
    }
  }

  /** What the input of a step may look at. */
  synchronized LossHistory before(long step) {
    List<Block> seen = new ArrayList<>();
    for (Block block : blocks) {
      if (block.step() <= step - LAG && block.step() > step - LAG - remembered()) {
        seen.add(block);
      }
    }
    return new View(seen, batch);
  }

  /** All that a checkpoint must keep, by name. */
  synchronized Map<String, float[]> state() {
    float[] times = new float[blocks.size() * batch];
    float[] losses = new float[blocks.size() * batch];
    int at = 0;
    for (Block block : blocks) {
      System.arraycopy(block.times(), 0, times, at, batch);
      System.arraycopy(block.losses(), 0, losses, at, batch);
      at += batch;
    }
    // In a fixed order, which Map.of does not keep: equal checkpoints are equal files.
    Map<String, float[]> state = new LinkedHashMap<>();
    state.put(TIMES, times);
    state.put(LOSSES, losses);
    return state;
  }

  /** Goes on from a checkpoint. */
  synchronized void load(long step, Map<String, float[]> state) {
    float[] times = state.getOrDefault(TIMES, new float[0]);
    float[] losses = state.getOrDefault(LOSSES, new float[0]);
    int count = times.length / batch;
    blocks.clear();
    for (int i = 0; i < count; i++) {
      float[] blockTimes = new float[batch];
      float[] blockLosses = new float[batch];
      System.arraycopy(times, i * batch, blockTimes, 0, batch);
      System.arraycopy(losses, i * batch, blockLosses, 0, batch);
      blocks.addLast(new Block(step - count + 1 + i, blockTimes, blockLosses));
    }
  }

  private record View(List<Block> blocks, int batch) implements LossHistory {

    @Override
    public int size() {
      return blocks.size() * batch;
    }

    @Override
    public double time(int index) {
      return blocks.get(index / batch).times()[index % batch];
    }

    @Override
    public double loss(int index) {
      return blocks.get(index / batch).losses()[index % batch];
    }
  }
}
