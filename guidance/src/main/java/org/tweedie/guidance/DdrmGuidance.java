package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.guidance.Resources;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.plugin.Selective;
import org.tweedie.api.sampler.Sampler;

/**
 * Denoising diffusion restoration models (Kawar et al., "Denoising Diffusion Restoration Models",
 * arXiv 2201.11793, equations 7 and 8): a measurement {@code y = A x + n} tells of x direction by
 * direction, with the singular values of A. With {@code s = sigma/alpha} of the level that a step
 * leads to, d the deviation of the measurement's error divided by the direction's singular value,
 * and x and y its coordinates as predicted and as measured, the direction becomes
 *
 * <pre>
 * not measured: x + sqrt(1 - eta^2) s eps^ + eta s n
 * s &lt; d:        x + sqrt(1 - eta^2) s (y - x)/d + eta s n
 * else:         (1 - eta_b) x + eta_b y + sqrt(s^2 - eta_b^2 d^2) n
 * </pre>
 *
 * <p>It needs no gradient of the network, and knows errors of the measurement; without any it is
 * the null-space method of Wang et al. ({@code replacement}) with noise of its own. Its samples are
 * those that a model trained for the measurement would have had with this variational family, not
 * quite those of the posterior. The sampler tells the steps alone. It belongs last in a list, holds
 * with and without a condition, and for every sample of a batch alike. Immutable; safe for many
 * threads.
 */
@Description("a known part, or a small, grey or blurred image, by its singular values (DDRM)")
public final class DdrmGuidance implements Guidance, Selective {

  /**
   * What is known, and how noisy steps are.
   *
   * @param measured what the image tells
   * @param eta how much of a step's noise is fresh
   * @param etaMeasured how much of a measured coordinate is taken, where there is more noise than
   *     error
   * @param noise the standard deviation of the measurement's error
   */
  public record Options(
      @Included MeasurementOptions measured,
      @Description("how much of a step's noise is fresh, from 0 to 1")
          @Default("0.85")
          @PositiveOrZero
          @DecimalMax("1")
          double eta,
      @Description("how much of what is measured is taken while there is more noise, from 0 to 1")
          @Default("1")
          @PositiveOrZero
          @DecimalMax("1")
          double etaMeasured,
      @Description("standard deviation of the measurement's error, in the model's scale")
          @Default("0.02")
          @PositiveOrZero
          double noise) {}

  private final LinearMeasurement measurement;
  private final double eta;
  private final double etaMeasured;
  private final double noise;

  /** With the measurement that the options name. */
  @Inject
  public DdrmGuidance(Options options, DataDescription data, Resources resources) {
    this(
        options.measured().measurement(data, resources),
        options.eta(),
        options.etaMeasured(),
        options.noise());
  }

  DdrmGuidance(LinearMeasurement measurement, double eta, double etaMeasured, double noise) {
    this.measurement = measurement;
    this.eta = eta;
    this.etaMeasured = etaMeasured;
    this.noise = noise;
  }

  @Override
  public boolean guidesByCondition() {
    return false;
  }

  @Override
  public DiffusionModel guide(DiffusionModel model) {
    return model;
  }

  @Override
  public Sampler walk(Sampler sampler) {
    Spectrum spectrum = measurement.map().spectrum();
    return new DdrmWalk(
        GuidanceOrder.stepsOf(sampler, "ddrm"),
        spectrum,
        spectrum.measured(measurement.value()),
        noise,
        eta,
        etaMeasured);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return GuidanceOrder.walksLast("ddrm", this, assembly);
  }
}
