package org.tweedie.study.executor;

import java.io.IOException;
import org.tweedie.study.stage.Workers;

/**
 * An executor with its options.
 *
 * @param executor which
 * @param options of the type that it says
 */
public record ExecutorChoice(Executor executor, Record options) {

  /** Processes of this machine. */
  public static ExecutorChoice local() {
    return new ExecutorChoice(new LocalExecutor(), new LocalExecutor.Options());
  }

  /**
   * Makes sure that processes can be started.
   *
   * @throws org.tweedie.engine.problem.RunException in words for the user, if they cannot
   */
  public Workers open(Site site) throws IOException {
    return executor.open(options, site);
  }
}
