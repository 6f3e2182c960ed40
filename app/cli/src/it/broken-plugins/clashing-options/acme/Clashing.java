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

@Description("multiplies its start by a number of steps, but by which?")
public final class Clashing implements Sampler {

  public record Again(@Description("whether to clip") @Default("true") boolean clip) {}

  public record Options(
      @Included(defaults = {"steps: 50", "grid: karras"}) Walk.Options walk,
      @Included Again again,
      @Description("how many steps") @Default("7") int steps) {}

  private final Options options;

  @Inject
  public Clashing(Options options) {
    this.options = options;
  }

  public Batch sample(Denoiser denoiser, Batch start, NoiseSource noise, StepListener listener) {
    return start.times(options.walk().clip() ? options.steps() : options.walk().steps());
  }
}
