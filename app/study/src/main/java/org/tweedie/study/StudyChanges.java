package org.tweedie.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What is not as it was when a study was last started, in words. */
public final class StudyChanges {

  private StudyChanges() {}

  /** The changes, each a sentence or two; none where the study begins. */
  public static List<String> of(Plan plan, StudyFolder folder) throws IOException {
    List<String> changes = new ArrayList<>();
    Optional<PlanFile> last = folder.readPlan();
    changed(
        of(last, PlanFile.Entry::software),
        of(plan.trials(), Trial::software),
        "%s is not what the study was begun with: it was %s and is %s. Trials that use it are run anew.",
        name -> name.equals("tweedie") ? "The program" : "The plugin '" + name + "'",
        changes);
    changed(
        of(last, PlanFile.Entry::inputs),
        of(plan.trials(), Trial::inputs),
        "Not as when the study was begun: %s (was %s, is %s). Trials that read that are run anew.",
        name -> name,
        changes);
    long strangers = folder.strangers(plan);
    if (strangers > 0) {
      changes.add(
          strangers == 1
              ? "1 trial of an earlier form of the study stays in its folder and is not in the report."
              : strangers
                  + " trials of an earlier form of the study stay in their folders and are not in the report.");
    }
    return changes;
  }

  private static Map<String, String> of(
      Optional<PlanFile> last, Function<PlanFile.Entry, Map<String, String>> what) {
    return of(last.map(PlanFile::trials).orElse(List.of()), what);
  }

  private static <T> Map<String, String> of(List<T> trials, Function<T, Map<String, String>> what) {
    Map<String, String> all = new LinkedHashMap<>();
    trials.forEach(trial -> all.putAll(what.apply(trial)));
    return all;
  }

  private static void changed(
      Map<String, String> before,
      Map<String, String> now,
      String sentence,
      UnaryOperator<String> words,
      List<String> changes) {
    now.forEach(
        (name, version) ->
            Optional.ofNullable(before.get(name))
                .filter(earlier -> !earlier.equals(version))
                .ifPresent(
                    earlier ->
                        changes.add(sentence.formatted(words.apply(name), earlier, version))));
  }
}
