package org.tweedie.engine.run;

import java.util.List;
import java.util.function.Supplier;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.tensor.TrainedSchedule;

/**
 * Tells which of a run's components do not keep the laws of their kinds.
 *
 * @param config which names them
 * @param problems takes what is wrong
 */
record Lawfulness(RunConfig config, Problems problems) {

  void check(DataSource data, Assembly assembly) {
    check(data);
    if (!config.components(Kinds.SCHEDULE).isEmpty()) {
      check(Kinds.SCHEDULE, () -> KindLaws.ofSchedule(assembly.schedule()));
    }
    if (assembly.learnedSchedule().isPresent()
        && !config.component(Kinds.SCHEDULE).type().origin().builtIn()) {
      check(
          Kinds.SCHEDULE,
          () ->
              TrainedSchedule.contradiction(
                      assembly.learnedSchedule().get(),
                      config.train().seed(),
                      config.train().threads())
                  .stream()
                  .toList());
    }
  }

  /** Data that are opened later are looked at then. */
  void check(DataSource data) {
    if (CheckedData.hasExamples(data) && !(data instanceof LaterData)) {
      check(Kinds.DATA, () -> KindLaws.ofData(CheckedData.plain(data)));
    }
  }

  /** A component that fails when it is asked keeps no law. */
  private void check(Kind<?> kind, Supplier<List<String>> laws) {
    try {
      laws.get().forEach(broken -> problem(kind, broken + remedy(kind)));
    } catch (ComponentFailure failure) {
      problem(kind, String.valueOf(failure.getMessage()));
    }
  }

  private String remedy(Kind<?> kind) {
    return config.component(kind).type().origin().jar().isPresent()
        ? "\nPlease tell its author, and take another " + kind.word() + "."
        : "";
  }

  private void problem(Kind<?> kind, String text) {
    Choice component = config.component(kind);
    problems.add(new Problem("broken-component", component.location(), kind.key(), List.of(text)));
  }
}
