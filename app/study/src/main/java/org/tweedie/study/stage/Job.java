package org.tweedie.study.stage;

import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;

/**
 * What a process is told to do: stages one after the other, each as soon as what it needs is there.
 *
 * @param works the stages, at least one
 * @param cores how many cores it is to have, at least 1
 */
public record Job(List<Work> works, int cores) {

  /**
   * One stage.
   *
   * @param stage which
   * @param folder where it is kept; its config is there
   * @param step how many steps its network is to be trained, or was
   * @param run the folder of the network's run
   * @param samples the folder of the samples that it measures; empty for others
   * @param shard the samples that it draws and writes; empty where these are for measures
   */
  public record Work(
      StageId stage, String folder, long step, String run, String samples, Optional<Shard> shard) {

    /** A stage of a trial. */
    public Work(StageId stage, String folder, long step, String run, String samples) {
      this(stage, folder, step, run, samples, Optional.empty());
    }
  }

  /**
   * Samples that are one file, or one folder.
   *
   * @param samples which
   * @param output what is written of them
   */
  public record Shard(Samples samples, Run.Output output) {}

  /** Copies. */
  public Job {
    works = List.copyOf(works);
  }
}
