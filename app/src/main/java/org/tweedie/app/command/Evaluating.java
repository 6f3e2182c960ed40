package org.tweedie.app.command;

import java.util.OptionalInt;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.app.config.EvaluateOptions;
import org.tweedie.app.config.RunConfig;
import org.tweedie.app.likelihood.Evaluation;
import org.tweedie.app.likelihood.EvaluationReport;
import org.tweedie.app.likelihood.VariationalBound;
import org.tweedie.app.progress.Progress;
import org.tweedie.app.run.Assembled;
import org.tweedie.app.sampling.Classes;

/** Measures a model on the test split as a config says. */
final class Evaluating {

  private Evaluating() {}

  static EvaluationReport report(
      RunConfig config, Assembled parts, DiffusionModel model, long step) {
    EvaluateOptions options = config.evaluate();
    OptionalInt timesteps =
        options.timesteps() == 0 ? OptionalInt.empty() : OptionalInt.of(options.timesteps());
    VariationalBound bound =
        new VariationalBound(parts.assembly().data(), timesteps, options.draws(), options.seed());
    boolean conditional = !Classes.all(parts.assembly()).isEmpty();
    int examples = parts.data().test().size();
    int limit = options.examples() == 0 ? examples : Math.min(options.examples(), examples);
    try (Progress progress = Console.display().begin("Evaluating", "examples", 0, limit)) {
      return new EvaluationReport(
          new Evaluation(bound, options.batch(), conditional, limit)
              .of(model, parts.data().test(), done -> progress.advance(done, "")),
          "test",
          step,
          options.ema(),
          conditional,
          timesteps,
          options.draws(),
          parts.assembly().data().levels().map(Levels::count).orElse(0),
          options.seed());
    }
  }
}
