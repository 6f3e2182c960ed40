package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.file.Safetensors;

/**
 * The averages of a run that were put together of snapshots and written, one file each. A file
 * appears whole or not at all.
 *
 * @param folder where they lie
 */
public record MadeAverages(Path folder) {

  private static final String FORMAT = "tweedie-average-1";

  /** The file of an average. */
  Path path(double width, long step) {
    return folder.resolve(
        "step-%08d-%s.safetensors".formatted(step, ChosenWeights.ofWidth(width).text()));
  }

  /**
   * The weights of an average that was written.
   *
   * @throws org.tweedie.engine.file.FileFormatException if the file is damaged
   */
  public Optional<Checkpoint> read(double width, long step) throws IOException {
    Path file = path(width, step);
    return Files.exists(file)
        ? Optional.of(Checkpoint.of(Safetensors.read(file), file.toString(), FORMAT, "an average"))
        : Optional.empty();
  }

  /** Writes an average, with what it was put together of. */
  public Path write(MadeAverage average) throws IOException {
    Path file = path(average.width(), average.weights().step());
    Files.createDirectories(folder);
    average.weights().file(FORMAT, average.metadata()).write(file);
    return file;
  }
}
