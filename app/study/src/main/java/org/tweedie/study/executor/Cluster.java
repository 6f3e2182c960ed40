package org.tweedie.study.executor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs processes on other machines. Used by one thread at a time. */
public interface Cluster extends AutoCloseable {

  /**
   * A process that is to run.
   *
   * @param name for people who look at the cluster
   * @param command the program and its arguments
   * @param cores how many it is to have
   * @param log the file to add what it prints to
   * @param cargo the files that go with it; empty where it sees them
   */
  record Submission(String name, List<String> command, int cores, Path log, Optional<Cargo> cargo) {

    /** Copies. */
    public Submission {
      command = List.copyOf(command);
    }
  }

  /** How a process stands. */
  sealed interface Fate {

    /**
     * It waits for its turn.
     *
     * @param why in a few words; may be empty
     */
    record Waiting(String why) implements Fate {}

    /** It runs. */
    record Running() implements Fate {}

    /**
     * It ended.
     *
     * @param exit its status; of one that a signal ended, its number and 128
     * @param words what the cluster says of it besides; may be empty
     */
    record Ended(int exit, List<String> words) implements Fate {}

    /**
     * It is gone, for no fault of its own.
     *
     * @param why a sentence
     */
    record Lost(String why) implements Fate {}
  }

  /** What it is called, as in {@code on Slurm}. */
  String where();

  /** Whether a process's input ends when what started it on its machine is gone. */
  default boolean isHeldByInput() {
    return false;
  }

  /**
   * Whether files go with its processes and come back, since its machines do not see the study's
   * folder. Then nothing is heard of a process before it has ended.
   */
  default boolean carries() {
    return false;
  }

  /**
   * Gives it a process to run, now or once there is room.
   *
   * @return what the cluster calls the process
   * @throws IOException in words, if it does not take it
   */
  String submit(Submission process) throws IOException;

  /**
   * How processes stand; all of them are in the answer.
   *
   * @throws IOException in words, if that cannot be told now
   */
  Map<String, Fate> fates(Collection<String> ids) throws IOException;

  /**
   * Ends a process, or takes it out of the queue. Of one that is gone nothing is said.
   *
   * @throws IOException in words, if the cluster cannot be reached
   */
  void cancel(String id) throws IOException;

  /** Gives back what it holds. */
  @Override
  void close();
}
