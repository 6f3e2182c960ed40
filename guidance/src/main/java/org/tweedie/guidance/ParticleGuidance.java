package org.tweedie.guidance;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
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
 * The twisted diffusion sampler (Wu et al., "Practical and Asymptotically Exact Conditional
 * Sampling in Diffusion Models", arXiv 2306.17775, algorithm 1): of a measurement {@code y = A x +
 * n} each sample has K particles, which walk by ancestral steps towards it, and weights say how far
 * that was from how the model walks by itself. With
 *
 * <pre>
 * psi(z) = N(y; A x^(z), v A A^T + noise^2 I),  v = c^2 sigma^2 / (c^2 alpha^2 + sigma^2)
 *
 * z_s ~ q(z_s | z_t, x^ + sigma^2/alpha grad log psi(z_t))
 * w   = q(z_s | z_t, x^(z_t)) psi(z_s) / (q(z_s | z_t, x^ + ...) psi(z_t))
 * </pre>
 *
 * <p>and at the data psi is the likelihood of y itself. Where the weights have become uneven
 * (Kish's effective number below K/2), particles are drawn anew by them; one of those that arrive
 * is the sample. What psi guesses makes the weights more or less even, and nothing else: with many
 * particles the samples have the posterior of what the sampler's steps draw by themselves, of any
 * data, where the other kinds of guidance have that of Gaussian data alone. With one particle it is
 * guidance by {@code reconstruction} with {@code solve-steps: 0}. (Particles of a measurement
 * without error, as Trippe et al. have them in arXiv 2206.04119, are the limit of a small noise.)
 *
 * <p>Particles are a sample's own, and so is what they are drawn anew by: a sample does not depend
 * on its batch. Each step takes two predictions and a gradient for every particle. The sampler
 * tells the steps alone. It belongs last in a list; what comes before it bends what the weights
 * compare with. Immutable; safe for many threads.
 */
@Description("a known part, or a small, grey or blurred image, by particles with weights (TDS)")
public final class ParticleGuidance implements Guidance, Selective {

  /**
   * What is known, and by how many particles it is found.
   *
   * @param measured what the image tells
   * @param particles K
   * @param deviation c
   * @param noise the standard deviation of the measurement's error
   */
  public record Options(
      @Included MeasurementOptions measured,
      @Description("walks of which one becomes the sample; more are nearer to the posterior")
          @Default("16")
          @Positive
          @Max(100_000)
          int particles,
      @Description("standard deviation of the data, in the model's scale: a first guess")
          @Default("0.5")
          @Positive
          double deviation,
      @Description(
              "standard deviation of the measurement's error, in the model's scale; the smaller it"
                  + " is, the more particles are needed")
          @Default("0.1")
          @Positive
          double noise) {}

  private final LinearMeasurement measurement;
  private final int particles;
  private final double deviation;
  private final double noise;

  /** With the measurement that the options name. */
  @Inject
  public ParticleGuidance(Options options, DataDescription data, Resources resources) {
    this(
        options.measured().measurement(data, resources),
        options.particles(),
        options.deviation(),
        options.noise());
  }

  ParticleGuidance(LinearMeasurement measurement, int particles, double deviation, double noise) {
    this.measurement = measurement;
    this.particles = particles;
    this.deviation = deviation;
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
    return new ParticleWalk(
        GuidanceOrder.stepsOf(sampler, "particles"),
        new MeasurementFit(measurement, deviation, noise),
        particles);
  }

  @Override
  public List<String> objections(Assembly assembly) {
    return GuidanceOrder.walksLast("particles", this, assembly);
  }
}
