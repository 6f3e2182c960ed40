package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tweedie.study.stage.Crash;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;

/**
 * What is done when stages end: it is written down, people are told, and it is decided what is
 * begun again and whether the study goes on. Used by one thread.
 */
final class StageEndings {

  /** How often the worker of a stage may be lost before it is the stage that is taken to fail. */
  static final int MOST_LOSSES = 3;

  /** Workers that may be lost one after another, besides two for each process at a time. */
  private static final int MOST_IN_A_ROW = 8;

  /** Below this, a stage that failed is taken to have failed for want of space. */
  private static final long FULL = 1 << 20;

  private final Plan plan;
  private final StudyFolder folder;
  private final StudyRun.Options options;
  private final StudyState state;
  private final Tally tally;
  private final StudyDisplay display;
  private final Map<StageId, Integer> failures = new HashMap<>();
  private final Map<StageId, Integer> losses = new HashMap<>();

  /** Workers that were lost since a stage came to an end. */
  private int lostInARow;

  /** What was stopped by others than this study, and is not begun again before its next start. */
  private final Set<StageId> held = new HashSet<>();

  private Optional<StudyRun.Ending> ending = Optional.empty();

  StageEndings(
      Plan plan,
      StudyFolder folder,
      StudyRun.Options options,
      StudyState state,
      Tally tally,
      StudyDisplay display) {
    this.plan = plan;
    this.folder = folder;
    this.options = options;
    this.state = state;
    this.tally = tally;
    this.display = display;
  }

  /** Why the study ends before all is done; empty where it goes on. */
  Optional<StudyRun.Ending> ofStudy() {
    return ending;
  }

  /** Ends the study; a full disk is told even of one that was stopped. */
  void end(StudyRun.Ending why) {
    if (ending.isEmpty() || why == StudyRun.Ending.DISK_FULL) {
      ending = Optional.of(why);
    }
  }

  /** Whether any stage was stopped by others. */
  boolean areHeldBack() {
    return !held.isEmpty();
  }

  /** Whether a stage is not begun again. */
  boolean isGivenUp(StageId stage) {
    return held.contains(stage)
        || failures.getOrDefault(stage, 0) > plan.study().budget().retries();
  }

  /** A process ended, be it in the middle of a stage. */
  void exited(RunningJob job, Signal.Exited exited, OptionalLong rung) throws IOException {
    if (job.current().isEmpty() && (exited.exit() == 0 || job.left().isEmpty())) {
      return;
    }
    StageId stage = job.current().orElseGet(() -> job.left().iterator().next());
    Outcome before = folder.stage(stage).read().orElse(state.outcome(stage));
    Outcome last = before.status() == Status.RUNNING ? before : before.begun();
    boolean interrupted = Crash.isInterruption(exited.exit());
    Status status = job.ending().orElse(interrupted ? Status.STOPPED : Status.FAILED);
    Outcome outcome =
        last.took(0, job.seconds())
            .ended(status, status == Status.FAILED ? Crash.words(exited) : reason(status));
    folder.stage(stage).write(outcome);
    ended(job, outcome, rung);
  }

  /** What a process ran on is gone: its stage goes on elsewhere, within bounds. */
  void lost(RunningJob job, Signal.Lost lost, OptionalLong rung) throws IOException {
    if (job.ending().isPresent() || job.left().isEmpty()) {
      exited(job, new Signal.Exited(job.left().isEmpty() ? 0 : 1, List.of()), rung);
      return;
    }
    StageId stage = job.current().orElseGet(() -> job.left().iterator().next());
    Outcome before = folder.stage(stage).read().orElse(state.outcome(stage));
    if (job.current().isPresent() && before.isDone()) {
      // All that was lost is the word of it.
      ended(job, before, rung);
      return;
    }
    lostInARow++;
    int times = losses.merge(stage, 1, Integer::sum);
    Outcome last = before.status() == Status.RUNNING ? before.took(0, job.seconds()) : before;
    if (times > MOST_LOSSES) {
      Outcome failed =
          last.ended(
              Status.FAILED,
              List.of(
                  "Its worker was lost %d times, the last time: %s".formatted(times, lost.why())));
      folder.stage(stage).write(failed);
      ended(job, failed, rung);
    } else {
      if (job.current().isPresent()) {
        Outcome waits = last.ended(Status.STOPPED, List.of("its worker was lost", lost.why()));
        folder.stage(stage).write(waits);
        state.put(waits);
      }
      display.say(
          tally.line(
              job.trials().get(0),
              "its worker was lost, and it goes on elsewhere\n      " + lost.why()));
    }
    if (ending.isEmpty() && lostInARow >= MOST_IN_A_ROW + 2 * options.parallel()) {
      display.say(
          "%d workers were lost one after another, and no stage came to its end meanwhile; the study stops. The last one: %s"
              .formatted(lostInARow, lost.why()));
      end(StudyRun.Ending.STOPPED);
    }
  }

