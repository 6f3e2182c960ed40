package org.tweedie.samplers;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

/**
 * One jump to the end of the path, and where there are more steps noise anew and another jump (Song
 * et al., "Consistency Models", arXiv 2303.01469, algorithm 1): from time t, with the predicted end
 * {@code x^ = f(z_t, t)}, to {@code s < t} by
 *
 * <pre>
 * z_s = alpha_s x^ + sigma_s n
 * </pre>
 *
 * <p>With the exact f the data's distribution is had in one step, and kept by further ones: they
 * mend the errors of an f that was learnt. A single step adds no noise. All noise is new: to keep
 * the predicted one is the step of DDIM, which is right for students of such steps.
 *
 * <p>For students, which predict where paths end; a denoiser predicts the mean of all ends, and one
 * step then gives the mean of the data. Works for every schedule. Immutable; safe for many threads.
 */
@Description("one to a few jumps to the end of the path, for students (Song et al. 2023)")
public final class ConsistencySampler implements Walking {

  /**
   * Steps, times and limits.
   *
   * @param walk steps, times and limits
   */
  public record Options(@Included(defaults = {"steps: 1", "grid: trailing"}) Walk.Options walk) {}

  private final Options options;

  /** With the given options. */
  @Inject
  public ConsistencySampler(Options options) {
    this.options = options;
  }

  @Override
  public Walk.Options walk() {
    return options.walk;
  }

  @Override
  public boolean takesPathEnds() {
    return true;
  }

  @Override
  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk walk = new Walk(denoiser, options.walk);
    Batch z = walk.start(start);
    for (int i = 1; i <= walk.steps(); i++) {
      Prediction prediction = walk.predict(z, i);
      z =
          new Step(0, walk.to(i).alpha(), walk.to(i).sigma())
              .take(z, prediction.signal(), noise, i);
      listener.onStep(i, walk.steps(), z, prediction);
    }
    return z;
  }

  @Override
  public List<String> objections(Assembly assembly) {
    List<String> objections = new ArrayList<>(options.walk.objections(assembly.schedule()));
    if (assembly.objective().isDenoiser()) {
      objections.add(
          "The sampler consistency jumps to where paths end, and the objective teaches the mean of"
              + " all signals that a latent may come from: it would give blurred means. Take a"
              + " sampler that walks in small steps, or train a student.");
    }
    return objections;
  }
}
