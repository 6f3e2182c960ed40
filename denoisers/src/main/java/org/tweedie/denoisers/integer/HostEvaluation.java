package org.tweedie.denoisers.integer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tweedie.api.data.Levels;
import org.tweedie.api.network.HostFunction;

/**
 * The network on the host, in integers alone: the latents are rounded at the beginning, and what is
 * put out is an integer times a power of two. Safe for many threads.
 */
final class HostEvaluation implements HostFunction {

  /** Beyond it latents are taken for this in what turns with levels. */
  static final float FARTHEST = 8;

  /** About so many pixels at once, so that what a layer works on stays in the nearer caches. */
  private static final int PIXELS = 512;

  private final Design design;
  private final int outputs;
  private final HostTables tables = new HostTables();
  private final Map<String, float[]> weights;
  private final Map<String, IntegerLayer> layers = new ConcurrentHashMap<>();

  /**
   * Rounds all weights.
   *
   * @throws IllegalArgumentException if a parameter is missing or has another size
   */
  HostEvaluation(Design design, Map<String, float[]> weights, int outputs) {
    this.design = design;
    this.outputs = outputs;
    this.weights = Map.copyOf(weights);
    // One evaluation asks for every layer.
    output(new float[design.pixels() * design.depth()], new float[1], new int[1]);
  }

  /** How many points of a turn a unit of a latent is; exact. */
  static float turns(Levels levels, int share) {
    return (float) levels.count() * FixedPoint.TURN / share;
  }

  @Override
  public float[] output(float[] z, float[] logSnr, int[] label) {
    int size = design.pixels() * design.depth();
    float[] results = new float[logSnr.length * size * outputs];
    int most = Math.max(1, PIXELS / design.pixels());
    for (int from = 0; from < logSnr.length; from += most) {
      int count = Math.min(most, logSnr.length - from);
      HostArithmetic of = new HostArithmetic(this, z, logSnr, label, from, count);
      Planes last = design.body(of);
      IntegerLayer out = layer("out", Planes.PLACES, last.channels(), design.depth() * outputs);
      write(last.convolution(out), 1f / (1 << out.bits()), results, from);
    }
    return results;
  }

  /** Below 2^24 an integer is a float, and so is it times a power of two. */
  private void write(Planes sums, float unit, float[] results, int from) {
    int channels = sums.channels();
    for (int channel = 0; channel < channels; channel++) {
      int[] plane = sums.values()[channel];
      for (int i = 0; i < plane.length; i++) {
        results[(from * design.pixels() + i) * channels + channel] = plane[i] * unit;
      }
    }
  }

  Design design() {
    return design;
  }

  HostTables tables() {
    return tables;
  }

  float[] parameter(String name, int size) {
    return IntegerLayer.found(weights, name, size);
  }

  IntegerLayer layer(String name, int places, int inputs, int size) {
    return layers.computeIfAbsent(name, key -> IntegerLayer.of(weights, key, places, inputs, size));
  }
}