  private static List<String> reason(Status status) {
    return List.of(
        status == Status.TIMED_OUT ? "stopped by the study's time limit" : "interrupted");
  }

  void ended(RunningJob job, Outcome found, OptionalLong rung) throws IOException {
    Outcome outcome = found;
    if (found.status() == Status.STOPPED && job.ending().equals(Optional.of(Status.TIMED_OUT))) {
      outcome = found.ended(Status.TIMED_OUT, reason(Status.TIMED_OUT));
      folder.stage(found.stage()).write(outcome);
    }
    lostInARow = outcome.isDone() ? 0 : lostInARow;
    double seconds = job.seconds();
    job.ended(outcome.stage());
    state.put(outcome);
    tally.ended(outcome.stage().phase(), seconds);
    switch (outcome.status()) {
      case DONE -> done(outcome.stage(), rung);
      case FAILED -> failed(job, outcome, rung);
      case TIMED_OUT -> lost(outcome, rung, "stopped after the study's time limit");
      default -> {
        if (job.ending().isEmpty()) {
          held.add(outcome.stage());
        }
      }
    }
  }

  private void done(StageId stage, OptionalLong rung) throws IOException {
    for (Trial trial : plan.trials()) {
      if (trial.stages().contains(stage) && settle(trial, rung)) {
        display.say(tally.line(trial, tally.result(state.record(trial).orElseThrow())));
      }
    }
  }

  /** Writes a trial down that has come to a rung or its end; whether it just did. */
  boolean settle(Trial trial, OptionalLong rung) throws IOException {
    if (!state.missing(trial, StudyRun.step(trial, rung)).isEmpty()) {
      return false;
    }
    TrialRecord record = state.record(trial, StudyRun.step(trial, rung));
    boolean news =
        state
            .record(trial)
            .filter(it -> it.status() == record.status() && it.step() == record.step())
            .isEmpty();
    if (news) {
      state.write(record);
    }
    return news;
  }

  private void failed(RunningJob job, Outcome outcome, OptionalLong rung) throws IOException {
    int times = failures.merge(outcome.stage(), 1, Integer::sum);
    boolean again = times <= plan.study().budget().retries();
    StringBuilder words = new StringBuilder("failed" + (again ? ", and is tried again" : ""));
    outcome.error().forEach(line -> words.append("\n      ").append(line));
    words.append("\n      All it printed: ").append(job.log());
    lost(outcome, rung, words.toString());
    if (Files.getFileStore(folder.path()).getUsableSpace() < FULL) {
      end(StudyRun.Ending.DISK_FULL);
    } else if (!again && options.failFast()) {
      end(StudyRun.Ending.STOPPED);
    }
  }

  /** Writes down all trials that a stage takes with it, and says so of the first. */
  private void lost(Outcome outcome, OptionalLong rung, String words) throws IOException {
    List<Trial> concerned = new ArrayList<>();
    for (Trial trial : plan.trials()) {
      if (trial.stages().at(StudyRun.step(trial, rung)).stream()
          .anyMatch(stage -> stage.id().equals(outcome.stage()))) {
        concerned.add(trial);
        state.write(state.record(trial, StudyRun.step(trial, rung)));
      }
    }
    int others = concerned.size() - 1;
    if (others >= 0) {
      display.say(
          tally.line(
              concerned.get(0),
              words
                  + (others == 0
                      ? ""
                      : "\n      So did %s that need the same %s."
                          .formatted(
                              others == 1 ? "another trial" : others + " other trials",
                              outcome.stage().phase().noun()))));
    }
  }
}
