package org.tweedie.engine.compression;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.Levels;
import org.tweedie.engine.codec.CompressedFile;

/** A file that {@link RunCodec#compress} wrote: which run's model it takes to decompress it. */
public final class CompressedImages {

  private final Path path;
  private final CompressedFile file;

  private CompressedImages(Path path, CompressedFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws org.tweedie.engine.file.FileFormatException if there is none, it is of another kind, or
   *     its header is damaged
   */
  public static CompressedImages read(Path path) throws IOException {
    return new CompressedImages(path, CompressedFile.read(path));
  }

  /** The run's folder, as it was named when the file was made. */
  public Path run() {
    return Path.of(file.header().run());
  }

  /** Which of the run's weights, as in {@code evaluate.weights}. */
  public String weights() {
    return file.header().model().chosen();
  }

  /** The step of the run's checkpoint. */
  public long step() {
    return file.header().model().step();
  }

  /** Shape, levels and number of classes of the examples, as the file says. */
  public DataDescription description() {
    return new DataDescription(
        file.header().shape(),
        Optional.of(new Levels(file.header().levels())),
        IntStream.range(0, file.header().classes()).mapToObj(String::valueOf).toList());
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  CompressedFile file() {
    return file;
  }
}
