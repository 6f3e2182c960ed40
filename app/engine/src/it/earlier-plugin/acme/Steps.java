package acme;

import jakarta.inject.Inject;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Walk;
import org.tweedie.api.walk.Walking;

@Description("steps of old")
public final class Steps implements Walking {

  public record Options(
      @Included(defaults = {"steps: 6", "grid: trailing"}) Walk.Options walk) {}

  private final Walk.Options walk;

  @Inject
  public Steps(Options options) {
    walk = options.walk();
  }

  public Walk.Options walk() {
    return walk;
  }

  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    Walk steps = new Walk(denoiser, walk);
    Batch z = steps.start(start);
    for (int step = 1; step <= steps.steps(); step++) {
      Prediction prediction = steps.predict(z, step);
      double alpha = steps.to(step).alpha();
      double sigma = steps.to(step).sigma();
      double[] ones = new double[z.count()];
      java.util.Arrays.fill(ones, 1);
      z = prediction.signal().times(alpha, sigma, prediction.noise());
      z = z.times(1, 0, prediction.noise(), 0, noise.draw(step)).timesEach(ones, new double[ones.length], z);
      listener.onStep(step, steps.steps(), z, prediction);
    }
    return z;
  }
}
