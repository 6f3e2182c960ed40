package org.tweedie.engine.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.run.ComponentProblems.Place;

/**
 * What a run's measures ask of one another and of what they look at, told before anything is
 * trained.
 *
 * @param problems takes what is wrong
 * @param measures in the order of the config
 */
record MeasuresTogether(ComponentProblems problems, List<Measure> measures) {

  /**
   * Checks.
   *
   * @param samples how many samples they would look at
   */
  void check(int samples) {
    tellReadingsApart();
    haveEnough(samples);
  }

  /** Readings are found by their keys, so no two measures may give one of the same. */
  private void tellReadingsApart() {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < measures.size(); i++) {
      for (String key : measures.get(i).keys()) {
        Integer other = first.putIfAbsent(key, i);
        if (other != null && other != i) {
          problems.problem(
              "ambiguous-reading",
              new Place(Kinds.MEASURES, i),
              "It gives the reading '%s', as %s.%d does already."
                  .formatted(key, Kinds.MEASURES.key(), other),
              "Please take one of the two, or features that tell them apart.");
          break;
        }
      }
    }
  }

  private void haveEnough(int samples) {
    for (int i = 0; i < measures.size(); i++) {
      Measure measure = measures.get(i);
      if (measure.subject() == Measure.Subject.SAMPLES && measure.fewestSamples() > samples) {
        Place place = new Place(Kinds.MEASURES, i);
        problems.problem(
            "too-few-samples",
            place,
            "The measure '%s' takes %,d samples or more, and would look at %d."
                .formatted(problems.name(place), measure.fewestSamples(), samples),
            "They are as many as 'evaluate.samples' says or, where that is 0, as there are held-out examples.");
      }
    }
  }
}
