package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/**
 * What samples looked like on their way, put together batch after batch. The samples themselves
 * take memory once, from the beginning on: that there is too little shows before hours of work.
 * Used by one thread.
 */
final class Ways {

  private final DataShape shape;
  private final float[] samples;
  private final List<List<Batch>> frames = new ArrayList<>();
  private int done;

  /**
   * Of no batch yet.
   *
   * @param shape of a sample
   * @param count how many samples there will be
   */
  Ways(DataShape shape, int count) {
    this.shape = shape;
    samples = new float[Math.multiplyExact(count, shape.size())];
  }

  /** Takes a batch's frames, the samples themselves last. */
  void add(List<Batch> batch) {
    Batch last = batch.get(batch.size() - 1);
    System.arraycopy(last.values(), 0, samples, done, last.values().length);
    done += last.values().length;
    if (batch.size() > 1) {
      frames.add(List.copyOf(batch.subList(0, batch.size() - 1)));
    }
  }

  /**
   * Each frame of the batches that have frames, as many as all of them have, and the samples of all
   * last.
   */
  List<Batch> joined() {
    List<Batch> joined = new ArrayList<>();
    int common = frames.stream().mapToInt(List::size).min().orElse(0);
    for (int i = 0; i < common; i++) {
      int frame = i;
      joined.add(
          frames.stream().map(batch -> batch.get(frame)).reduce(Batch::followedBy).orElseThrow());
    }
    joined.add(Batch.of(shape, samples));
    return joined;
  }
}
