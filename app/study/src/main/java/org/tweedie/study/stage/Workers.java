package org.tweedie.study.stage;

import java.io.IOException;
import java.util.function.Consumer;

/** Starts what works on stages. */
public interface Workers {

  /** What works on a job until {@link Signal.Exited} is heard of it. */
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
   * @param signals hears of it, from any thread; the last signal is {@link Signal.Exited}
   */
  Worker start(Job job, Consumer<Signal> signals) throws IOException;
}
