package org.tweedie.engine.compression;

import java.nio.file.Path;
import java.util.List;

/**
 * What is compressed: a run's own data, or pixels in files.
 *
 * @param split {@code test} or {@code train}; of no account where there are files
 * @param limit at most so many examples of it
 * @param files PNG files, or one with an array; empty for the run's own data
 */
public record ToCompress(String split, int limit, List<Path> files) {

  /** Copies. */
  public ToCompress {
    files = List.copyOf(files);
  }
}
