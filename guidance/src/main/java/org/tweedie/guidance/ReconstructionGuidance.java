package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.Optional;
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
 * than the guess it falls short. Here J itself is asked: conjugate gradients for {@code A
 * sigma^2/alpha J A^T + noise^2 I} start from the guess, and each of their steps takes one gradient
 * of the network. The first one, which costs nothing more, settles how far to go along the
 * direction that the guess tells; as many as the measurement has numbers are exact on Gaussian
 * data, whatever goes together in them (the covariance of Boys et al., "Tweedie Moment Projected
 * Diffusions for Inverse Problems", arXiv 2310.06721, equation 8). With none the guess is taken as
 * it is: pseudoinverse guidance (Song et al., equation 8), which a deviation near 0 makes diffusion
 * posterior sampling with the likelihood of Chung et al. (equation 14).
 *
 * <p>In their experiments Chung et al. divide by the residual's norm, in steps of the sample. What
 * does so in a score is {@code variance: residual}, which guesses nothing of the data: the
 * covariance of y is {@code |y - A x^|^2 / m I}, the most likely one of a residual of m numbers
 * that are alike, so the gradient is that of {@code -m/2 log |y - A x^|^2}.
 *
 * <p>The residual and J are the unguided model's: guidance before this one in the list bends the
 * prior, not what was measured. Each step takes a prediction and its gradients. It holds with and
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
   * @param variance what the covariance of y is guessed by
   * @param solveSteps steps of conjugate gradients
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
          double noise,
      @Description(
              "what the measurement's covariance is guessed by: 'deviation', or, with solve-steps 0,"
                  + " the 'residual', whose mean square it is then")
          @Default("deviation")
          @NotNull
          Variance variance,
      @Description(
              "how many gradients the network's own covariance is asked by: 0 takes the guess"
                  + " of 'variance' for it (pseudoinverse guidance), 1 settles how far it leads, as many"
                  + " as numbers are known are exact for Gaussian data")
          @Default("1")
          @PositiveOrZero
          @Max(1000)
          int solveSteps) {}

  /** What the covariance of a measurement, given z, is guessed by. */
  public enum Variance {
    /** The deviation of the data and the noise level: {@code v A A^T + noise^2 I}. */
    DEVIATION,
    /** The residual: its mean square, but at least the measurement's error. */
    RESIDUAL
  }

  private final LinearMeasurement measurement;
  private final double scale;
  private final double deviation;
  private final double noise;
  private final Variance variance;
  private final int solveSteps;

  /**
   * With the measurement that the options name.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  @Inject
  public ReconstructionGuidance(Options options, DataDescription data, Resources resources) {
    this(
        options.measured().measurement(data, resources),
        options.scale(),
        options.deviation(),
        options.noise(),
        options.variance(),
        options.solveSteps());
  }

  ReconstructionGuidance(
      LinearMeasurement measurement, double scale, double deviation, double noise, int solveSteps) {
    this(measurement, scale, deviation, noise, Variance.DEVIATION, solveSteps);
  }

  ReconstructionGuidance(
      LinearMeasurement measurement,
      double scale,
      double deviation,
      double noise,
      Variance variance,
      int solveSteps) {
    if (variance == Variance.RESIDUAL && solveSteps > 0) {
      throw new IllegalArgumentException(
          "'variance: residual' is a guess, and with 'solve-steps' above 0 the network is asked in its place. Set 'solve-steps: 0', or leave 'variance' out.");
    }
    this.measurement = measurement;
    this.scale = scale;
    this.deviation = deviation;
    this.noise = noise;
    this.variance = variance;
    this.solveSteps = solveSteps;
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
      DataTerm term =
          new DataTerm(
              measurement,
              noise * noise,
              variance == Variance.RESIDUAL ? Optional.empty() : Optional.of(unknown),
              ShiftedScore.ofSignal(prediction.levels()),
              cotangent -> base.differentiate(z, times, condition, cotangent).gradient());
      return ShiftedScore.shifted(prediction, scale, term.gradient(signal, solveSteps));
    }
  }
}
