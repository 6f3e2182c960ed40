package org.tweedie.serve;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something that was asked for and is done by the thread of a {@link WorkQueue}, alone or together
 * with others of its group. Safe for many threads.
 *
 * @param <T> what comes of it
 */
abstract class Ask<T> {

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final long arrived = System.nanoTime();
  private final long limit;
  private volatile boolean abandoned;

  /** One that may take so many seconds from now on, with its waiting. */
  Ask(long limit) {
    this.limit = limit;
  }

  /** Jobs whose groups are equal may be done together. */
  abstract Object group();

  /** How much of a batch it takes. */
  abstract int rows();

  /** How much a batch may hold; 0 for what is done alone. */
  abstract int room();

  /** Does this and others of the same group, in order; completes each. */
  abstract void run(List<Ask<?>> together) throws Exception;

  long arrived() {
    return arrived;
  }

  /** Whether nobody waits for it any more. */
  boolean isOver() {
    return abandoned || left() <= 0;
  }

  /** Nobody waits for it any more. */
  void abandon() {
    abandoned = true;
  }

  /** Nanoseconds until it must be done; below 0 when it is too late. */
  long left() {
    return arrived + TimeUnit.SECONDS.toNanos(limit) - System.nanoTime();
  }

  void complete(T value) {
    result.complete(value);
  }

  void fail(Throwable failure) {
    result.completeExceptionally(failure);
  }

  /**
   * Waits for what comes of it.
   *
   * @throws Refusal if that takes too long; the job is abandoned then
   */
  T await() throws InterruptedException {
    try {
      return result.get(Math.max(0, left()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw Refusal.timeout(limit);
    } catch (ExecutionException failed) {
      throw unwrapped(Objects.requireNonNullElse(failed.getCause(), failed));
    } finally {
      abandon();
    }
  }

  private static RuntimeException unwrapped(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(cause);
  }
}
