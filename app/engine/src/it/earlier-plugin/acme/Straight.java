package acme;

import jakarta.inject.Inject;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;

@Description("a straight log SNR")
public final class Straight implements NoiseSchedule {

  public record Options(@Description("the log SNR at time 0") @Default("8") double most) {}

  private final double most;

  @Inject
  public Straight(Options options) {
    most = options.most();
  }

  public double logSnr(double t) {
    return most - 2 * most * t;
  }

  public NoiseLevel at(double t) {
    NoiseLevel level = NoiseLevel.variancePreserving(logSnr(t));
    return new NoiseLevel(level.alpha(), level.sigma(), level.logSnr());
  }
}
