package acme;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;

@Description("multiplies its start by a number")
public final class Aloof implements Sampler {

  public record Options(@Description("the number") @Default("7") @Positive int factor) {}

  private final int factor;

  @Inject
  public Aloof() {
    factor = 2;
  }

  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start.times(factor);
  }
}
