package org.tweedie.api.sampler;

/**
 * A {@link Sampler} of Langevin steps {@code z + c s(z) + sqrt(2c) n} of finite size c implements
 * this beside its SPI, and so declares what such steps leave (Luo, arXiv 2208.11970, equations 158
 * to 162).
 */
public interface LangevinDynamics {

  /**
   * Whether it passes through all noise levels, and so gives every mode of the data its weight. At
   * a single level it hardly passes between modes (Song and Ermon, arXiv 1907.05600, section 3.2).
   */
  boolean isAnnealed();

  /**
   * By which share the variance of samples differs from that of data N(0, v), however many steps
   * are taken: on N(0, v) the stationary variance is {@code v / (1 - c / 2v)}.
   *
   * @param v the variance of the data, above 0
   * @return the share, at least 0; infinite where the steps are too large to have a stationary
   *     variance
   */
  double varianceError(double v);
}
