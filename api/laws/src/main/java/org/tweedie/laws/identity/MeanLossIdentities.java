package org.tweedie.laws.identity;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;

/**
 * What the mean loss keeps, for networks that predict a multiple of their latent, so that all that
 * a loss may do to a network can be done. Equations are those of Luo, "Understanding Diffusion
 * Models: A Unified Perspective" (arXiv 2208.11970).
 *
 * @param objective the objective for networks that predict in one of the ways
 * @param parameterizations the ways that it goes with, at least one
 */
public record MeanLossIdentities(
    Function<Parameterization, Objective> objective, List<Parameterization> parameterizations) {

  private static final double ERRORS = 4.5;

  List<Finding> findings() {
    return List.of(parameterizationDoesNotMatter(), exactDenoiserIsLeast());
  }

  /** One draw of the loss of {@code x^ = k z}. */
  public Finding parameterizationDoesNotMatter() {
    return Check.of(
            "a network x^ = k z costs the same in every parameterization",
            "Luo, equations 115, 133, 151",
            "2e-4")
        .over(
            check -> {
              Parameterization first = parameterizations.get(0);
              float[] expected = new LinearDenoiser(objective.apply(first)).losses();
              for (Parameterization predicts : parameterizations) {
                float[] found = new LinearDenoiser(objective.apply(predicts)).losses();
                for (int i = 0; i < expected.length; i++) {
                  check.near(
                      expected[i],
                      found[i],
                      2e-4 * (1 + Math.abs(expected[i])),
                      "as %s beside %s in example %s",
                      predicts,
                      first,
                      i);
                }
              }
            });
  }

  /** The mean loss is a parabola of d in {@code x^ = (1 + d) E[x | z]}, with its least at d = 0. */
  public Finding exactDenoiserIsLeast() {
    Check least =
        Check.of(
            "the mean loss is least for the exact denoiser of Gaussian data, x^ = E[x | z]",
            "Luo, equations 133 and 157",
            String.format(Locale.ROOT, "0.001 and %.1f standard errors, as a share of x^", ERRORS));
    Objective first = objective.apply(parameterizations.get(0));
    // Pairs of noise and data change what is learnt, and not the loss.
    if (!first.isDenoiser() && first.coupling().isEmpty()) {
      return least.doesNotApply("what is learnt is where a latent leads to, and no mean");
    }
    return least.over(
        check -> {
          for (Parameterization predicts : parameterizations) {
            LinearDenoiser.Slope slope =
                new LinearDenoiser(objective.apply(predicts)).slopeAtTheExactDenoiser();
            for (int i = 0; i < slope.levels(); i++) {
              double curvature = slope.curvature(i);
              check.that(
                  curvature > 0,
                  "a loss that grows to both sides",
                  curvature,
                  "with %s at log SNR %s",
                  predicts,
                  slope.logSnr(i));
              check.near(
                  0,
                  slope.mean(i) / curvature,
                  0.001 + ERRORS * slope.standardError(i) / curvature,
                  "for the way to the minimum with %s at log SNR %s",
                  predicts,
                  slope.logSnr(i));
            }
          }
        });
  }
}
