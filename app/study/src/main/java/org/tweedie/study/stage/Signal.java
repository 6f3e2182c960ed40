package org.tweedie.study.stage;

import java.util.List;

/** What is heard of a process that works on stages. */
public sealed interface Signal {

  /**
   * It waits for its turn on a cluster.
   *
   * @param why in a few words, as the cluster says it; may be empty
   */
  record Waiting(String why) implements Signal {}

  /**
   * A stage has begun.
   *
   * @param stage which
   */
  record Begun(StageId stage) implements Signal {}

  /**
   * A stage goes on.
   *
   * @param stage which
   * @param what the work, as in {@code Training}
   * @param unit what is counted, as in {@code steps}
   * @param done how many units of the work are done
   * @param total how many there are
   * @param note a few words on how it goes; may be empty
   */
  record Working(StageId stage, String what, String unit, long done, long total, String note)
      implements Signal {}

  /**
   * Something that a person should know.
   *
   * @param stage of which
   * @param text a sentence or two
   */
  record Noted(StageId stage, String text) implements Signal {}

  /**
   * A stage has ended.
   *
   * @param outcome how
   */
  record Ended(Outcome outcome) implements Signal {}

  /**
   * The process itself has ended.
   *
   * @param exit its status
   * @param lastWords the last lines that it printed
   */
  record Exited(int exit, List<String> lastWords) implements Signal {}

  /**
   * What the process ran on is gone, or never took it: no fault of its stage, which may go on
   * elsewhere.
   *
   * @param why what is known of it, a sentence
   */
  record Lost(String why) implements Signal {}

  /** Whether nothing more is heard of the process. */
  default boolean isLast() {
    return this instanceof Exited || this instanceof Lost;
  }
}
