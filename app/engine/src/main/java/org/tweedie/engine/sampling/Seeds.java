package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.NoiseSource;

/**
 * Where the noise of samples begins: with one seed for all of them or, where samples of several
 * people are drawn side by side, with each one's own. Each sample is settled by its seed and its
 * index, so it is what it would be alone. Immutable.
 */
public final class Seeds {

  /**
   * Some samples of one seed.
   *
   * @param seed their seed
   * @param first the index of the first of them
   * @param count how many, at least 1
   */
  public record Portion(long seed, long first, int count) {

    /** The samples of a seed from the first on. */
    public Portion(long seed, int count) {
      this(seed, 0, count);
    }
  }

  /** Makes the noise of consecutive samples of one seed. */
  @FunctionalInterface
  interface Maker {
    NoiseSource of(long seed, long firstIndex, int count, DataShape shape);
  }

  private final List<Portion> portions;

  private Seeds(List<Portion> portions) {
    this.portions = portions;
  }

  /** One seed for any number of samples. */
  public static Seeds of(long seed) {
    return of(seed, 0);
  }

  /** The same for those from an index on. */
  public static Seeds of(long seed, long first) {
    return new Seeds(List.of(new Portion(seed, first, Integer.MAX_VALUE)));
  }

  /** The samples of one seed, then those of the next. */
  public static Seeds inTurn(List<Portion> portions) {
    return new Seeds(List.copyOf(portions));
  }

  /**
   * The noise of some of the samples.
   *
   * @param from the first of them, counted over all portions
   * @param count how many
   * @throws IllegalArgumentException if there are not so many
   */
  NoiseSource noise(Maker maker, int from, int count, DataShape shape) {
    List<NoiseSource> parts = new ArrayList<>();
    long begin = 0;
    long found = 0;
    for (Portion portion : portions) {
      long first = Math.max(from, begin);
      long end = Math.min((long) from + count, begin + portion.count());
      if (first < end) {
        parts.add(
            maker.of(portion.seed(), portion.first() + first - begin, (int) (end - first), shape));
        found += end - first;
      }
      begin += portion.count();
    }
    if (found != count) {
      throw new IllegalArgumentException(
          "of %d samples from number %d on, %d have a seed".formatted(count, from, found));
    }
    return parts.size() == 1 ? parts.get(0) : new Joined(parts);
  }

  /** The noise of several batches as that of one. */
  private record Joined(List<NoiseSource> parts) implements NoiseSource {

    @Override
    public Batch draw(long draw) {
      return joined(part -> part.draw(draw));
    }

    @Override
    public Batch increment(double from, double to, long draw) {
      return joined(part -> part.increment(from, to, draw));
    }

    @Override
    public Batch area(double from, double to, long draw) {
      return joined(part -> part.area(from, to, draw));
    }

    private Batch joined(Function<NoiseSource, Batch> noise) {
      List<Batch> drawn = parts.stream().map(noise).toList();
      float[] values = new float[drawn.stream().mapToInt(part -> part.values().length).sum()];
      int at = 0;
      for (Batch part : drawn) {
        System.arraycopy(part.values(), 0, values, at, part.values().length);
        at += part.values().length;
      }
      return Batch.of(drawn.get(0).shape(), values);
    }
  }
}
