package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.file.Lock;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.stage.Crash;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;
import org.tweedie.study.stage.Workers.Worker;

/**
 * Has pieces of work done by processes side by side. A process that dies costs the pieces that it
 * had not ended, which another one does: the files are the same, whoever makes them. Used by one
 * thread.
 */
public final class BulkWork {

  /** How the work ended. */
  public enum Ending {
    /** All is there. */
    COMPLETE,
    /** It was stopped, and can go on. */
    STOPPED,
    /** A piece cannot be done. */
    FAILED
  }

  /**
   * With which processes.
   *
   * @param workers who starts them
   * @param partitions how many there are at a time
   * @param threads of each
   */
  public record Crew(Workers workers, int partitions, int threads) {}

  private record Heard(int partition, Signal signal) {}

  /** The pieces that one process does. */
  private static final class Partition {
    private final List<Integer> left;
    private final Worker worker;
    private long drawn;
    private boolean stopped;

    Partition(List<Integer> pieces, Worker worker) {
      left = new ArrayList<>(pieces);
      this.worker = worker;
    }

    void stop() {
      if (!stopped) {
        stopped = true;
        worker.stop();
      }
    }
  }

  private static final long TICK_MILLIS = 250;

  /** How long a process that was asked to stop may take. */
  private static final long GRACE_NANOS = 60_000_000_000L;

  /** How often a process may die at a piece before it is the piece's fault. */
  private static final int MOST_LOSSES = 3;

  private final Pieces pieces;
  private final Crew crew;
  private final Consumer<String> notes;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final Map<Integer, Partition> running = new LinkedHashMap<>();
  private final Map<Integer, Integer> losses = new HashMap<>();
  private final List<Integer> waiting = new ArrayList<>();
  private Ending ending = Ending.COMPLETE;
  private long done;
  private int started;

  /**
   * With nothing begun yet.
   *
   * @param notes hears what a person should know
   */
  public BulkWork(Pieces pieces, Crew crew, Consumer<String> notes) {
    this.pieces = pieces;
    this.crew = crew;
    this.notes = notes;
  }

  /**
   * Does what is not there yet.
   *
   * @param stop asked several times a second whether to stop
   * @throws RunException if the folder holds other work, or another process works there
   */
  public Ending run(BooleanSupplier stop, RunListener listener) throws IOException {
    Files.createDirectories(pieces.path());
    Lock lock =
        Lock.take(pieces.lock())
            .orElseThrow(
                () ->
                    new RunException(
                        "Another process (%s) works in '%s'."
                            .formatted(Lock.holder(pieces.lock()), pieces.path())));
    try {
      waiting.addAll(pieces.begin());
      long total = pieces.total();
      done = total;
      for (int piece : waiting) {
        done -= pieces.size(piece);
      }
      try (Progress progress = listener.begin(pieces.what(), pieces.unit(), done, total)) {
        work(stop, progress);
      } finally {
        endAll();
      }
      if (ending == Ending.COMPLETE) {
        pieces.end();
      }
      return ending;
    } finally {
      lock.close();
    }
  }

  private void work(BooleanSupplier stop, Progress progress) throws IOException {
    while (!waiting.isEmpty() || !running.isEmpty()) {
      if (stop.getAsBoolean()) {
        end(Ending.STOPPED);
      }
      while (running.size() < crew.partitions() && !waiting.isEmpty()) {
        start();
      }
      try {
        for (Heard next = heard.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
            next != null;
            next = heard.poll()) {
          take(next);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        end(Ending.STOPPED);
        return;
      }
      long sum = done + running.values().stream().mapToLong(one -> one.drawn).sum();
      progress.advance(Math.min(sum, pieces.total()), "");
    }
  }

  private void end(Ending why) {
    ending = ending == Ending.FAILED ? ending : why;
    waiting.clear();
    running.values().forEach(Partition::stop);
  }

  private void start() throws IOException {
    int free = crew.partitions() - running.size();
    int share = (waiting.size() + free - 1) / free;
    List<Integer> its = List.copyOf(waiting.subList(0, share));
    waiting.subList(0, share).clear();
    List<Job.Work> works = new ArrayList<>();
    for (int piece : its) {
      works.add(pieces.work(piece));
    }
    int number = started++;
    running.put(
        number,
        new Partition(
            its,
            crew.workers()
                .start(
                    new Job(works, crew.threads()),
                    signal -> heard.add(new Heard(number, signal)))));
  }

  private void take(Heard next) throws IOException {
    Partition partition = running.get(next.partition());
    if (partition == null) {
      return;
    }
    Signal signal = next.signal();
    if (signal instanceof Signal.Working working) {
      partition.drawn = working.done();
    } else if (signal instanceof Signal.Noted noted) {
      notes.accept(noted.text());
    } else if (signal instanceof Signal.Ended ended) {
      partition.drawn = 0;
      ended(partition, ended);
    } else if (signal instanceof Signal.Exited exited) {
      running.remove(next.partition());
      exited(partition, exited);
    } else if (signal instanceof Signal.Lost lost) {
      running.remove(next.partition());
      lost(partition, lost.why());
    }
  }

  private void exited(Partition partition, Signal.Exited exited) {
    if (Crash.isInterruption(exited.exit()) && !partition.stopped) {
      notes.accept("A process was interrupted by somebody else.");
      end(Ending.STOPPED);
    } else {
      lost(partition, String.join("\n", Crash.words(exited)));
    }
  }

  private void ended(Partition partition, Signal.Ended ended) throws IOException {
    int piece = pieces.number(ended.outcome().stage());
    if (ended.outcome().isDone()) {
      pieces.take(piece);
      partition.left.remove((Integer) piece);
      done += pieces.size(piece);
    } else if (ended.outcome().status() == Status.FAILED) {
      partition.left.remove((Integer) piece);
      failed(piece, String.join("\n", ended.outcome().error()));
    }
  }

  private void failed(int piece, String words) {
    notes.accept(
        "%s cannot be done: %s%nAll that was printed: %s"
            .formatted(pieces.words(piece), words, pieces.log(piece)));
    end(Ending.FAILED);
  }

  /** What it had not ended is drawn by others, within bounds. */
  private void lost(Partition partition, String words) {
    if (ending != Ending.COMPLETE || partition.left.isEmpty()) {
      return;
    }
    int piece = partition.left.get(0);
    int times = losses.merge(piece, 1, Integer::sum);
    if (times > MOST_LOSSES) {
      failed(piece, "its process died %d times, the last time: %s".formatted(times, words));
      return;
    }
    notes.accept("A process died, and its work is done by another: " + words);
    waiting.addAll(partition.left);
    waiting.sort(Integer::compare);
  }

  /** Nothing runs on when this is left, for whatever reason. */
  private void endAll() {
    running.values().forEach(Partition::stop);
    long since = System.nanoTime();
    try {
      while (!running.isEmpty()) {
        Heard next = heard.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null && next.signal().isLast()) {
          running.remove(next.partition());
        }
        if (System.nanoTime() - since > GRACE_NANOS) {
          running.values().forEach(one -> one.worker.kill());
        }
      }
    } catch (InterruptedException e) {
      running.values().forEach(one -> one.worker.kill());
      Thread.currentThread().interrupt();
    }
  }
}
