package org.tweedie.engine.plugin;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Bounds the wait for code of plugins that has nothing to do but to tell or make something. The
 * system property {@code tweedie.plugin.seconds} sets another limit.
 */
public final class TimeLimit {

  private static final String PROPERTY = "tweedie.plugin.seconds";

  /** That code has not come to an end. */
  public static final class Exceeded extends Exception {

    private static final long serialVersionUID = 1;

    private final int seconds;

    private Exceeded(int seconds, StackTraceElement[] where) {
      this.seconds = seconds;
      setStackTrace(where);
    }

    /** How long it was waited for, and where the code is: the end of a sentence. */
    public String words() {
      return "has not come to an end within %d s%s"
          .formatted(seconds, Refusals.place(this).replaceFirst("^, in", ": it is in"));
    }
  }

  private TimeLimit() {}

  /**
   * Runs code in a thread of its own and waits for it for so long.
   *
   * @param seconds the limit, unless the system property says another
   * @throws Exceeded if it does not come to an end; it is left behind then
   */
  public static <T> T call(int seconds, Callable<T> code) throws Exceeded {
    int limit = Integer.getInteger(PROPERTY, seconds);
    Work<T> work = new Work<>(code);
    Thread thread = new Thread(work, "plugin");
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    try {
      thread.join(limit * 1000L);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new Exceeded(limit, thread.getStackTrace());
    }
    return work.result();
  }

  /** What is done in the thread. */
  private static final class Work<T> implements Runnable {

    private final Callable<T> code;
    private Optional<T> answer = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();

    Work(Callable<T> code) {
      this.code = code;
    }

    @Override
    public void run() {
      try {
        answer = Optional.of(code.call());
      } catch (Throwable thrown) {
        failure = Optional.of(thrown);
      }
    }

    T result() {
      if (failure.isPresent() && failure.get() instanceof RuntimeException exception) {
        throw exception;
      } else if (failure.isPresent() && failure.get() instanceof Error error) {
        throw error;
      }
      return answer.orElseThrow(() -> new IllegalStateException(failure.orElse(null)));
    }
  }
}
