package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.Lock;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.stage.Crash;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;
import org.tweedie.study.stage.Workers.Worker;

/**
 * Has many samples drawn by processes side by side. A process that dies costs the shards that it
 * had not ended, which another one draws: the files are the same, whoever draws them. Used by one
 * thread.
 */
public final class BulkSampling {

  /** How the drawing ended. */
  public enum Ending {
    /** All samples are there. */
    COMPLETE,
    /** It was stopped, and can go on. */
    STOPPED,
    /** A shard cannot be drawn. */
    FAILED
  }

  private record Heard(int partition, Signal signal) {}

  /** The shards that one process draws. */
  private static final class Partition {
    private final List<Integer> left;
    private final Worker worker;
    private long drawn;
    private boolean stopped;

    Partition(List<Integer> shards, Worker worker) {
      left = new ArrayList<>(shards);
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

  /** How often a process may die at a shard before it is the shard's fault. */
  private static final int MOST_LOSSES = 3;

  private final BulkSamples samples;
  private final ShardFolder folder;
  private final Workers workers;
  private final int partitions;
  private final int threads;
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
   * @param folder where the samples go
   * @param partitions how many processes there are at a time
   * @param threads of each
   * @param notes hears what a person should know
   */
  public BulkSampling(
      BulkSamples samples,
      Path folder,
      Workers workers,
      int partitions,
      int threads,
      Consumer<String> notes) {
    this.samples = samples;
    this.folder = new ShardFolder(folder, samples);
    this.workers = workers;
    this.partitions = partitions;
    this.threads = threads;
    this.notes = notes;
  }

  /**
   * Draws what is not there yet.
   *
   * @param stop asked several times a second whether to stop
   * @throws RunException if the folder holds other samples, or another process works there
   */
  public Ending run(BooleanSupplier stop, RunListener listener) throws IOException {
    Files.createDirectories(folder.path());
    Lock lock =
        Lock.take(folder.lock())
            .orElseThrow(
                () ->
                    new RunException(
                        "Another process (%s) draws samples to '%s'."
                            .formatted(Lock.holder(folder.lock()), folder.path())));
    try {
      folder.begin();
      waiting.addAll(folder.missing());
      done = samples.count();
      for (int shard : waiting) {
        done -= size(shard);
      }
      try (Progress progress = listener.begin("Sampling", "samples", done, samples.count())) {
        draw(stop, progress);
      } finally {
        endAll();
      }
      if (ending == Ending.COMPLETE) {
        folder.end();
      }
      return ending;
    } finally {
      lock.close();
    }
  }

  private int size(int shard) {
    return samples.end(shard) - samples.first(shard);
  }

  private void draw(BooleanSupplier stop, Progress progress) throws IOException {
    while (!waiting.isEmpty() || !running.isEmpty()) {
      if (stop.getAsBoolean()) {
        end(Ending.STOPPED);
      }
      while (running.size() < partitions && !waiting.isEmpty()) {
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
      progress.advance(Math.min(sum, samples.count()), "");
    }
  }

  private void end(Ending why) {
    ending = ending == Ending.FAILED ? ending : why;
    waiting.clear();
    running.values().forEach(Partition::stop);
  }

  private void start() throws IOException {
    int free = partitions - running.size();
    int share = (waiting.size() + free - 1) / free;
    List<Integer> shards = List.copyOf(waiting.subList(0, share));
    waiting.subList(0, share).clear();
    List<Job.Work> works = new ArrayList<>();
    for (int shard : shards) {
      works.add(work(shard));
    }
    int number = started++;
    running.put(
        number,
        new Partition(
            shards,
            workers.start(
                new Job(works, threads), signal -> heard.add(new Heard(number, signal)))));
  }

  private Job.Work work(int shard) throws IOException {
    StageFolder its = folder.work(shard);
    Files.createDirectories(its.path());
    AtomicFile.write(its.config(), samples.config().toYaml());
    return new Job.Work(
        ShardFolder.stage(shard),
        its.path().toString(),
        samples.step(),
        samples.run().toString(),
        "",
        Optional.of(
            new Job.Shard(
                samples.samples().part(samples.first(shard), samples.end(shard)),
                samples.output())));
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
    StageId stage = ended.outcome().stage();
    int shard = ShardFolder.number(stage);
    if (ended.outcome().isDone()) {
      folder.take(shard);
      partition.left.remove((Integer) shard);
      done += size(shard);
    } else if (ended.outcome().status() == Status.FAILED) {
      partition.left.remove((Integer) shard);
      failed(shard, String.join("\n", ended.outcome().error()));
    }
  }

  private void failed(int shard, String words) {
    notes.accept(
        "Samples %d to %d cannot be drawn: %s%nAll that was printed: %s"
            .formatted(
                samples.first(shard), samples.end(shard) - 1, words, folder.work(shard).log()));
    end(Ending.FAILED);
  }

  /** What it had not ended is drawn by others, within bounds. */
  private void lost(Partition partition, String words) {
    if (ending != Ending.COMPLETE || partition.left.isEmpty()) {
      return;
    }
    int shard = partition.left.get(0);
    int times = losses.merge(shard, 1, Integer::sum);
    if (times > MOST_LOSSES) {
      failed(shard, "its process died %d times, the last time: %s".formatted(times, words));
      return;
    }
    notes.accept("A process died, and its samples are drawn by another: " + words);
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
