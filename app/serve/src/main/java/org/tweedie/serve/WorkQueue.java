package org.tweedie.serve;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Jobs that wait for one thread, which does those of one group together: as many as one batch
 * holds, in the order of their arrival. Under load whatever has come meanwhile is taken at once; an
 * idle queue waits a few milliseconds for more. Safe for many threads.
 */
final class WorkQueue implements AutoCloseable {

  /** How much of the last batch's time goes into the mean of all. */
  private static final double SHARE = 0.2;

  private static final long LONGEST_RETRY = 60;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Ask<?>> waiting = new ArrayDeque<>();
  private final int capacity;
  private final long wait;
  private final Meters meters;
  private final Thread worker;
  private boolean closing;
  private double seconds;

  /**
   * Begins to work.
   *
   * @param name of its thread
   * @param capacity how many jobs may wait
   * @param wait how long the first of a batch waits for others
   */
  WorkQueue(String name, int capacity, Duration wait, Meters meters) {
    this.capacity = capacity;
    this.wait = wait.toNanos();
    this.meters = meters;
    worker = new Thread(this::work, name);
    worker.setDaemon(true);
    worker.start();
    meters.queue(name, this::size);
  }

  /** How many jobs wait. */
  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a job.
   *
   * @throws Refusal if too many wait already, or the server stops
   */
  void submit(Ask<?> job) {
    lock.lock();
    try {
      if (closing) {
        throw stopping();
      }
      // Those that nobody waits for any more leave room.
      waiting.removeIf(Ask::isOver);
      if (waiting.size() >= capacity) {
        meters.refused("queue");
        throw Refusal.later(
            429,
            "too-many-requests",
            retryAfter(),
            "%d requests wait already, the most that may.".formatted(capacity));
      }
      waiting.add(job);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  static Refusal stopping() {
    return Refusal.later(503, "stopping", 10, "The server stops.");
  }

  private long retryAfter() {
    return Math.max(1, Math.min(LONGEST_RETRY, (long) Math.ceil(seconds * waiting.size() / 2)));
  }

  private void work() {
    for (List<Ask<?>> together = next(); !together.isEmpty(); together = next()) {
      long begun = System.nanoTime();
      try {
        together.get(0).run(together);
      } catch (Throwable failure) {
        // A request must not end the thread that serves all others, whatever it does.
        for (Ask<?> job : together) {
          job.fail(failure);
        }
      }
      took((System.nanoTime() - begun) / 1e9);
    }
  }

  private void took(double last) {
    lock.lock();
    try {
      seconds = seconds == 0 ? last : (1 - SHARE) * seconds + SHARE * last;
    } finally {
      lock.unlock();
    }
  }

  /** The next jobs of one group; none when all are done and no more are taken. */
  private List<Ask<?>> next() {
    lock.lock();
    try {
      while (true) {
        waiting.removeIf(Ask::isOver);
        if (!waiting.isEmpty()) {
          awaitMore(waiting.getFirst());
          waiting.removeIf(Ask::isOver);
        }
        if (!waiting.isEmpty()) {
          return together();
        } else if (closing) {
          return List.of();
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for others that the first may be done with, until a batch is full or the time over. */
  private void awaitMore(Ask<?> first) {
    long left = first.arrived() + wait - System.nanoTime();
    try {
      while (!closing && left > 0 && rows(first) < first.room()) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int rows(Ask<?> first) {
    return waiting.stream()
        .filter(job -> job.group().equals(first.group()))
        .mapToInt(Ask::rows)
        .sum();
  }

  private List<Ask<?>> together() {
    List<Ask<?>> together = new ArrayList<>();
    Ask<?> first = waiting.removeFirst();
    together.add(first);
    int rows = first.rows();
    for (Iterator<Ask<?>> rest = waiting.iterator(); rest.hasNext(); ) {
      Ask<?> job = rest.next();
      boolean fits = rows + job.rows() <= first.room();
      if (fits && job.group().equals(first.group())) {
        together.add(job);
        rows += job.rows();
        rest.remove();
      }
    }
    return together;
  }

  /** Takes no more jobs. What waits is done. */
  void stop() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all is done.
   *
   * @return whether it is
   */
  boolean isDone(Duration longest) throws InterruptedException {
    worker.join(Math.max(1, longest.toMillis()));
    return !worker.isAlive();
  }

  /** Takes no more jobs, and gives up those that nobody has begun. */
  @Override
  public void close() {
    stop();
    lock.lock();
    try {
      waiting.forEach(job -> job.fail(stopping()));
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
