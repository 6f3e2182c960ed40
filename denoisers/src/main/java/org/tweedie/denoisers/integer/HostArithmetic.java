package org.tweedie.denoisers.integer;

import static org.tweedie.denoisers.integer.FixedPoint.STREAM_BITS;
import static org.tweedie.denoisers.integer.FixedPoint.STREAM_LARGEST;

import org.tweedie.api.data.Levels;

/**
 * The arithmetic on the host, for some of a batch's examples. Used by one thread.
 *
 * @param network whose weights
 * @param z all latents of the batch
 * @param logSnr of all
 * @param label of all
 * @param from the first example
 * @param count how many
 */
record HostArithmetic(
    HostEvaluation network, float[] z, float[] logSnr, int[] label, int from, int count)
    implements Arithmetic<Planes> {

  @Override
  public Planes pixels() {
    Design design = network.design();
    int depth = design.depth();
    int[][] seen = new int[depth * design.seenOfValue()][count * design.pixels()];
    int begin = from * design.pixels() * depth;
    for (int channel = 0; channel < depth; channel++) {
      for (int i = 0; i < count * design.pixels(); i++) {
        float value = z[begin + i * depth + channel];
        seen[channel][i] =
            FixedPoint.quantised(value, FixedPoint.ACTIVATION_BITS, FixedPoint.LARGEST);
        if (design.levels().isPresent()) {
          turn(seen, channel, i, value, design.levels().get());
        }
      }
    }
    return new Planes(seen, design.height(), design.width());
  }

  private void turn(int[][] seen, int channel, int i, float value, Levels levels) {
    int depth = network.design().depth();
    int[] sines = network.tables().sines();
    float limited = Math.max(-HostEvaluation.FARTHEST, Math.min(HostEvaluation.FARTHEST, value));
    int next = channel + depth;
    for (int share = 4; share > 1; share -= 2) {
      int turn =
          Math.floorMod(
              FixedPoint.round(limited * HostEvaluation.turns(levels, share)), FixedPoint.TURN);
      seen[next][i] = sines[turn];
      seen[next + depth][i] = sines[FixedPoint.cosine(turn)];
      next += 2 * depth;
    }
  }

  @Override
  public Planes waves() {
    int[][] waves = new int[2 * Design.WAVES][count];
    for (int i = 0; i < count; i++) {
      int[] row = network.tables().waves()[FixedPoint.logSnrIndex(logSnr[from + i])];
      for (int k = 0; k < row.length; k++) {
        waves[k][i] = row[k];
      }
    }
    return new Planes(waves, 1, 1);
  }

  @Override
  public Planes classes(String name, int width) {
    float[] table = network.parameter(name, (network.design().labels() + 1) * width);
    int[][] rows = new int[width][count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < width; k++) {
        float of = table[label[from + i] * width + k];
        rows[k][i] = FixedPoint.quantised(of, STREAM_BITS, STREAM_LARGEST);
      }
    }
    return new Planes(rows, 1, 1);
  }

  @Override
  public Planes convolution(String name, Planes x, int channels, Start start) {
    IntegerLayer layer = network.layer(name, Planes.PLACES, x.channels(), channels);
    return stream(x.convolution(layer), layer);
  }

  @Override
  public Planes dense(String name, Planes x, int width) {
    IntegerLayer layer = network.layer(name, 1, x.channels(), width);
    return stream(x.dense(layer), layer);
  }

  /** Sums are finer than what runs between blocks: to round is to shift. */
  private static Planes stream(Planes sums, IntegerLayer layer) {
    return sums.rounded(layer.bits() - STREAM_BITS);
  }

  @Override
  public Planes sum(Planes x, Planes y) {
    int each = x.pixels() / y.pixels();
    int[][] sums = new int[x.channels()][];
    for (int channel = 0; channel < sums.length; channel++) {
      int[] mine = x.values()[channel];
      int[] others = y.values()[channel];
      int[] sum = new int[mine.length];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = limited(mine[i] + others[i / each]);
      }
      sums[channel] = sum;
    }
    return new Planes(sums, x.height(), x.width());
  }

  @Override
  public Planes activation(Planes x) {
    return x.activated(network.tables().silu());
  }

  private static int limited(int value) {
    return Math.max(-STREAM_LARGEST, Math.min(STREAM_LARGEST, value));
  }
}
