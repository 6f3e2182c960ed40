package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tweedie.engine.file.FileFormatException;

/** A folder with a file of tensors for each of some steps. */
final class StepFiles {

  private static final Pattern NAME = Pattern.compile("step-([0-9]{8,18})\\.safetensors");

  private StepFiles() {}

  /** The steps of which there is a file, in rising order. */
  static List<Long> steps(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(match -> Long.valueOf(match.group(1)))
          // Only what has the very name that a step's file is looked for under.
          .filter(step -> Files.exists(path(folder, step)))
          .sorted()
          .toList();
    }
  }

  /**
   * What was read, if it is of the step that its file is named after.
   *
   * @throws FileFormatException if it is of another, since the file was renamed or taken for it
   */
  static Checkpoint checked(Checkpoint read, Path file, long step) throws FileFormatException {
    if (read.step() != step) {
      throw new FileFormatException(
          "%s is of step %d by its name, and of step %d by what it holds."
              .formatted(file, step, read.step()));
    }
    return read;
  }

  /** The file of a step. */
  static Path path(Path folder, long step) {
    return folder.resolve("step-%08d.safetensors".formatted(step));
  }
}
