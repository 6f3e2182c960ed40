package org.tweedie.cli;

import java.util.Optional;
import java.util.OptionalInt;
import org.tweedie.engine.compression.Compression;
import picocli.CommandLine.Option;

/** The options that say how examples are compressed. */
final class CompressionOptions {

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "How the latents are coded: bottom-up takes few bits beforehand, top-down takes some for"
              + " each step (default: bottom-up).")
  private String order = "bottom-up";

  @Option(
      names = "--steps",
      paramLabel = "T",
      defaultValue = "100",
      description =
          "Steps of the diffusion (default: ${DEFAULT-VALUE}); more are smaller and slower. A chain of"
              + " latents has its own.")
  private int steps;

  @Option(
      names = "--grid",
      paramLabel = "GRID",
      description =
          "Where the steps lie: even in time, or where the bound is least, which is measured first"
              + " (default: optimal).")
  private Grid grid = Grid.OPTIMAL;

  /** Where steps lie. */
  private enum Grid {
    EVEN,
    OPTIMAL
  }

  @Option(
      names = "--bits",
      paramLabel = "B",
      defaultValue = "12",
      description = "Top-down, 2^B bins for each latent (default: ${DEFAULT-VALUE}).")
  private int bits;

  @Option(
      names = "--precision",
      paramLabel = "R",
      description = "Probabilities are multiples of 2^-R (default: 24 top-down, 31 bottom-up).")
  private Optional<Integer> precision = Optional.empty();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "At most N images at once (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--chunk",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "Every N images stand for themselves, so that damage is told and leaves the others"
              + " (default: ${DEFAULT-VALUE}).")
  private int chunk;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Where the first bits come from.")
  private long seed;

  /**
   * What was chosen.
   *
   * @throws org.tweedie.engine.problem.RunException if there is no such order, or a number is out
   *     of range
   */
  Compression chosen() {
    return new Compression(
        order,
        steps,
        grid == Grid.OPTIMAL,
        bits,
        precision.map(OptionalInt::of).orElse(OptionalInt.empty()),
        batch,
        chunk,
        seed);
  }
}
