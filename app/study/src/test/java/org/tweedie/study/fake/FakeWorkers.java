package org.tweedie.study.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;

/** Does stages at once and without any work, and remembers which. */
public final class FakeWorkers implements Workers {

  /** What happens instead of a stage's end. */
  public sealed interface Mishap {

    /** It fails in words. */
    record Failure(String words) implements Mishap {}

    /** Its process ends. */
    record Crash(int exit) implements Mishap {}

    /** What it runs on is gone; its stage has begun or not. */
    record Loss(String why, boolean begun) implements Mishap {}

    /** It goes on until it is stopped; a training saves then. */
    record Hang() implements Mishap {}
  }

  private final List<Job> jobs = new ArrayList<>();
  private final List<StageId> begun = new ArrayList<>();
  private Function<Job.Work, Optional<Mishap>> mishaps = work -> Optional.empty();
  private BiFunction<Outcome, String, Outcome> results = (outcome, config) -> outcome;

  /** The jobs that were started. */
  public List<Job> jobs() {
    return jobs;
  }

  /** The stages of a phase that were begun, in order. */
  public List<StageId> begun(Phase phase) {
    return begun.stream().filter(stage -> stage.phase() == phase).toList();
  }

  /** From now on some stages do not go well. */
  public FakeWorkers mishaps(Function<Job.Work, Optional<Mishap>> some) {
    mishaps = some;
    return this;
  }

  /** From now on measurements have readings, which may depend on their config. */
  public FakeWorkers results(BiFunction<Outcome, String, Outcome> some) {
    results = some;
    return this;
  }

  @Override
  public Worker start(Job job, Consumer<Signal> signals) throws IOException {
    jobs.add(job);
    Optional<Job.Work> hanging = Optional.empty();
    List<String> lacking = new ArrayList<>();
    for (Job.Work work : job.works()) {
      if (lacking.contains(work.run()) || lacking.contains(work.samples())) {
        continue;
      }
      StageFolder folder = new StageFolder(Path.of(work.folder()));
      Outcome outcome = folder.read().orElse(Outcome.none(work.stage())).begun();
      Mishap mishap = mishaps.apply(work).orElse(null);
      if (mishap instanceof Mishap.Loss loss && !loss.begun()) {
        signals.accept(new Signal.Lost(loss.why()));
        return new Idle();
      }
      begun.add(work.stage());
      folder.write(outcome);
      signals.accept(new Signal.Begun(work.stage()));
      if (mishap instanceof Mishap.Loss loss) {
        signals.accept(new Signal.Lost(loss.why()));
        return new Idle();
      } else if (mishap instanceof Mishap.Crash crash) {
        signals.accept(new Signal.Exited(crash.exit(), List.of("last words")));
        return new Idle();
      } else if (mishap instanceof Mishap.Hang) {
        hanging = Optional.of(work);
        break;
      } else if (mishap instanceof Mishap.Failure failure) {
        outcome = outcome.ended(Status.FAILED, List.of(failure.words()));
        lacking.add(work.folder());
      } else {
        outcome =
            results
                .apply(outcome.at(work.step()).took(1, 2), Files.readString(folder.config()))
                .ended(Status.DONE, List.of());
      }
      folder.write(outcome);
      signals.accept(new Signal.Ended(outcome));
    }
    if (hanging.isPresent()) {
      return new Hanging(hanging.get(), signals);
    }
    signals.accept(new Signal.Exited(0, List.of()));
    return new Idle();
  }

  private static final class Idle implements Worker {
    @Override
    public void stop() {}

    @Override
    public void kill() {}
  }

  private record Hanging(Job.Work work, Consumer<Signal> signals) implements Worker {

    @Override
    public void stop() {
      if (work.stage().phase() == Phase.TRAIN) {
        try {
          StageFolder folder = new StageFolder(Path.of(work.folder()));
          Outcome saved =
              folder
                  .read()
                  .orElseThrow()
                  .at(1)
                  .took(0, 3)
                  .ended(Status.STOPPED, List.of("interrupted"));
          folder.write(saved);
          signals.accept(new Signal.Ended(saved));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      signals.accept(new Signal.Exited(work.stage().phase() == Phase.TRAIN ? 0 : 1, List.of()));
    }

    @Override
    public void kill() {
      throw new AssertionError("it was asked to stop and did");
    }
  }
}
