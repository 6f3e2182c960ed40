package org.tweedie.serve;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.progress.RunListener;

/**
 * A request to measure, read and checked.
 *
 * @param model which model
 * @param config with which measures, sampler and guidance
 */
record EvaluateRequest(ServedModel model, RunConfig config) {

  /** The kinds whose components a request may choose. */
  static final List<Kind<?>> CHOSEN = List.of(Kinds.MEASURES, Kinds.SAMPLER, Kinds.GUIDANCE);

  /**
   * Reads a request.
   *
   * @throws org.tweedie.engine.config.ConfigException with all its problems
   */
  static EvaluateRequest read(byte[] json, ServedModels models, ClientLimits limits) {
    Fields fields = Fields.of(json);
    Optional<ServedModel> model = models.chosen(fields);
    Layer said = fields.layer(CHOSEN.stream().map(Kind::key).toList(), "", List.of());
    fields.rejectOthers();
    Optional<RunConfig> config = model.flatMap(it -> fields.changed(it.config(), said));
    config.ifPresent(asked -> limits.check(asked, model.orElseThrow().config(), CHOSEN, fields));
    fields.check();
    return new EvaluateRequest(model.orElseThrow(), config.orElseThrow());
  }

  /**
   * Measures; for the thread of measures.
   *
   * @param unwanted whether nobody waits for it any more
   * @return JSON
   */
  String measured(BooleanSupplier unwanted) throws Exception {
    try (Run run = model.measured().using(config)) {
      return run.measure(RunListener.of(new Unwanted(unwanted))).json();
    }
  }
}
