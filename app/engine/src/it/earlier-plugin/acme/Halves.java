package acme;

import jakarta.inject.Inject;
import java.util.random.RandomGenerator;
import org.tweedie.api.objective.LossHistory;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.objective.TimeDraw;
import org.tweedie.api.plugin.Description;

@Description("even times")
public final class Halves implements TimeDistribution {

  @Inject
  public Halves() {}

  public TimeDraw draw(int count, RandomGenerator random, LossHistory history) {
    double[] times = random.doubles(count).toArray();
    double[] ones = new double[count];
    java.util.Arrays.fill(ones, 1);
    return new TimeDraw(times, ones, ones);
  }

  public boolean isUniform() {
    return true;
  }
}
