package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import org.tweedie.engine.tensor.Average;

/**
 * The snapshots of a run: power averages of a few widths as they were at some steps, one file a
 * step (Karras et al., arXiv 2312.02696, section 3.2). A file appears whole or not at all.
 *
 * @param folder where they lie
 */
public record Snapshots(Path folder) {

  private static final String FORMAT = "tweedie-snapshot-1";

  /** The averages that a training keeps for its snapshots; none where it takes no snapshots. */
  public static List<Average> averages(TrainOptions options) {
    return options.snapshotEvery() == 0
        ? List.of()
        : options.snapshotWidths().stream()
            .map(width -> new Average(prefix(width), PowerAverage.ofWidth(width)))
            .toList();
  }

  /** What begins the names of the average of a width. */
  static String prefix(double width) {
    return ChosenWeights.ofWidth(width).text() + "/";
  }

  /** The file of a step's snapshot, whether it is there or not. */
  public Path path(long step) {
    return StepFiles.path(folder, step);
  }

  /** The steps of which there is a snapshot, in rising order. */
  public List<Long> steps() throws IOException {
    return StepFiles.steps(folder);
  }

  /**
   * Reads a snapshot: as a checkpoint that holds nothing but averages.
   *
   * @throws FileFormatException if the file is damaged
   */
  public Checkpoint read(long step) throws IOException {
    Path file = path(step);
    try {
      return StepFiles.checked(
          Checkpoint.of(Safetensors.read(file), file.toString(), FORMAT, "a snapshot"), file, step);
    } catch (FileFormatException damaged) {
      throw new FileFormatException(
          damaged.getMessage()
              + "\nPlease put back a good copy, or take it away: averages are then put together of the others.",
          damaged);
    }
  }

  /**
   * Writes the averages of a training's state.
   *
   * @param checkpoint the state
   */
  public void write(Checkpoint checkpoint, TrainOptions options) throws IOException {
    Map<String, Tensor> kept = new LinkedHashMap<>();
    for (Average average : averages(options)) {
      Average.in(checkpoint.tensors(), average.prefix())
          .forEach((name, tensor) -> kept.put(average.prefix() + name, tensor));
    }
    Files.createDirectories(folder);
    new Checkpoint(checkpoint.step(), checkpoint.data(), kept)
        .file(FORMAT, Map.of())
        .write(path(checkpoint.step()));
  }
}
