package org.tweedie.study.bulk;

import java.nio.file.Path;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Sha256;

/**
 * Which samples are drawn, and in what pieces. A shard is a file or a folder of consecutive
 * samples. Shards depend neither on how many processes draw them nor on which, since a sample is
 * settled by its seed and its index; they begin with a batch, since a batch's size can change a
 * float's last bit.
 *
 * @param run the run's folder
 * @param step of the checkpoint
 * @param checkpoint the checkpoint's file
 * @param config how it draws; {@code sample.count} of them
 * @param samples what they are to be
 * @param shard how many samples are a shard
 * @param output what is written of a shard
 */
public record BulkSamples(
    Path run,
    long step,
    Path checkpoint,
    RunConfig config,
    Samples samples,
    int shard,
    Output output) {

  /** Bytes of a shard's numbers, unless a batch has more. */
  private static final long BYTES = 64L << 20;

  private static final int MOST = 10_000;

  /**
   * How many samples are a shard where nobody says: whole batches, of at most 64 MiB and 10,000
   * samples.
   *
   * @param size numbers of a sample
   */
  public static int usual(int batch, int size) {
    long samples = Math.min(MOST, BYTES / Float.BYTES / size);
    return (int) Math.max(1, samples / batch) * batch;
  }

  /** How many samples there are. */
  int count() {
    return config.sample().count();
  }

  /** How many shards there are. */
  int shards() {
    return (int) (((long) count() + shard - 1) / shard);
  }

  /** The index of the first sample of a shard. */
  int first(int number) {
    return number * shard;
  }

  /** The index after the last sample of a shard. */
  int end(int number) {
    return (int) Math.min(count(), (long) first(number) + shard);
  }

  /** What tells these samples from all others, pieces included. */
  String fingerprint() {
    return Fingerprints.of(config.toYaml(), samples, Sha256.of(checkpoint), shard, output);
  }
}
