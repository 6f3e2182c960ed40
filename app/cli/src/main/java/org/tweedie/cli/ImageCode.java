package org.tweedie.cli;

import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How images are taken through a model's latents. */
final class ImageCode {

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "What the images show, by name or number from 0 (default: not told).")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "The latent of a chain, from 1 next to the data (default: the last; where noise is added the one half-way).")
  private Optional<Integer> level = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Where noise begins, where any is added.")
  private long seed;

  Optional<String> label() {
    return label;
  }

  OptionalInt level() {
    return level.stream().mapToInt(Integer::intValue).findFirst();
  }

  long seed() {
    return seed;
  }
}
