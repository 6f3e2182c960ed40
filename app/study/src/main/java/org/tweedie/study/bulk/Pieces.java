package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.StageId;

/**
 * Work in pieces, numbered from 0. Pieces depend neither on how many processes there are nor on
 * which does one. Used by one thread.
 */
public interface Pieces {

  /** The folder that they are kept in. */
  Path path();

  /** Taken by the process that has them done. */
  default Path lock() {
    return path().resolve("lock");
  }

  /** The work, as in {@code Sampling}. */
  String what();

  /** What is counted, as in {@code samples}. */
  String unit();

  /**
   * Begins, or goes on with what was begun here.
   *
   * @return the pieces that are not there
   * @throws org.tweedie.engine.problem.RunException if other work was begun here
   */
  List<Integer> begin() throws IOException;

  /** How much of what is counted there is in all. */
  long total();

  /** How much of it a piece is. */
  long size(int number);

  /** What a process is told to do for a piece. */
  Job.Work work(int number) throws IOException;

  /** The piece of a stage. */
  int number(StageId stage);

  /** Keeps a piece that is done. */
  void take(int number) throws IOException;

  /** Closes the work, once all pieces are there. */
  void end() throws IOException;

  /** What a piece is, to begin a sentence: {@code Samples 0 to 99}. */
  String words(int number);

  /** What was printed for a piece. */
  Path log(int number);
}
