package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Safetensors;

/**
 * The checkpoints of a run, one file a step. A file appears whole or not at all.
 *
 * @param folder where they lie
 */
public record Checkpoints(Path folder) {

  /** The steps of which there is a checkpoint, in rising order. */
  public List<Long> steps() throws IOException {
    return StepFiles.steps(folder);
  }

  /** The last step of which there is a checkpoint. */
  public Optional<Long> latest() throws IOException {
    List<Long> steps = steps();
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
  }

  /** The file of a step. */
  public Path path(long step) {
    return StepFiles.path(folder, step);
  }

  /**
   * Reads a checkpoint.
   *
   * @throws FileFormatException if the file is damaged; the message says which others there are
   */
  public Checkpoint read(long step) throws IOException {
    try {
      return StepFiles.checked(
          Checkpoint.of(Safetensors.read(path(step)), path(step).toString()), path(step), step);
    } catch (FileFormatException damaged) {
      List<Long> others = steps().stream().filter(other -> other != step).toList();
      throw new FileFormatException(
          damaged.getMessage()
              + (others.isEmpty()
                  ? "\nPlease put back a good copy; the run has no other checkpoint."
                  : "\nPlease put back a good copy, or take it away to use another; there are those of the steps "
                      + others
                      + "."),
          damaged);
    }
  }

  /** Writes a checkpoint, then deletes the oldest ones beyond the {@code keep} newest. */
  public void write(Checkpoint checkpoint, int keep) throws IOException {
    write(checkpoint, keep, OptionalLong.empty());
  }

  /**
   * The same, but for one that stays beside the newest.
   *
   * @param stays its step
   */
  public void write(Checkpoint checkpoint, int keep, OptionalLong stays) throws IOException {
    Files.createDirectories(folder);
    checkpoint.file().write(path(checkpoint.step()));
    List<Long> steps = steps();
    for (long old : steps.subList(0, Math.max(0, steps.size() - keep))) {
      if (!stays.equals(OptionalLong.of(old))) {
        Files.deleteIfExists(path(old));
      }
    }
  }
}
