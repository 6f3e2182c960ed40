package org.tweedie.samplers;

import java.util.function.BiFunction;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.walk.Walk;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.StraightSchedule;

/**
 * DDPM's 1000 noise levels, beta linear from 1e-4 to 0.02 (Ho et al., arXiv 2006.11239, section 4),
 * and the exact variance of samples of N(0, 1/4) data on them: with the exact denoiser {@code x^ =
 * k z} a step is linear, so it turns one variance into another.
 */
final class BetaLinear {

  private static final int LEVELS = 1000;
  private static final NoiseLevel[] LEVEL = new NoiseLevel[LEVELS];

  static {
    double logAlphaBar = 0;
    for (int i = 0; i < LEVELS; i++) {
      logAlphaBar += Math.log1p(-(1e-4 + (0.02 - 1e-4) * i / (LEVELS - 1)));
      double noise = -Math.expm1(logAlphaBar);
      LEVEL[i] =
          new NoiseLevel(
              Math.exp(logAlphaBar / 2), Math.sqrt(noise), logAlphaBar - Math.log(noise));
    }
  }

  private BetaLinear() {}

  /** Level i of 0..999. */
  static NoiseLevel level(int i) {
    return LEVEL[i];
  }

  /**
   * The variance after a number of steps that divides 1000, with diffusers' "leading" spacing:
   * levels i 1000/steps for i from steps - 1 down to 0, and then the data.
   */
  static double variance(int steps, BiFunction<NoiseLevel, NoiseLevel, Step> rule) {
    GaussianModel model = new GaussianModel(StraightSchedule.WIDE, 0.5, Parameterization.SIGNAL);
    double variance = 1;
    for (int i = steps - 1; i >= 0; i--) {
      NoiseLevel t = LEVEL[i * (LEVELS / steps)];
      NoiseLevel s = i == 0 ? Walk.DATA : LEVEL[(i - 1) * (LEVELS / steps)];
      Step step = rule.apply(t, s);
      double factor = step.ofLatent() + step.ofSignal() * model.signalFactor(t);
      variance = factor * factor * variance + step.ofNoise() * step.ofNoise();
    }
    return variance;
  }
}
