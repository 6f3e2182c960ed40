package org.tweedie.study.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.Readings;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Lock;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.progress.StopRequest;

/** Does stages with the engine, one after the other, and writes down how each ended. */
final class StageWorker implements AutoCloseable {

  /** Nobody reads faster how far a stage is. */
  private static final long BETWEEN_NANOS = 100_000_000;

  private final Tweedie tweedie;
  private final StopSignal stopping;
  private final Consumer<Signal> signals;
  private final OpenedRuns runs;

  /** Folders of what was to be there and is not, since its stage failed. */
  private final Set<String> lacking = new HashSet<>();

  StageWorker(Tweedie tweedie, StopSignal stopping, Consumer<Signal> signals) {
    this.tweedie = tweedie;
    this.stopping = stopping;
    this.signals = signals;
    runs = new OpenedRuns(tweedie);
  }

  /**
   * Does a job as far as it can be done.
   *
   * @param startup seconds that were gone when the process could begin
   */
  void run(Job job, double startup) throws IOException {
    double before = startup;
    for (Job.Work work : job.works()) {
      boolean possible =
          lacking.stream().noneMatch(it -> it.equals(work.run()) || it.equals(work.samples()));
      if (possible && !stopping.isWanted()) {
        run(work, before);
        before = 0;
      }
    }
  }

  /** What a training has is saved before the process ends; all else is soon done again. */
  private void run(Job.Work work, double before) throws IOException {
    if (work.stage().phase() != Phase.TRAIN) {
      attempt(work, before, () -> false);
      return;
    }
    stopping.saves(true);
    try (StopRequest stop = new StopRequest()) {
      attempt(work, before, () -> stop.isWanted() || stopping.isWanted());
    } finally {
      stopping.saves(false);
    }
  }

  private void attempt(Job.Work work, double before, BooleanSupplier stop) throws IOException {
    StageFolder folder = new StageFolder(Path.of(work.folder()));
    Files.createDirectories(folder.path());
    Lock lock = Lock.await(folder.lock());
    try {
      Outcome outcome = folder.read().orElse(Outcome.none(work.stage())).begun();
      System.err.println("--- " + work.stage());
      signals.accept(new Signal.Begun(work.stage()));
      try {
        folder.write(outcome);
        outcome = new Attempt(work, folder, outcome, before, stop).run();
      } catch (Exception | LinkageError | OutOfMemoryError failure) {
        failure.printStackTrace();
        outcome = outcome.ended(Status.FAILED, FailureWords.of(failure));
      }
      if (!outcome.isDone()) {
        lacking.add(work.folder());
      }
      try {
        folder.write(outcome);
      } finally {
        // After it is written down, since the study reads the readings there; and although it could
        // not be: it may be the disk that failed.
        signals.accept(new Signal.Ended(outcome));
      }
    } finally {
      lock.close();
    }
  }

  /** One attempt at one stage. */
  private final class Attempt {

    private final Job.Work work;
    private final StageFolder folder;
    private final Outcome outcome;
    private final double before;
    private final BooleanSupplier stop;
    private final long begin = System.nanoTime();
    private long ready = begin;

    Attempt(
        Job.Work work, StageFolder folder, Outcome outcome, double before, BooleanSupplier stop) {
      this.work = work;
      this.folder = folder;
      this.outcome = outcome;
      this.before = before;
      this.stop = stop;
    }

    Outcome run() throws IOException {
      RunConfig config = tweedie.read(List.of(folder.config()), List.of());
      return switch (work.stage().phase()) {
        case TRAIN -> train(config);
        case SAMPLE -> sample(config);
        case MEASURE -> measure(config);
      };
    }

    private Outcome train(RunConfig config) throws IOException {
      Path path = folder.path();
      List<Integer> damaged = MetricsFile.repair(path.resolve("metrics.jsonl"));
      if (!damaged.isEmpty()) {
        signals.accept(
            new Signal.Noted(
                work.stage(),
                "%s had lines that are no JSON objects (%s); they were taken out, and the file as it was is %s.damaged."
                    .formatted(
                        path.resolve("metrics.jsonl"), damaged, path.resolve("metrics.jsonl"))));
      }
      try (Run run =
          Tweedie.isRun(path) ? tweedie.resume(path, config) : tweedie.create(path, config)) {
        run.notes().forEach(System.err::println);
        ready = System.nanoTime();
        boolean whole = run.train(work.step(), listener().stoppedBy(stop));
        // A network whose training ended before is what it would be after all of the steps.
        Outcome at = took(outcome.at(run.ending().isPresent() ? work.step() : run.step()));
        run.ending().ifPresent(how -> signals.accept(new Signal.Noted(work.stage(), how)));
        return whole
            ? at.ended(Status.DONE, List.of())
            : at.ended(Status.STOPPED, List.of("interrupted"));
      }
    }

    private Outcome sample(RunConfig config) throws IOException {
      Run run = runs.open(Path.of(work.run()), work.step(), config);
      ready = System.nanoTime();
      Optional<Job.Shard> shard = work.piece().flatMap(Job.Piece::shard);
      Optional<Job.Share> share = work.piece().flatMap(Job.Piece::share);
      if (shard.isPresent()) {
        run.sample(shard.get().samples(), folder.path(), Set.of(shard.get().output()), listener());
      } else if (share.isPresent()) {
        run.pieces().draw(folder.samples(), share.get().from(), share.get().to(), listener());
      } else {
        run.pieces().draw(folder.samples(), listener());
      }
      return took(outcome.at(work.step())).ended(Status.DONE, List.of());
    }

    private Outcome measure(RunConfig config) throws IOException {
      Run run = runs.open(Path.of(work.run()), work.step(), config);
      ready = System.nanoTime();
      if (work.piece().isPresent()) {
        part(run, work.piece().get());
        return took(outcome.at(work.step())).ended(Status.DONE, List.of());
      }
      Readings found =
          work.samples().isEmpty()
              ? run.measure(listener())
              : run.pieces()
                  .measure(new StageFolder(Path.of(work.samples())).samples(), listener());
      found.notes().forEach(note -> signals.accept(new Signal.Noted(work.stage(), note)));
      return took(outcome.at(work.step())).with(found.readings()).ended(Status.DONE, List.of());
    }

    private void part(Run run, Job.Piece piece) throws IOException {
      if (piece.share().isPresent()) {
        Job.Share share = piece.share().get();
        run.pieces().measure(share.from(), share.to(), folder.part(), listener());
      } else {
        Job.Chunks chunks = piece.chunks().orElseThrow();
        run.codec()
            .encode(
                chunks.how(),
                chunks.grid(),
                chunks.what(),
                chunks.from(),
                chunks.to(),
                folder.part(),
                listener());
      }
    }

    private Outcome took(Outcome some) {
      long now = System.nanoTime();
      return some.took(before + (ready - begin) / 1e9, (now - ready) / 1e9);
    }

    private RunListener listener() {
      return RunListener.of(
          (what, unit, from, total) ->
              new Progress() {
                private long last;

                @Override
                public void advance(long done, String note) {
                  long now = System.nanoTime();
                  if (now - last >= BETWEEN_NANOS || done == total) {
                    last = now;
                    signals.accept(new Signal.Working(work.stage(), what, unit, done, total, note));
                  }
                }

                @Override
                public void close() {}
              });
    }
  }

  @Override
  public void close() {
    runs.close();
  }
}
