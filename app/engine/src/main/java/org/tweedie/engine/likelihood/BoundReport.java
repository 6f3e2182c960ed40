package org.tweedie.engine.likelihood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.tweedie.engine.chain.StepTimes;

/**
 * The variational bound with its protocol.
 *
 * @param bound the estimate
 * @param timesteps T, or empty for continuous time
 * @param grid where T steps lie
 * @param draws times and noises drawn for each example
 * @param seed what times and noises were drawn from
 * @param learnedVariance whether the model learnt the variance of its reverse steps: the bound of T
 *     steps is then that of these steps, while in continuous time there is but one variance
 */
public record BoundReport(
    BoundEstimate bound,
    OptionalInt timesteps,
    StepTimes grid,
    int draws,
    long seed,
    boolean learnedVariance)
    implements LikelihoodReport {

  @Override
  public String key() {
    return key(timesteps);
  }

  /** What to call a bound, in a word for machines. */
  public static String key(OptionalInt timesteps) {
    return timesteps.isPresent() ? "discrete" : MAIN;
  }

  @Override
  public String heading() {
    return timesteps.isPresent()
        ? "bound, T = " + timesteps.getAsInt() + choice()
        : "continuous bound";
  }

  @Override
  public String meaning() {
    return "upper bound";
  }

  @Override
  public Map<String, Estimate> terms() {
    Map<String, Estimate> terms = new LinkedHashMap<>();
    terms.put("prior", bound.prior());
    terms.put("reconstruction", bound.reconstruction());
    terms.put("diffusion", bound.diffusion());
    terms.put("total", bound.total());
    return terms;
  }

  @Override
  public Map<String, double[]> each() {
    return bound.each();
  }

  @Override
  public int examples() {
    return bound.examples();
  }

  @Override
  public double predictions() {
    return draws;
  }

  @Override
  public List<String> remarks() {
    return List.of(
        draws + (draws == 1 ? " draw each" : " draws each") + variance() + ", seed " + seed);
  }

  @Override
  public Map<String, Object> protocol() {
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("time", timesteps.isPresent() ? "discrete" : "continuous");
    protocol.put("timesteps", timesteps.orElse(0));
    if (grid == StepTimes.OPTIMAL) {
      protocol.put("grid", "optimal");
    }
    protocol.put("draws_per_example", draws);
    if (timesteps.isPresent() && learnedVariance) {
      protocol.put("reverse_variance", "learned");
    }
    protocol.put("seed", seed);
    return protocol;
  }

  /** What to say of the reverse steps' variance, if there is anything to say. */
  String variance() {
    return timesteps.isPresent() && learnedVariance ? ", reverse steps of learned variance" : "";
  }

  private String choice() {
    return grid == StepTimes.OPTIMAL ? " chosen best" : "";
  }

  String time() {
    return timesteps.isPresent() ? "T = " + timesteps.getAsInt() + choice() : "continuous time";
  }
}
