package org.tweedie.study.bulk;

import java.util.List;
import java.util.Objects;

/**
 * What the file {@code manifest.json} of many samples says.
 *
 * @param format of the file
 * @param run the run's folder
 * @param step of the checkpoint
 * @param seed where the noise begins
 * @param count how many samples there are
 * @param shard how many are a shard
 * @param fingerprint a hash of all that the samples depend on
 * @param done whether all shards are there
 * @param shards all of them, once they are there
 */
record Manifest(
    int format,
    String run,
    long step,
    long seed,
    int count,
    int shard,
    String fingerprint,
    boolean done,
    List<Shard> shards) {

  /** Of the file. */
  static final int FORMAT = 1;

  /**
   * A shard.
   *
   * @param path the file, or the folder of files, beside the manifest
   * @param first the index of its first sample
   * @param count how many samples it has
   * @param sha256 of the file, or of all files in the order of their names
   */
  record Shard(String path, int first, int count, String sha256) {}

  /** Copies; what a damaged file lacks is refused. */
  Manifest {
    Objects.requireNonNull(fingerprint, "fingerprint");
    shards = List.copyOf(shards);
  }

  /** Of samples none of which is there. */
  static Manifest begun(BulkSamples samples) {
    return new Manifest(
        FORMAT,
        samples.run().toString(),
        samples.step(),
        samples.samples().seed().orElse(samples.config().sample().seed()),
        samples.count(),
        samples.shard(),
        samples.fingerprint(),
        false,
        List.of());
  }

  /** The same with all shards. */
  Manifest done(List<Shard> all) {
    return new Manifest(format, run, step, seed, count, shard, fingerprint, true, all);
  }
}
