package org.tweedie.guidance;

import java.util.Arrays;
import java.util.Optional;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;

/**
 * The walk of {@link ParticleGuidance}: of the configured sampler it takes the options, times and
 * how predicted signals are limited. The first particle of a sample starts where the sample does,
 * the others at noise of their own.
 *
 * @param options those of the configured sampler
 * @param fit how well a predicted signal fits the measurement
 * @param particles of each sample
 */
record ParticleWalk(Walk.Options options, MeasurementFit fit, int particles) implements Sampler {

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return new Run(denoiser, noise, start).walked(listener);
  }

  /** One walk. A batch is a particle of every sample: {@code z[p]} holds the particles number p. */
  private final class Run {

    private final Denoiser denoiser;
    private final NoiseSource noise;
    private final Walk walk;
    private final int count;
    private final ParticleWeights[] weights;
    private final Batch[] z = new Batch[particles];
    private final Batch[] x = new Batch[particles];

    /** {@code log psi(z)}. */
    private final double[][] fits = new double[particles][];

    Run(Denoiser denoiser, NoiseSource noise, Batch start) {
      this.denoiser = denoiser;
      this.noise = noise;
      walk = new Walk(denoiser, options);
      count = start.count();
      weights = new ParticleWeights[count];
      Arrays.setAll(weights, i -> new ParticleWeights(particles));
      Arrays.setAll(fits, p -> new double[count]);
      double deviation = Math.sqrt(walk.schedule().at(1).power());
      for (int p = 0; p < particles; p++) {
        z[p] = walk.start(p == 0 ? start : noise.draw(p).times(deviation));
      }
    }

    Batch walked(StepListener listener) {
      look(1);
      for (int step = 1; step < walk.steps(); step++) {
        drawAnew(step);
        for (int p = 0; p < particles; p++) {
          move(p, step);
        }
        Batch signal = x[0];
        Batch from = z[0];
        look(step + 1);
        listener.onStep(step, walk.steps(), z[0], shown(from, signal, walk.from(step)));
      }
      return end(listener);
    }

    /** Predicts at the level from which a step goes, and weighs. */
    private void look(int step) {
      for (int p = 0; p < particles; p++) {
        x[p] = walk.predict(z[p], step).signal();
        weigh(p, fit.logFit(x[p], walk.from(step)));
      }
    }

    private void weigh(int p, double... fit) {
      for (int i = 0; i < count; i++) {
        weights[i].add(p, fit[i] - fits[p][i]);
      }
      fits[p] = fit;
    }

    /** The reverse posterior with the predicted signal moved, and what that does to weights. */
    private void move(int p, int step) {
      NoiseLevel t = walk.from(step);
      NoiseLevel s = walk.to(step);
      double share = -Math.expm1(t.logSnr() - s.logSnr());
      double ratio = s.sigma() / t.sigma();
      double deviation = s.sigma() * Math.sqrt(share);
      double[] times = new double[count];
      Arrays.fill(times, walk.time(step));
      Batch gradient = denoiser.differentiate(z[p], times, fit.gradient(x[p], t)).gradient();
      double moved = s.alpha() * share * ShiftedScore.ofSignal(t)[0];
      Batch shift = gradient.times(moved);
      Batch n = noise.draw(draw(step, p));
      int size = n.shape().size();
      for (int i = 0; i < count; i++) {
        double cross = 0;
        double square = 0;
        for (int k = i * size; k < (i + 1) * size; k++) {
          double off = shift.values()[k] / deviation;
          cross += off * n.values()[k];
          square += off * off;
        }
        weights[i].add(p, -cross - square / 2);
      }
      z[p] =
          z[p].combine(t.alpha() / s.alpha() * ratio * ratio, s.alpha() * share, x[p])
              .combine(1, 1, shift, deviation, n);
    }

    private long draw(int step, int p) {
      return (long) step * (particles + 2) + p;
    }

    private void drawAnew(int step) {
      double[] uniforms = uniforms(step);
      int[][] chosen = new int[count][];
      boolean any = false;
      for (int i = 0; i < count; i++) {
        Optional<int[]> anew = weights[i].drawnAnew(uniforms[i]);
        any |= anew.isPresent();
        chosen[i] = anew.orElseGet(this::asTheyAre);
      }
      if (!any) {
        return;
      }
      Batch[] latents = z.clone();
      Batch[] signals = x.clone();
      double[][] before = fits.clone();
      for (int p = 0; p < particles; p++) {
        int[] from = new int[count];
        fits[p] = new double[count];
        for (int i = 0; i < count; i++) {
          from[i] = chosen[i][p];
          fits[p][i] = before[from[i]][i];
        }
        z[p] = gathered(latents, from);
        x[p] = gathered(signals, from);
      }
    }

    private int[] asTheyAre() {
      int[] same = new int[particles];
      Arrays.setAll(same, p -> p);
      return same;
    }

    /** Of each sample one particle. */
    private Batch gathered(Batch[] all, int... from) {
      int size = all[0].shape().size();
      float[] values = new float[count * size];
      for (int i = 0; i < count; i++) {
        System.arraycopy(all[from[i]].values(), i * size, values, i * size, size);
      }
      return Batch.of(all[0].shape(), values);
    }

    /** A uniform number for each sample: the direction of two normal ones. */
    private double[] uniforms(int step) {
      Batch one = noise.draw(draw(step, particles));
      Batch other = noise.draw(draw(step, particles + 1));
      int size = one.shape().size();
      double[] uniforms = new double[count];
      for (int i = 0; i < count; i++) {
        double angle = StrictMath.atan2(one.values()[i * size], other.values()[i * size]);
        uniforms[i] = Math.min(Math.nextDown(1.0), Math.max(0, angle / (2 * Math.PI) + 0.5));
      }
      return uniforms;
    }

    /** The data are the predicted signals, which the likelihood itself weighs. */
    private Batch end(StepListener listener) {
      int last = walk.steps();
      for (int p = 0; p < particles; p++) {
        weigh(p, fit.logFit(x[p], Walk.DATA));
      }
      double[] uniforms = uniforms(last);
      int[] chosen = new int[count];
      for (int i = 0; i < count; i++) {
        chosen[i] = weights[i].drawn(uniforms[i]);
      }
      Batch samples = gathered(x, chosen);
      listener.onStep(last, last, samples, shown(gathered(z, chosen), samples, walk.from(last)));
      return samples;
    }

    private Prediction shown(Batch latent, Batch signal, NoiseLevel level) {
      return Prediction.of(Parameterization.SIGNAL, latent, level, signal);
    }
  }
}
