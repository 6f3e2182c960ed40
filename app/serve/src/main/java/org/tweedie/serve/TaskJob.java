package org.tweedie.serve;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Work that is done alone.
 *
 * @param <T> what comes of it
 */
final class TaskJob<T> extends Ask<T> {

  /** The work. */
  @FunctionalInterface
  interface Task<T> {

    /**
     * Does it.
     *
     * @param unwanted whether nobody waits for it any more
     */
    T run(BooleanSupplier unwanted) throws Exception;
  }

  private final Task<T> task;

  TaskJob(long limit, Task<T> task) {
    super(limit);
    this.task = task;
  }

  @Override
  Object group() {
    return this;
  }

  @Override
  int rows() {
    return 1;
  }

  @Override
  int room() {
    return 0;
  }

  @Override
  void run(List<Ask<?>> together) throws Exception {
    complete(task.run(this::isOver));
  }
}
