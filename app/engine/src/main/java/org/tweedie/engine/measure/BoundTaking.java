package org.tweedie.engine.measure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.objective.Objective;
import org.tweedie.engine.chain.GriddedModel;
import org.tweedie.engine.chain.StepCosts;
import org.tweedie.engine.chain.StepTimes;
import org.tweedie.engine.likelihood.BoundReport;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.LatentBound;
import org.tweedie.engine.likelihood.LatentMeasured;
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

  /**
   * The keys of the readings.
   *
   * @param inLatents whether the diffusion lives in the latents of an autoencoder
   */
  List<String> keys(boolean inLatents) {
    String likelihood = BoundReport.key(timesteps);
    Stream<String> terms =
        inLatents ? LatentBound.TERMS.stream() : Stream.of("prior", "reconstruction", "diffusion");
    return Stream.concat(Stream.of(LikelihoodReport.TOTAL), terms)
        .map(term -> LikelihoodReport.readingKey(likelihood, term))
        .toList();
  }

  LikelihoodReport report(Measured measured) {
    Optional<LatentMeasured.InLatents> latents = LatentMeasured.of(measured);
    if (latents.isPresent()) {
      return inLatents(latents.get(), measured);
    }
    DiffusionModel model = model(measured.model(), measured.data(), measured);
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

  private LikelihoodReport inLatents(LatentMeasured.InLatents latents, Measured measured) {
    DiffusionModel model = model(latents.model(), latents.space().examples(), measured);
    int limit = over.of(measured.data());
    IntConsumer progress = measured.progress("Evaluating", "examples", limit);
    return LatentBound.of(latents.space(), timesteps, draws, over.seed())
        .over(
            model, measured.data().test(), over.batch(), measured.isConditional(), limit, progress);
  }

  /**
   * In whose time the steps are even.
   *
   * @param data what the model is a diffusion of
   */
  private DiffusionModel model(DiffusionModel model, DataSource data, Measured measured) {
    if (grid == StepTimes.EVEN) {
      return model;
    }
    int steps = timesteps.orElseThrow();
    return new GriddedModel(
        model,
        StepCosts.best(
            model,
            data.description(),
            data.train(),
            measured.isConditional(),
            steps,
            measured.progress("Choosing steps", "times", StepCosts.points(steps))));
  }
}
