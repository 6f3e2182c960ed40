package org.tweedie.app.results;

import java.io.IOException;
import java.util.List;
import org.tweedie.app.report.TrialOutcome;

/** Where a study's trials are read from; their folders are the truth. */
@FunctionalInterface
public interface Trials {

  /**
   * All trials as they are now, those that did not finish included.
   *
   * @throws IOException if a folder cannot be read or a file of it is damaged
   */
  List<TrialOutcome> read() throws IOException;
}
