package acme;

import jakarta.inject.Inject;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Denoiser;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.api.sampler.NoiseSource;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.sampler.StepListener;
import org.tweedie.api.walk.Walk;

@Description("multiplies its start by one of two numbers, and walks nowhere")
public final class Heedless implements Sampler {

  public record Factors(
      @Description("the number") @Default("1") int first,
      @Description("another") @Default("2") int second) {}

  public record Options(
      @Included(defaults = {"steps: 50", "grid: karras"}) Walk.Options walk,
      @Included(defaults = "first: 3") Factors factors) {}

  private final Factors factors;

  @Inject
  public Heedless(Options options) {
    factors = options.factors();
  }

  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start.times(factors.first());
  }
}
