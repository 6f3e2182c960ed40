package org.tweedie.guidance;

import java.util.Arrays;
import org.tweedie.api.model.Batch;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * How well a signal predicted under noise fits a measurement: {@code log N(y; A x^, v A A^T +
 * noise^2 I)} but for a number that is the same for all at a noise level, and its gradient by the
 * signal. v is what is still unknown of each value, 0 where there is no noise. Immutable; safe for
 * many threads.
 */
final class MeasurementFit {

  private final Spectrum spectrum;
  private final double[] measured;
  private final double[] errors;
  private final double deviation;

  /**
   * A fit.
   *
   * @param measurement y and A
   * @param deviation the standard deviation of the data, as is guessed
   * @param noise that of the measurement's error, above 0
   */
  MeasurementFit(LinearMeasurement measurement, double deviation, double noise) {
    this.deviation = deviation;
    spectrum = measurement.map().spectrum();
    measured = spectrum.measured(measurement.value());
    errors =
        Arrays.stream(spectrum.values()).map(value -> noise * noise / (value * value)).toArray();
  }

  private double unknown(NoiseLevel level) {
    double share = level.sigma() / Math.hypot(deviation * level.alpha(), level.sigma());
    return deviation * deviation * share * share;
  }

  /** The logarithm for each example. */
  double[] logFit(Batch signal, NoiseLevel level) {
    double unknown = unknown(level);
    double[] fits = new double[signal.count()];
    for (int i = 0; i < fits.length; i++) {
      double[] c = spectrum.coordinates(LinearMeasurement.wide(signal.example(i)));
      for (int j = 0; j < c.length; j++) {
        double off = measured[j] - c[j];
        fits[i] -= off * off / (2 * (unknown + errors[j]));
      }
    }
    return fits;
  }

  /** Its gradient by each example's signal. */
  Batch gradient(Batch signal, NoiseLevel level) {
    double unknown = unknown(level);
    int size = signal.shape().size();
    float[] values = new float[signal.values().length];
    for (int i = 0; i < signal.count(); i++) {
      double[] c = spectrum.coordinates(LinearMeasurement.wide(signal.example(i)));
      for (int j = 0; j < c.length; j++) {
        c[j] = (measured[j] - c[j]) / (unknown + errors[j]);
      }
      double[] by = spectrum.combined(c);
      for (int k = 0; k < size; k++) {
        values[i * size + k] = (float) by[k];
      }
    }
    return Batch.of(signal.shape(), values);
  }
}
