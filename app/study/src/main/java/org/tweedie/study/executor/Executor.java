package org.tweedie.study.executor;

import java.io.IOException;
import java.util.Optional;
import org.tweedie.study.stage.Workers;

/**
 * Where the processes that work on a study's stages run. What is done and in which order, what is
 * tried again and when the study ends is the study's own: an executor starts a process, says how it
 * ended, and ends it. No number of a study may depend on it. Found by {@link
 * java.util.ServiceLoader}; with a constructor without parameters.
 */
public interface Executor {

  /** What it is called in studies and on command lines, as in {@code slurm}. */
  String name();

  /** Its options: a record like those of components. */
  Class<? extends Record> options();

  /** The option that {@code --on NAME://HOST} gives; empty where it has no address. */
  default Optional<String> address() {
    return Optional.empty();
  }

  /** How many processes there are at a time where nobody says. */
  default int parallel() {
    return 1;
  }

  /**
   * Threads of each process where nobody says.
   *
   * @param parallel how many processes there are at a time
   */
  default int threads(int parallel) {
    return 1;
  }

  /**
   * Makes sure that processes can be started.
   *
   * @param options of the type that {@link #options} says
   * @throws org.tweedie.engine.problem.RunException in words for the user, if they cannot
   */
  Workers open(Record options, Site site) throws IOException;
}
