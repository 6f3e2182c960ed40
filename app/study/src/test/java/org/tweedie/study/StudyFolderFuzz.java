package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fuzz.Damage;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.report.StudyReport;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.results.ResultsDatabase;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.Status;

/**
 * Every file of a study damaged in turn: what is damaged is named, and the rest is still shown,
 * reported and gone on with.
 */
@Tag("fuzz")
class StudyFolderFuzz {

  private static final int SEEDS = 3;

  @TempDir private Path path;

  private Plan plan;

  private Map<String, byte[]> study(String name, String value) throws IOException {
    StudyFolder folder = new StudyFolder(path.resolve(name));
    plan =
        Plan.of(
            StudyReader.read(
                "s",
                "base: {data: toy, measures: bits, train: {steps: %s}}\naxes: {schedule: [linear, cosine]}\n"
                    .formatted(value),
                StudyArguments.NONE,
                any -> Optional.empty(),
                Fakes.registry(FakeMeasures.class)),
            Fakes.registry(FakeMeasures.class));
    folder.begin(plan, 2);
    int steps = Integer.parseInt(value);
    for (Trial trial : plan.trials()) {
      for (Stage stage : trial.atEnd()) {
        Outcome outcome = Outcome.none(stage.id()).begun().at(steps).took(1, 2);
        folder
            .stage(stage.id())
            .write(
                (stage.id().phase() == Phase.MEASURE
                        ? outcome.with(List.of(Reading.of("test_bpd", 2.25).lessIsBetter()))
                        : outcome)
                    .ended(Status.DONE, List.of()));
      }
      Files.writeString(
          folder.stage(trial.training().id()).path().resolve("metrics.jsonl"),
          "{\"step\":10,\"train/loss\":4.0,\"train/bits_per_dim\":3.0}\n");
      folder.write(
          new TrialRecord(
              StageFolder.FORMAT,
              trial.id(),
              trial.number(),
              trial.settings(),
              trial.seed(),
              Status.DONE,
              List.of(),
              steps,
              trial.atEnd().stream().map(Stage::id).toList(),
              Map.of((long) steps, 2.25)));
    }
    return new TreeMap<>(Damage.contents(folder.path()));
  }

  @Test
  void everyFileDamagedInTurn() throws IOException {
    Map<String, byte[]> other = study("other", "30");
    Map<String, byte[]> whole = study("whole", "20");
    List<byte[]> others = new ArrayList<>(other.values());
    int made = 0;
    for (String file : whole.keySet()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Map<String, byte[]> damages = Damage.of(whole.get(file), file.hashCode() + seed);
        damages.put("another study's", others.get((file.hashCode() & 0xff) % others.size()));
        for (String neighbour : whole.keySet()) {
          if (seed == 0 && sameName(neighbour, file) && !neighbour.equals(file)) {
            damages.put("that of " + neighbour, whole.get(neighbour));
          }
        }
        for (Map.Entry<String, byte[]> damage : damages.entrySet()) {
          Map<String, byte[]> files = new TreeMap<>(whole);
          files.put(file, damage.getValue());
          Path damaged = Damage.write(path.resolve("damaged-" + made++), files);
          look(file + ": " + damage.getKey(), new StudyFolder(damaged), file);
        }
      }
    }
  }

  private static boolean sameName(String one, String other) {
    return Path.of(one).getFileName().toString().endsWith(ending(other))
        && Path.of(one).getNameCount() == Path.of(other).getNameCount();
  }

  private static String ending(String file) {
    String name = Path.of(file).getFileName().toString();
    return file.startsWith("trials") ? ".json" : name;
  }

  private void look(String what, StudyFolder folder, String file) {
    boolean failed =
        Damage.fails(
            what,
            () -> {
              assertThat(folder.threads()).as(what).isNotNull();
              if (folder.refusal().isPresent()) {
                return;
              }
              List<TrialOutcome> outcomes = folder.outcomes();
              assertThat(outcomes).as(what).hasSizeGreaterThanOrEqualTo(1);
              if (!file.startsWith("trials") && !file.equals("plan.json")) {
                assertThat(outcomes).as(what).hasSize(2);
              }
              for (Path damaged : folder.damaged()) {
                assertThat(damaged).as(what).exists();
              }
              if (what.contains(Damage.ANOTHER_DIGIT) && file.endsWith(".json")) {
                assertThat(folder.damaged()).as(what).contains(folder.path().resolve(file));
              }
              try (ResultsDatabase database = new ResultsDatabase(outcomes)) {
                assertThat(database.columns()).isNotEmpty();
              }
              StudyReport.write(
                  folder.path(), folder.name(), outcomes, plan.study().baseline(), plan.metrics());
              assertThat(StudyChanges.of(plan, folder)).isNotNull();
              StudyState state = new StudyState(plan, folder);
              for (Trial trial : plan.trials()) {
                state.missing(trial, trial.steps());
                state.record(trial, trial.steps());
              }
              assertThat(new PlanTable(plan, folder).text()).isNotBlank();
            });
    assertThat(failed).as(what).isFalse();
  }
}
