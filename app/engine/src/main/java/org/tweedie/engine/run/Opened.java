package org.tweedie.engine.run;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that is opened when it is first asked for, if ever. Safe for many threads.
 *
 * @param <T> what
 */
final class Opened<T extends AutoCloseable> implements AutoCloseable {

  private final Supplier<T> open;
  private Optional<T> resource = Optional.empty();

  Opened(Supplier<T> open) {
    this.open = open;
  }

  synchronized T get() {
    if (resource.isEmpty()) {
      resource = Optional.of(open.get());
    }
    return resource.get();
  }

  @Override
  public synchronized void close() {
    if (resource.isPresent()) {
      try {
        resource.get().close();
      } catch (Exception e) {
        throw new IllegalStateException("What was opened cannot be closed", e);
      }
      resource = Optional.empty();
    }
  }
}
