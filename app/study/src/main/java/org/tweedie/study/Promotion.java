package org.tweedie.study;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.study.stage.Status;

/**
 * Which trials go on after a rung.
 *
 * @param plan all trials
 * @param state how they stand
 * @param display where it is told
 */
record Promotion(Plan plan, StudyState state, StudyDisplay display) {

  /**
   * The trials that go on after a rung: those of the best variants, by the mean over seeds, so that
   * pairs stay whole; and those of the baseline, which the others are compared to.
   */
  List<Trial> after(int rung, List<Trial> trials) throws IOException {
    Map<Trial, Double> values = new LinkedHashMap<>();
    Better better = Better.NEITHER;
    for (Trial trial : trials) {
      Optional<Reading> reading = state.metricFrom(trial, rung);
      values.put(trial, reading.map(Reading::value).orElse(Double.NaN));
      better = reading.map(Reading::better).filter(it -> it != Better.NEITHER).orElse(better);
    }
    Halving halving = new Halving(plan.study().baseline(), plan.study().budget().keep(), better);
    List<Trial> kept = halving.kept(trials, values::get);
    for (Trial trial : trials) {
      Optional<TrialRecord> record = state.record(trial);
      if (!kept.contains(trial) && record.filter(it -> it.status() == Status.STOPPED).isPresent()) {
        state.write(
            record
                .get()
                .with(
                    List.of(
                        "not among the best by %s after %d steps"
                            .formatted(plan.metrics().get(0), rung))));
      }
    }
    display.say(
        "After %d steps, %d of %d trials go on.%s"
            .formatted(
                rung,
                kept.size(),
                trials.size(),
                better == Better.NEITHER
                    ? " Of %s neither low nor high values are better, so none is left out."
                        .formatted(plan.metrics().get(0))
                    : ""));
    return kept;
  }
}
