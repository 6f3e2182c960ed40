package acme;

import com.google.common.base.Joiner;
import jakarta.inject.Inject;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.engine.plugin.Origin;

@Description("multiplies its start by 15, if its private classes are its own")
public final class Private implements Sampler {

  @Inject
  public Private() {}

  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start.times(Joiner.three() * Origin.values().length);
  }
}
