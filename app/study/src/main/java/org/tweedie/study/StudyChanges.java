package org.tweedie.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageId;

/** What is not as it was when a study was last started, in words. */
public final class StudyChanges {

  private StudyChanges() {}

  /** The changes, each a sentence or two; none where the study begins. */
  public static List<String> of(Plan plan, StudyFolder folder) throws IOException {
    List<String> changes = new ArrayList<>();
    Optional<PlanFile> last = folder.readPlan();
    changed(
        of(last, PlanFile.Entry::software),
        of(plan.trials(), trial -> trial.stages().software()),
        "%s is not what the study was begun with: it was %s and is %s. What depends on it is done anew.",
        name -> name.equals("tweedie") ? "The program" : "The plugin '" + name + "'",
        changes);
    changed(
        of(last, PlanFile.Entry::inputs),
        of(plan.trials(), trial -> trial.stages().inputs()),
        "Not as when the study was begun: %s (was %s, is %s). What depends on it is done anew.",
        name -> name,
        changes);
    List<String> earlier = new ArrayList<>();
    long all = 0;
    for (Phase phase : Phase.values()) {
      long others = earlier(plan, folder.stages(phase));
      all += others;
      if (others > 0) {
        earlier.add(phase.count(others));
      }
    }
    if (!earlier.isEmpty()) {
      changes.add(
          "Of an earlier form of the study there %s %s more; %s in its folder, and %s not in the report."
              .formatted(
                  all == 1 ? "is" : "are",
                  String.join(", ", earlier),
                  all == 1 ? "it stays" : "they stay",
                  all == 1 ? "is" : "are"));
    }
    return changes;
  }

  private static long earlier(Plan plan, List<StageId> stages) {
    return stages.stream()
        .filter(stage -> plan.trials().stream().noneMatch(it -> it.stages().contains(stage)))
        .count();
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
