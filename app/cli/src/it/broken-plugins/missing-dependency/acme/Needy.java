package acme;

import fast.math.Solver;
import jakarta.inject.Inject;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;

@Description("needs a library")
public final class Needy implements Sampler {

  @Inject
  public Needy() {}

  public Needy(Solver solver) {}

  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start;
  }
}
