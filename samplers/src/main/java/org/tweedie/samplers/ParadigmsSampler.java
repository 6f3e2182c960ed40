package org.tweedie.samplers;

import jakarta.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.stream.IntStream;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * Many steps side by side (Shih et al., "Parallel Sampling of Diffusion Models", arXiv 2305.16317,
 * algorithm 1, ParaDiGMS): the latents after the next W steps are guessed, all of them are
 * predicted for in one batch, and Picard's iteration makes better guesses of them,
 *
 * <pre>{@code
 * z_j <- z_0 + sum over i < j of (step_i(z_i) - z_i)
 * }</pre>
 *
 * <p>until they stand still. step_i is that of {@code ddim} with the same eta, whose noise is drawn
 * once for each step. The first guess of a window is right after one round, so N steps take at most
 * N rounds and mostly far fewer, each of W predictions: less time where a wide batch takes hardly
 * longer than a narrow one, and more work where it does. The samples are those of {@code ddim}, as
 * closely as the tolerance asks.
 *
 * <p>Each sample has a window of its own, so it does not depend on its batch, and the window moves
 * on by as many latents as have come to stand: those up to which all moved by less than the
 * tolerance times the noise's deviation (root mean square over an example), and one more. Works for
 * every schedule. Immutable; safe for many threads.
 */
@Description("ddim's steps side by side, by Picard's iteration (Shih et al. 2023)")
public final class ParadigmsSampler implements Walking {

  /**
   * Steps, times, limits and what is this sampler's own.
   *
   * @param walk steps, times and limits
   * @param eta from 0, deterministic, to 1, ancestral
   * @param window W, how many steps are taken side by side
   * @param tolerance how far a latent that stands still may move, in units of its noise
   */
  public record Options(
      @Included(defaults = {"steps: 100", "grid: trailing"}) Walk.Options walk,
      @Description("randomness of the steps, from 0 (none) to 1 (that of ancestral sampling)")
          @Default("0")
          @PositiveOrZero
          @DecimalMax("1")
          double eta,
      @Description("how many steps are taken side by side, each a prediction of a round")
          @Default("20")
          @Min(1)
          @Max(1000)
          int window,
      @Description("how far a latent that stands still may move, in units of its noise")
          @Default("0.01")
          @PositiveOrZero
          double tolerance) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public ParadigmsSampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    PicardWindows windows =
        new PicardWindows(
            walk,
            walk.start(start),
            Math.min(options.window, walk.steps()),
            options.tolerance,
            IntStream.rangeClosed(1, walk.steps())
                .mapToObj(i -> DdimSampler.step(walk.from(i), walk.to(i), options.eta))
                .toList());
    int told = 0;
    while (told < walk.steps()) {
      var predictions = windows.predictions();
      windows.iterate(predictions, noise);
      for (; told < windows.done(); told++) {
        listener.onStep(told + 1, walk.steps(), windows.reached(), predictions.get(0));
      }
    }
    return windows.reached();
  }
}
