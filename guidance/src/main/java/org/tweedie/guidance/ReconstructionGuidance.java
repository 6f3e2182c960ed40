package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

/**
 * Reconstruction guidance: a measurement {@code y = A x + n} is known, of which the score takes the
 * gradient through the predicted signal,
 *
 * <pre>
 * s = s(z) + w grad_z log N(y; A x^(z), v A A^T + noise^2 I)
 *   = s(z) + w J^T A^T (v A A^T + noise^2 I)^-1 (y - A x^),   J = dx^/dz
 * v = c^2 sigma^2 / (c^2 alpha^2 + sigma^2)
 * </pre>
 *
 * <p>v is what is still unknown of each value of x given z, if the data have the standard deviation
 * c; on Gaussian data with independent values of that deviation the guided model is exactly the
 * posterior of x given z and y. That y is compared with {@code x^(z)} is diffusion posterior
 * sampling (Chung et al., arXiv 2209.14687, equation 10), and the covariance that of Song et al.
 * ("Pseudoinverse-Guided Diffusion Models", ICLR 2023); with a large c it tends to {@code sigma^2 /
 * alpha^2}, the guidance of Ho et al. ("Video Diffusion Models", arXiv 2204.03458, equation 9).
 *
 * <p>v I is a guess, of the covariance {@code sigma^2/alpha J}. Where values go together, as pixels
 * do, it leads past the measurement, and past it again on the way back; where the model is surer
 * than the guess it falls short. Chung et al. divide by the residual's norm instead. Here what J
 * itself tells along that one direction, which costs nothing more, settles how far to go: the first
 * step of conjugate gradients for {@code A sigma^2/alpha J A^T + noise^2 I}. Where the guess is
 * right its length is 1.
 *
 * <p>The residual and J are the unguided model's: guidance before this one in the list bends the
 * prior, not what was measured. Each step takes a prediction and a gradient. It holds with and
 * without a condition, for every sample of a batch alike. Immutable; safe for many threads.
 */
@Description("a known part, or a small, grey or blurred image, by the gradient of its likelihood")
public final class ReconstructionGuidance implements Guidance {

  /**
   * What is known, and how it weighs.
   *
   * @param measured what the image tells
   * @param scale w
   * @param deviation c
   * @param noise the standard deviation of the measurement's error
   */
  public record Options(
      @Included MeasurementOptions measured,
      @Description("the data term's weight; 1 is what the likelihood says")
          @Default("1")
          @PositiveOrZero
          @DecimalMax("1000")
          double scale,
      @Description("standard deviation of the data, in the model's scale: a first guess")
          @Default("0.5")
          @Positive
          double deviation,
      @Description("standard deviation of the measurement's error, in the model's scale")
          @Default("0.02")
          @PositiveOrZero
          double noise) {}

  private final LinearMeasurement measurement;
  private final double scale;
  private final double deviation;
  private final double noise;

  /** With the measurement that the options name. */
  @Inject
  public ReconstructionGuidance(Options options, DataDescription data, Resources resources) {
    this(
        options.measured().measurement(data, resources),
        options.scale(),
        options.deviation(),
        options.noise());
  }

  ReconstructionGuidance(
      LinearMeasurement measurement, double scale, double deviation, double noise) {
    this.measurement = measurement;
    this.scale = scale;
    this.deviation = deviation;
    this.noise = noise;
  }

  @Override
  public boolean guidesByCondition() {
    return false;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return guide(model, model);
  }

  @Override
  public DiffusionModel guide(DiffusionModel model, DiffusionModel base) {
    return scale == 0 ? model : new Guided(model, base);
  }

  /** The variance of one value of x given z. */
  private double unknown(NoiseLevel level) {
    double signal = deviation * level.alpha();
    double share = level.sigma() / Math.hypot(signal, level.sigma());
    return deviation * deviation * share * share;
  }

  /**
   * The first step of conjugate gradients: how far to go along a direction u that was found with a
   * guess of the covariance, for the covariance that was found.
   *
   * @param guessed {@code u^T A (v I) A^T u}
   * @param found {@code u^T A (sigma^2/alpha J) A^T u}; a network's may be negative, and then there
   *     is no telling
   * @param error {@code noise^2 |u|^2}
   */
  private static double length(double guessed, double found, double error) {
    return found > 0 ? (guessed + error) / (found + error) : 0;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }

  private final class Guided implements DiffusionModel {

    private final DiffusionModel model;
    private final DiffusionModel base;

    Guided(DiffusionModel model, DiffusionModel base) {
      this.model = model;
      this.base = base;
    }

    @Override
    public NoiseSchedule schedule() {
      return model.schedule();
    }

    @Override
    public Prediction predict(Batch z, double[] times, Condition condition) {
      Prediction prediction = model.predict(z, times, condition);
      Batch signal = (model == base ? prediction : base.predict(z, times, condition)).signal();
      double[] unknown =
          Arrays.stream(prediction.levels())
              .mapToDouble(ReconstructionGuidance.this::unknown)
              .toArray();
      double error = noise * noise;
      LinearMeasurement.Correction correction =
          measurement.correction(signal, LinearMeasurement.each(z.count(), error), unknown);
      Batch cotangent = correction.values();
      Batch gradient = base.differentiate(z, times, condition, cotangent).gradient();
      double[] shifts = ShiftedScore.ofSignal(prediction.levels());
      double[] weights = new double[z.count()];
      for (int i = 0; i < weights.length; i++) {
        double guessed = unknown[i] * dot(cotangent.example(i), cotangent.example(i));
        double found = shifts[i] * dot(cotangent.example(i), gradient.example(i));
        weights[i] = scale * length(guessed, found, error * correction.squares()[i]);
      }
      return ShiftedScore.shifted(prediction, weights, gradient);
    }
  }
}
