package org.tweedie.engine.measure;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.objective.Objective;
import org.tweedie.engine.chain.GriddedModel;
import org.tweedie.engine.chain.StepCosts;
import org.tweedie.engine.chain.StepTimes;
import org.tweedie.engine.likelihood.BoundReport;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.LikelihoodReport;
import org.tweedie.engine.likelihood.VariationalBound;

/**
 * How a bound is taken.
 *
 * @param timesteps T; empty for continuous time
 * @param grid where T steps lie
 * @param draws times and noises drawn for each example
 * @param over which examples
 * @param objective what the model was trained by, which tells whether it knows the variance of its
 *     steps
 */
record BoundTaking(
    OptionalInt timesteps, StepTimes grid, int draws, HeldOutExamples over, Objective objective) {

  List<String> keys() {
    String likelihood = BoundReport.key(timesteps);
    return Stream.of(LikelihoodReport.TOTAL, "prior", "reconstruction", "diffusion")
        .map(term -> LikelihoodReport.readingKey(likelihood, term))
        .toList();
  }

  BoundReport report(Measured measured) {
    DiffusionModel model = model(measured);
    int limit = over.of(measured.data());
    IntConsumer progress = measured.progress("Evaluating", "examples", limit);
    VariationalBound bound =
        new VariationalBound(measured.data().description(), timesteps, draws, over.seed());
    return new BoundReport(
        new Evaluation(bound, over.batch(), measured.isConditional(), limit)
            .of(model, measured.data().test(), progress),
        timesteps,
        grid,
        draws,
        over.seed(),
        objective.learnsVariance());
  }

  /** In whose time the steps are even. */
  private DiffusionModel model(Measured measured) {
    if (grid == StepTimes.EVEN) {
      return measured.model();
    }
    int steps = timesteps.orElseThrow();
    return new GriddedModel(
        measured.model(),
        StepCosts.best(
            measured.model(),
            measured.data().description(),
            measured.data().train(),
            measured.isConditional(),
            steps,
            measured.progress("Choosing steps", "times", StepCosts.points(steps))));
  }
}
