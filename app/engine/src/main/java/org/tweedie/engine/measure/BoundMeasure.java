package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.OptionalInt;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.api.plugin.Included;
import org.tweedie.engine.chain.StepTimes;
import org.tweedie.engine.likelihood.LikelihoodMeasure;
import org.tweedie.engine.likelihood.LikelihoodReport;

/**
 * The negative variational bound in continuous time, in bits per dimension of held-out examples
 * (Kingma et al., arXiv 2107.00630, equations 11 to 17): an upper bound of minus the log
 * likelihood. Immutable; safe for many threads.
 */
@Description("the variational bound in continuous time: bits per dimension of held-out examples")
public final class BoundMeasure implements LikelihoodMeasure {

  /**
   * What a config can set.
   *
   * @param draws times and noises drawn for each example
   * @param over which examples
   */
  public record Options(
      @Description("times and noises drawn for each example") @Default("8") @Positive int draws,
      @Included HeldOutExamples over) {}

  private final BoundTaking taking;

  /** With the given options, of a model that was trained by the objective. */
  @Inject
  public BoundMeasure(Options options, Objective objective) {
    taking =
        new BoundTaking(
            OptionalInt.empty(), StepTimes.EVEN, options.draws(), options.over(), objective);
  }

  @Override
  public List<String> keys() {
    return taking.keys();
  }

  @Override
  public LikelihoodReport report(Measured measured) {
    return taking.report(measured);
  }
}
