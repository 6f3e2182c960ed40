package org.tweedie.engine.kernel;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Threads that help a kernel with its samples. Who asks for help works too, so nobody waits for a
 * thread that has not begun.
 */
final class SharedSamples {

  private static final int WORTH_SHARING = 65_536;

  private static final ExecutorService HELPERS =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          task -> {
            Thread thread = new Thread(task, "kernel");
            thread.setDaemon(true);
            return thread;
          });

  private final int count;
  private final Supplier<IntConsumer> work;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final CompletableFuture<Void> all = new CompletableFuture<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private SharedSamples(int count, Supplier<IntConsumer> work) {
    this.count = count;
    this.work = work;
  }

  /**
   * The same of a tensor of so many numbers: few are not worth the help of another thread.
   *
   * @param numbers in all samples
   */
  static void run(int count, long numbers, int threads, Supplier<IntConsumer> work) {
    run(count, numbers >= WORTH_SHARING ? threads : 1, work);
  }

  /**
   * Does something for each of several samples, in any order.
   *
   * @param count how many there are
   * @param threads how many threads may work, this one among them
   * @param work made once by each thread
   * @throws IllegalStateException of what one of them threw
   */
  static void run(int count, int threads, Supplier<IntConsumer> work) {
    int helpers = Math.min(threads, count) - 1;
    if (helpers < 1) {
      IntConsumer one = work.get();
      for (int i = 0; i < count; i++) {
        one.accept(i);
      }
      return;
    }
    SharedSamples shared = new SharedSamples(count, work);
    shared.askForHelp(helpers);
    shared.take();
    // Not to be interrupted: TensorFlow owns what is written to.
    shared.all.join();
    shared.failures.stream()
        .findFirst()
        .ifPresent(
            failed -> {
              throw new IllegalStateException(failed);
            });
  }

  /** Where the system has no thread left there is less help. */
  private void askForHelp(int helpers) {
    try {
      for (int i = 0; i < helpers; i++) {
        HELPERS.execute(this::take);
      }
    } catch (OutOfMemoryError noThread) {
      // "unable to create native thread": who asked does what is left.
    }
  }

  /** Takes samples until there are no more; after a failure they only pass. */
  private void take() {
    int i = next.getAndIncrement();
    if (i >= count) {
      return;
    }
    Optional<IntConsumer> one = attempt(work);
    for (; i < count; i = next.getAndIncrement()) {
      int sample = i;
      one =
          one.flatMap(
              consumer ->
                  attempt(
                      () -> {
                        consumer.accept(sample);
                        return consumer;
                      }));
      if (finished.incrementAndGet() == count) {
        all.complete(null);
      }
    }
  }

  private Optional<IntConsumer> attempt(Supplier<IntConsumer> something) {
    try {
      return Optional.of(something.get());
    } catch (RuntimeException | Error e) {
      failures.add(e);
      return Optional.empty();
    }
  }
}
