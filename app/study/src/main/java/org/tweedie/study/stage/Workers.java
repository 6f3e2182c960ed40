package org.tweedie.study.stage;

import java.io.IOException;
import java.util.function.Consumer;

/** Starts what works on stages. */
public interface Workers extends AutoCloseable {

  /** What works on a job until a signal that {@link Signal#isLast} is heard of it. */
  interface Worker {

    /** Asks it to save what it has and end. */
    void stop();

    /** Ends it at once. */
    void kill();
  }

  /**
   * Starts working.
   *
   * @param job what to do
   * @param signals hears of it, from any thread; the last signal is {@link Signal.Exited} or {@link
   *     Signal.Lost}
   */
  Worker start(Job job, Consumer<Signal> signals) throws IOException;

  /** Where they work, for people, as in {@code on slurm}; empty of processes of this machine. */
  default String where() {
    return "";
  }

  /** Gives back what they hold, once nothing works any more. */
  @Override
  default void close() {}
}
