package org.tweedie.app.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is not as it was when a study was last started, in words. */
public final class StudyChanges {

  private StudyChanges() {}

  /** The changes, each a sentence or two; none where the study begins. */
  public static List<String> of(Plan plan, StudyFolder folder) throws IOException {
    List<String> changes = new ArrayList<>();
    Map<String, String> before = new LinkedHashMap<>();
    folder
        .readPlan()
        .ifPresent(file -> file.trials().forEach(trial -> before.putAll(trial.software())));
    Map<String, String> now = new LinkedHashMap<>();
    plan.trials().forEach(trial -> now.putAll(trial.software()));
    now.forEach(
        (name, version) ->
            Optional.ofNullable(before.get(name))
                .filter(earlier -> !earlier.equals(version))
                .ifPresent(
                    earlier ->
                        changes.add(
                            "%s is not what the study was begun with: it was %s and is %s. Trials that use it are run anew."
                                .formatted(
                                    name.equals("tweedie")
                                        ? "The program"
                                        : "The plugin '" + name + "'",
                                    earlier,
                                    version))));
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
}
