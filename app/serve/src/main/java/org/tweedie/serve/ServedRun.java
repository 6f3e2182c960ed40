package org.tweedie.serve;

import java.io.IOException;
import org.tweedie.engine.Run;

/**
 * A run to serve.
 *
 * @param name what requests call it
 * @param opener opens it; asked again for the work that is done beside drawing
 */
public record ServedRun(String name, Opener opener) {

  /** Opens a run, which the caller closes. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Opens.
     *
     * @throws org.tweedie.engine.problem.RunException if there is no run, or no checkpoint of it
     * @throws org.tweedie.engine.config.ConfigException with all problems of data and components
     */
    Run open() throws IOException;
  }
}
