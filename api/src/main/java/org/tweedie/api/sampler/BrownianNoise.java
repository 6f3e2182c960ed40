package org.tweedie.api.sampler;

import org.apiguardian.api.API;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;

/**
 * Noise of which each sample has one Brownian path, whatever the steps that walk it: samplers with
 * 10, 20 and 1,000 steps see the same one, so their samples can be compared one by one. Draws that
 * belong to no interval are those of {@link SeededNoise}.
 *
 * <p>The path is a virtual Brownian tree (Li et al., arXiv 2001.01328, section 4) that also knows
 * integrals (Jelincic, Foster and Kidger, arXiv 2405.06464): nothing of it is kept, and every part
 * is found again from the seed, the sample's index and its place. Its clock is the signal-to-noise
 * ratio u. Between two powers of 2 of u lies a tree of its own, since increments of a Brownian
 * motion are independent; and each of its intervals of length L, with increment W and mean distance
 * H to the straight line, is halved by (Foster, Oberhauser and Lyons, arXiv 1810.10063)
 *
 * <pre>
 * W_left = W/2 + 3/2 H + Z,  H_left = H/4 - Z/2 + N/2,  Z ~ N(0, L/16)
 * W_right = W - W_left,      H_right = H/4 - Z/2 - N/2, N ~ N(0, L/12)
 * </pre>
 *
 * <p>Levels are rounded to 2^-16 of the power of 2 that they lie above. What lies between levels
 * that are nearer than that is no interval of the path: it is a draw like any other.
 *
 * @param seed the run's seed
 * @param firstIndex the index of the first sample of the batch, at least 0
 * @param count how many samples the batch has
 * @param shape the shape of one sample
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.2")
public record BrownianNoise(long seed, long firstIndex, int count, DataShape shape)
    implements NoiseSource {

  private static final int DEPTH = 16;
  private static final int CELLS = 1 << DEPTH;
  private static final double LN2 = StrictMath.log(2);

  /** Powers of 2 of the signal-to-noise ratio beyond which there is no path. */
  private static final int LIMIT = 64;

  /** Sets the path's generators apart from those of draws. */
  private static final long PATH = 0x42726F776E69616EL;

  @Override
  public Batch draw(long draw) {
    return independent().draw(draw);
  }

  @Override
  public Batch increment(double from, double to, long draw) {
    return along(from, to, draw, false);
  }

  @Override
  public Batch area(double from, double to, long draw) {
    return along(from, to, draw, true);
  }

  private SeededNoise independent() {
    return new SeededNoise(seed, firstIndex, count, shape);
  }

  private Batch along(double from, double to, long draw, boolean area) {
    Place first = Place.of(from);
    Place last = Place.of(to);
    double length = last.ratio() - first.ratio();
    if (!(length > 0)) {
      return independent().draw(draw);
    }
    int size = shape.size();
    float[] values = new float[Math.multiplyExact(count, size)];
    for (int i = 0; i < count; i++) {
      long key = SeededNoise.mix(SeededNoise.mix(SeededNoise.mix(seed ^ PATH)) ^ (firstIndex + i));
      Path path = between(key, first, last, size);
      for (int k = 0; k < size; k++) {
        double value =
            area ? (path.integral[k] / length - path.end[k] / 2) * Math.sqrt(12) : path.end[k];
        values[i * size + k] = (float) (value / Math.sqrt(length));
      }
    }
    return Batch.of(shape, values);
  }

  /** From one place to another, by way of the powers of 2 that lie between. */
  private static Path between(long key, Place first, Place last, int size) {
    Path path = new Path(size);
    for (int octave = first.octave; octave <= last.octave; octave++) {
      int start = octave == first.octave ? first.cell : 0;
      int end = octave == last.octave ? last.cell : CELLS;
      if (start < end) {
        long own = SeededNoise.mix(key ^ octave);
        path.goOn(
            Path.to(own, start, size),
            Path.to(own, end, size),
            end - start,
            Math.scalb(1.0, octave));
      }
    }
    return path;
  }

  /**
   * A noise level's place: {@code u = 2^octave (1 + cell/CELLS)}.
   *
   * @param octave from -64 to 64
   * @param cell from 0 to {@code CELLS - 1}
   */
  private record Place(int octave, int cell) {

    static Place of(double logSnr) {
      double exponent = logSnr / LN2;
      if (!(exponent > -LIMIT)) {
        return new Place(-LIMIT, 0);
      }
      if (exponent >= LIMIT) {
        return new Place(LIMIT, 0);
      }
      int octave = (int) Math.floor(exponent);
      long cell = Math.round(StrictMath.expm1(logSnr - octave * LN2) * CELLS);
      return cell >= CELLS ? new Place(octave + 1, 0) : new Place(octave, (int) Math.max(0, cell));
    }

    double ratio() {
      return Math.scalb(1 + (double) cell / CELLS, octave);
    }
  }

  /** A part of the path from where it begins: where it ends, and its integral. */
  private static final class Path {

    final double[] end;
    final double[] integral;

    Path(int size) {
      end = new double[size];
      integral = new double[size];
    }

    /** From the beginning of an octave, taken as of length 1, to a cell's beginning. */
    static Path to(long key, int cell, int size) {
      Path path = new Path(size);
      float[] normal = new float[2 * size];
      double[] w = new double[size];
      double[] h = new double[size];
      SeededNoise.fill(normal, 0, 2 * size, SeededNoise.mix(key));
      for (int k = 0; k < size; k++) {
        w[k] = normal[k];
        h[k] = normal[size + k] / Math.sqrt(12);
      }
      if (cell == CELLS) {
        path.add(w, h, 1);
        return path;
      }
      double length = 1;
      // What is left to go, in cells; the node's number among all has a 1 before its own bits.
      for (int rest = cell, node = 1, half = CELLS / 2; rest > 0; half /= 2, length /= 2) {
        SeededNoise.fill(normal, 0, 2 * size, SeededNoise.mix(key ^ node));
        boolean right = rest >= half;
        double ofZ = Math.sqrt(length / 16);
        double ofN = Math.sqrt(length / 12) / 2;
        double[] left = new double[size];
        double[] leftH = new double[size];
        for (int k = 0; k < size; k++) {
          double z = ofZ * normal[k];
          double n = ofN * normal[size + k];
          left[k] = w[k] / 2 + 1.5 * h[k] + z;
          leftH[k] = h[k] / 4 - z / 2 + n;
          w[k] = right ? w[k] - left[k] : left[k];
          h[k] = right ? h[k] / 4 - z / 2 - n : leftH[k];
        }
        if (right) {
          path.add(left, leftH, length / 2);
          rest -= half;
        }
        node = 2 * node + (right ? 1 : 0);
      }
      return path;
    }

    /** Goes on along an interval of which increment and mean distance are known. */
    private void add(double[] w, double[] h, double length) {
      for (int k = 0; k < end.length; k++) {
        integral[k] += length * (end[k] + w[k] / 2 + h[k]);
        end[k] += w[k];
      }
    }

    /** Goes on along what lies between two paths from the beginning of an octave. */
    void goOn(Path from, Path to, int cells, double unit) {
      double length = unit * cells / CELLS;
      for (int k = 0; k < end.length; k++) {
        double step = Math.sqrt(unit) * (to.end[k] - from.end[k]);
        double inside =
            unit
                * Math.sqrt(unit)
                * (to.integral[k] - from.integral[k] - from.end[k] * cells / CELLS);
        integral[k] += length * end[k] + inside;
        end[k] += step;
      }
    }
  }
}
