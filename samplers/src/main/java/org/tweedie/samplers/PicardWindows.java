package org.tweedie.samplers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.walk.Walk;

/**
 * For each sample of a batch, the latents of a window of steps, while Picard's iteration is finding
 * them; see {@link ParadigmsSampler}. A local variable of one run; not safe for threads.
 */
final class PicardWindows {

  private final Walk walk;
  private final DataShape shape;
  private final int width;
  private final double tolerance;
  private final List<Step> steps;

  /** The latents: after 0, 1, ... {@code width} steps of each sample's window. */
  private final float[][] latents;

  /** For each sample, how many steps are behind its window. */
  private final int[] behind;

  /** The noise of steps that some sample's window has. */
  private final Map<Integer, Batch> noises = new HashMap<>();

  PicardWindows(Walk walk, Batch start, int width, double tolerance, List<Step> steps) {
    this.walk = walk;
    this.shape = start.shape();
    this.width = width;
    this.tolerance = tolerance;
    this.steps = steps;
    this.latents = new float[width + 1][];
    Arrays.setAll(latents, j -> start.values().clone());
    this.behind = new int[start.count()];
  }

  /** How many steps all samples have behind them. */
  int done() {
    return Arrays.stream(behind).min().orElse(steps.size());
  }

  /** For each sample the latent at the beginning of its window. */
  Batch reached() {
    return Batch.of(shape, latents[0].clone());
  }

  /** The predictions of all steps of all windows; a window that is at its end repeats its last. */
  List<Prediction> predictions() {
    return walk.predictAll(
        IntStream.range(0, width).mapToObj(j -> Batch.of(shape, latents[j].clone())).toList(),
        IntStream.range(0, width)
            .mapToObj(
                j ->
                    Arrays.stream(behind)
                        .mapToDouble(done -> walk.time(Math.min(done + j + 1, steps.size())))
                        .toArray())
            .toList());
  }

  /** Makes better guesses of all latents, and moves windows on past those that stand still. */
  void iterate(List<Prediction> predictions, NoiseSource noise) {
    float[][] signals =
        predictions.stream().map(each -> each.signal().values()).toArray(float[][]::new);
    for (int i = 0; i < behind.length; i++) {
      if (behind[i] < steps.size()) {
        int moved = iterate(i, signals, noise);
        behind[i] += moved;
        moveOn(i, moved);
      }
    }
    int done = done();
    noises.keySet().removeIf(step -> step <= done);
  }

  /** One sample's guesses; how many of them have come to stand. */
  private int iterate(int sample, float[][] signals, NoiseSource noise) {
    int size = shape.size();
    int from = sample * size;
    int last = Math.min(width, steps.size() - behind[sample]);
    float[] before = Arrays.copyOfRange(latents[0], from, from + size);
    double[] z = new double[size];
    for (int k = 0; k < size; k++) {
      z[k] = before[k];
    }
    // What the first latent's own prediction leads to is right whatever was guessed.
    int standing = 1;
    for (int j = 0; j < last; j++) {
      int number = behind[sample] + j + 1;
      Step step = steps.get(number - 1);
      float[] n = step.ofNoise() == 0 ? new float[0] : noise(noise, number).values();
      double change = 0;
      float[] after = Arrays.copyOfRange(latents[j + 1], from, from + size);
      for (int k = 0; k < size; k++) {
        double by = (step.ofLatent() - 1) * before[k];
        by += step.ofSignal() * signals[j][from + k];
        by += n.length == 0 ? 0 : step.ofNoise() * n[from + k];
        z[k] += by;
        change += Math.pow(z[k] - after[k], 2);
        latents[j + 1][from + k] = (float) z[k];
      }
      before = after;
      double allowed = tolerance * walk.to(number).sigma();
      if (standing == j + 1 && j + 1 < last && change <= size * allowed * allowed) {
        standing++;
      }
    }
    return standing;
  }

  private Batch noise(NoiseSource noise, int step) {
    return noises.computeIfAbsent(
        step, number -> Step.between(noise, walk.from(number), walk.to(number), number));
  }

  /** Forgets the latents behind the window; those that come into it begin as the last one is. */
  private void moveOn(int sample, int by) {
    int size = shape.size();
    int last = Math.min(width, steps.size() - behind[sample] + by);
    for (int j = 0; j <= width; j++) {
      System.arraycopy(
          latents[Math.min(j + by, last)], sample * size, latents[j], sample * size, size);
    }
  }
}
