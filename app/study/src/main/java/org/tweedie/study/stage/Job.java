package org.tweedie.study.stage;

import java.util.List;

/**
 * What a process is told to do: stages one after the other, each as soon as what it needs is there.
 *
 * @param works the stages
 */
public record Job(List<Work> works) {

  /**
   * One stage.
   *
   * @param stage which
   * @param folder where it is kept; its config is there
   * @param step how many steps its network is to be trained, or was
   * @param run the folder of the network's run
   * @param samples the folder of the samples that it measures; empty for others
   */
  public record Work(StageId stage, String folder, long step, String run, String samples) {}

  /** Copies. */
  public Job {
    works = List.copyOf(works);
  }
}
