package org.tweedie.study.stage;

import java.util.List;
import java.util.Optional;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.compression.ChosenSteps;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.compression.ToCompress;

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
   * @param piece which piece of work that several processes share; empty of a stage of a trial
   */
  public record Work(
      StageId stage, String folder, long step, String run, String samples, Optional<Piece> piece) {

    /** A stage of a trial. */
    public Work(StageId stage, String folder, long step, String run, String samples) {
      this(stage, folder, step, run, samples, Optional.empty());
    }
  }

  /**
   * A piece of work that several processes share; one of these.
   *
   * @param shard samples that it draws and writes
   * @param share samples that it draws to be measured, or examples whose likelihoods it takes
   * @param chunks what it compresses
   */
  public record Piece(Optional<Shard> shard, Optional<Share> share, Optional<Chunks> chunks) {

    /** Samples that are written. */
    public static Piece of(Shard shard) {
      return new Piece(Optional.of(shard), Optional.empty(), Optional.empty());
    }

    /** Samples that are measured, or examples. */
    public static Piece of(Share share) {
      return new Piece(Optional.empty(), Optional.of(share), Optional.empty());
    }

    /** Chunks of a compressed file. */
    public static Piece of(Chunks chunks) {
      return new Piece(Optional.empty(), Optional.empty(), Optional.of(chunks));
    }
  }

  /**
   * Some of all samples or held-out examples.
   *
   * @param from the first
   * @param to the one after the last
   */
  public record Share(int from, int to) {}

  /**
   * Chunks of a compressed file.
   *
   * @param how it is compressed
   * @param grid the times of the steps
   * @param what is compressed
   * @param from the number of the first chunk, from 0
   * @param to the number after the last
   */
  public record Chunks(Compression how, ChosenSteps grid, ToCompress what, int from, int to) {}

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
