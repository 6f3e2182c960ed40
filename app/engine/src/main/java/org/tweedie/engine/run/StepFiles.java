package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder with a file of tensors for each of some steps. */
final class StepFiles {

  private static final Pattern NAME = Pattern.compile("step-(\\d+)\\.safetensors");

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
          .sorted()
          .toList();
    }
  }

  /** The file of a step. */
  static Path path(Path folder, long step) {
    return folder.resolve("step-%08d.safetensors".formatted(step));
  }
}
