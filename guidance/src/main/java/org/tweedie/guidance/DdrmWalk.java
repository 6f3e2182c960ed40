package org.tweedie.guidance;

import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;

/**
 * The walk of {@link DdrmGuidance}: of the configured sampler it takes the options, times and how
 * predicted signals are limited.
 *
 * @param options those of the configured sampler
 * @param spectrum the directions that are measured
 * @param measured their coordinates as measured
 * @param error the standard deviation of the measurement's error
 * @param eta how much of a step's noise is fresh
 * @param etaMeasured how much of a measured coordinate is taken, where there is more noise than
 *     error
 */
record DdrmWalk(
    Walk.Options options,
    Spectrum spectrum,
    double[] measured,
    double error,
    double eta,
    double etaMeasured)
    implements Sampler {

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options);
    Batch z = begun(walk.from(1), walk.start(start));
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      z = stepped(walk.from(i), walk.to(i), prediction, noise.draw(i));
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  /** What is measured begins at its value, with as much noise as is there beside the error. */
  private Batch begun(NoiseLevel t, Batch z) {
    double deviation = Math.sqrt(t.power());
    double[] s = spectrum.values();
    return moved(
        z,
        (example, c) -> {
          for (int j = 0; j < c.length; j++) {
            double off = t.alpha() * error / s[j];
            double left = t.sigma() * t.sigma() - off * off;
            if (left > 0) {
              c[j] = t.alpha() * measured[j] + Math.sqrt(left) * c[j] / deviation;
            }
          }
        });
  }

  private Batch stepped(NoiseLevel t, NoiseLevel s, Prediction prediction, Batch n) {
    Batch signal = prediction.signal();
    double kept = Math.sqrt(1 - eta * eta) * s.sigma() / t.sigma();
    Batch free =
        prediction.latent().combine(kept, s.alpha() - kept * t.alpha(), signal, eta * s.sigma(), n);
    double[] values = spectrum.values();
    return moved(
        free,
        (example, c) -> {
          double[] x = spectrum.coordinates(LinearMeasurement.wide(signal.example(example)));
          double[] fresh = spectrum.coordinates(LinearMeasurement.wide(n.example(example)));
          for (int j = 0; j < c.length; j++) {
            c[j] = coordinate(s, x[j], measured[j], error / values[j], fresh[j]);
          }
        });
  }

  /** The three cases of equation 7 and 8, multiplied by alpha; the first one is {@code free}. */
  private double coordinate(NoiseLevel s, double x, double y, double off, double n) {
    if (s.sigma() < s.alpha() * off) {
      return s.alpha() * x
          + Math.sqrt(1 - eta * eta) * s.sigma() * (y - x) / off
          + eta * s.sigma() * n;
    }
    double taken = s.alpha() * off * etaMeasured;
    double left = Math.sqrt(Math.max(0, s.sigma() * s.sigma() - taken * taken));
    return s.alpha() * ((1 - etaMeasured) * x + etaMeasured * y) + left * n;
  }

  /** Changes an example's coordinates in place. */
  private interface Change {
    void of(int example, double[] coordinates);
  }

  private Batch moved(Batch z, Change change) {
    int size = z.shape().size();
    float[] values = new float[z.values().length];
    for (int i = 0; i < z.count(); i++) {
      double[] whole = LinearMeasurement.wide(z.example(i));
      double[] before = spectrum.coordinates(whole);
      double[] after = before.clone();
      change.of(i, after);
      for (int j = 0; j < after.length; j++) {
        after[j] -= before[j];
      }
      double[] by = spectrum.combined(after);
      for (int k = 0; k < size; k++) {
        values[i * size + k] = (float) (whole[k] + by[k]);
      }
    }
    return Batch.of(z.shape(), values);
  }
}
