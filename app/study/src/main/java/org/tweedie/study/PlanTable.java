package org.tweedie.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.engine.file.TextTable;
import org.tweedie.study.design.Axis;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageId;

/**
 * A plan for people: a line for each trial, with what differs; what each axis changes; and how many
 * stages that makes.
 *
 * @param plan the trials
 * @param folder where they are kept
 */
public record PlanTable(Plan plan, StudyFolder folder) {

  /** The text. */
  public String text() throws IOException {
    List<String> lines = new ArrayList<>(List.of(trials(), ""));
    if (!plan.study().axes().isEmpty()) {
      lines.add("Axes      " + String.join("; ", axes()));
    }
    lines.add("Stages    " + stages());
    return String.join("\n", lines);
  }

  private String trials() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("TRIAL"));
    plan.study().axes().forEach(axis -> heading.add(axis.name()));
    heading.addAll(List.of("SEED", "NETWORK", "STATE"));
    rows.add(heading);
    for (Trial trial : plan.trials()) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(trial.number())));
      row.addAll(trial.settings().values());
      row.addAll(
          List.of(
              Long.toString(trial.seed()),
              plan.study().run().isPresent() ? "given" : trial.training().id().key(),
              state(folder.read(trial.id()))));
      rows.add(row);
    }
    return TextTable.of(rows);
  }

  private static String state(Optional<TrialRecord> record) {
    return record
        .map(
            known ->
                known.rungs().isEmpty() || known.isDone()
                    ? known.status().word()
                    : "%s after %d steps".formatted(known.status(), known.step()))
        .orElse("to do");
  }

  /** What each axis changes: the first phase that is another for another value. */
  private List<String> axes() {
    List<String> words = new ArrayList<>();
    for (Axis axis : plan.study().axes()) {
      words.add(
          axis.name()
              + ": "
              + touched(axis.name())
                  .map(
                      phase ->
                          switch (phase) {
                            case TRAIN -> "another network for each value";
                            case SAMPLE -> "the same networks, other samples";
                            case MEASURE -> "the same networks and samples, measured otherwise";
                          })
                  .orElse("changes nothing that counts"));
    }
    return words;
  }

  private Optional<Phase> touched(String axis) {
    for (Phase phase : Phase.values()) {
      Map<Object, Set<List<StageId>>> groups =
          plan.trials().stream()
              .collect(
                  Collectors.groupingBy(
                      trial -> List.of(trial.seed(), others(trial, axis)),
                      Collectors.mapping(trial -> ids(trial, phase), Collectors.toSet())));
      if (groups.values().stream().anyMatch(different -> different.size() > 1)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> others(Trial trial, String axis) {
    return trial.settings().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(axis))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static List<StageId> ids(Trial trial, Phase phase) {
    return trial.of(phase).stream().map(Stage::id).toList();
  }

  private String stages() throws IOException {
    List<String> words = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      if (phase == Phase.TRAIN && plan.study().run().isPresent()) {
        words.add("the network of " + plan.study().run().get());
        continue;
      }
      Set<Stage> stages = new LinkedHashSet<>();
      plan.trials().forEach(trial -> stages.addAll(trial.of(phase)));
      int done = 0;
      for (Stage stage : stages) {
        Optional<Outcome> outcome = folder.stage(stage.id()).read();
        done += outcome.filter(it -> it.isDone() && it.step() >= stage.step()).isPresent() ? 1 : 0;
      }
      words.add(phase.count(stages.size()) + (done > 0 ? " (%d done)".formatted(done) : ""));
    }
    return String.join(", ", words);
  }
}
