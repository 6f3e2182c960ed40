package org.tweedie.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.EvaluateOptions;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.likelihood.BoundReport;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.EvaluationReport;
import org.tweedie.engine.likelihood.FlowEvaluation;
import org.tweedie.engine.likelihood.FlowLikelihood;
import org.tweedie.engine.likelihood.FlowProtocol;
import org.tweedie.engine.likelihood.FlowReport;
import org.tweedie.engine.likelihood.LikelihoodReport;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.sampling.Classes;

/** Measures a model on the test split as a config says. */
final class Evaluating {

  /** T of the discrete bound where the config asks for it and leaves T open. */
  private static final int TIMESTEPS = 1000;

  private final EvaluateOptions options;
  private final Assembled parts;
  private final DiffusionModel model;
  private final RunListener listener;
  private final boolean conditional;
  private final int limit;

  private Evaluating(
      EvaluateOptions options, Assembled parts, DiffusionModel model, RunListener listener) {
    this.listener = listener;
    this.options = options;
    this.parts = parts;
    this.model = model;
    conditional = !Classes.all(parts.assembly()).isEmpty();
    int examples = parts.data().test().size();
    limit = options.examples() == 0 ? examples : Math.min(options.examples(), examples);
  }

  static EvaluationReport report(
      RunConfig config, Assembled parts, DiffusionModel model, long step, RunListener listener) {
    EvaluateOptions options = config.evaluate();
    Evaluating evaluating = new Evaluating(options, parts, model, listener);
    return new EvaluationReport(
        evaluating.likelihoods(),
        "test",
        step,
        options.ema(),
        evaluating.conditional,
        parts.assembly().data().levels().map(Levels::count).orElse(0));
  }

  private List<LikelihoodReport> likelihoods() {
    OptionalInt asked =
        options.timesteps() == 0 ? OptionalInt.empty() : OptionalInt.of(options.timesteps());
    OptionalInt some = OptionalInt.of(asked.orElse(TIMESTEPS));
    List<LikelihoodReport> reports = new ArrayList<>();
    switch (options.likelihood()) {
      case BOUND -> reports.add(bound(asked));
      case DISCRETE -> reports.add(bound(some));
      case FLOW -> reports.add(flow());
      case ALL -> {
        reports.add(bound(OptionalInt.empty()));
        reports.add(bound(some));
        reports.add(flow());
      }
    }
    return reports;
  }

  private BoundReport bound(OptionalInt timesteps) {
    VariationalBound bound =
        new VariationalBound(parts.assembly().data(), timesteps, options.draws(), options.seed());
    try (Progress progress = listener.begin("Evaluating", "examples", 0, limit)) {
      return new BoundReport(
          new Evaluation(bound, options.batch(), conditional, limit)
              .of(model, parts.data().test(), done -> progress.advance(done, "")),
          timesteps,
          options.draws(),
          options.seed(),
          parts.assembly().objective().learnsVariance());
    }
  }

  private FlowReport flow() {
    FlowProtocol protocol =
        new FlowProtocol(
            options.flowDequantisation(),
            options.flowDraws(),
            options.flowImportance(),
            options.flowDivergence(),
            options.flowProbes(),
            options.flowTolerance(),
            options.flowTolerance(),
            options.flowLogSnr(),
            options.seed());
    FlowLikelihood likelihood = new FlowLikelihood(parts.assembly().data(), protocol);
    NoiseSchedule schedule = model.schedule();
    try (Progress progress = listener.begin("Evaluating the flow", "examples", 0, limit)) {
      return new FlowReport(
          new FlowEvaluation(likelihood, options.batch(), conditional, limit)
              .of(model, parts.data().test(), done -> progress.advance(done, "")),
          protocol,
          parts.assembly().data().levels().isPresent(),
          likelihood.start(schedule),
          FlowLikelihood.end(schedule),
          schedule.logSnr(0),
          schedule.logSnr(1));
    }
  }
}
