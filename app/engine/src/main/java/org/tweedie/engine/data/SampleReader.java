package org.tweedie.engine.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.PickleFile;
import org.tweedie.engine.file.WholeFile;

/**
 * Samples from files: a folder or zip file of PNG and JPEG images, found and decoded as those of
 * data are, an array of NumPy, or a table of points with a comma between numbers. A folder that
 * {@code tweedie sample} wrote holds one of these.
 *
 * @param data what the samples should be like
 */
public record SampleReader(DataDescription data) {

  private static final int NAMED = 3;
  private static final int EIGHT_BITS = 256;
  private static final int BLACK = 0;
  private static final String ZIP = ".zip";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * What was read.
   *
   * @param samples the samples in the model's scale
   * @param classes the class of each, where they lie in folders that are named like the data's
   *     classes
   * @param left how many files look like pictures and are not read
   */
  public record Samples(Batch samples, Condition classes, int left) {}

  /** Whether there is something here that can be read as samples. */
  public static boolean canRead(Path path) throws IOException {
    return Files.isRegularFile(path) || source(path).isPresent();
  }

  /**
   * Reads all samples.
   *
   * @throws DataException with all files that are not like the data
   */
  public Samples read(Path path) throws IOException {
    PickleFile.refusal(path)
        .ifPresent(
            words -> {
              throw new DataException(words);
            });
    Path source =
        Files.isRegularFile(path)
            ? path
            : source(path)
                .orElseThrow(
                    () ->
                        new DataException(
                            "There are no samples in '%s': neither PNG or JPEG images nor samples.csv, .npy or .npz."
                                .formatted(path)));
    if (SampleArrays.isNamed(source)) {
      return new SampleArrays(data).read(source);
    }
    boolean zipped = source.toString().toLowerCase(Locale.ROOT).endsWith(ZIP);
    if (Files.isDirectory(source) || zipped) {
      return images(source);
    }
    Batch points = table(source);
    return new Samples(points, Condition.none(points.count()), 0);
  }

  /** The folder of images, or the table or array. */
  private static Optional<Path> source(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    for (String name : List.of("samples.csv", "samples.npz", "samples.npy")) {
      if (Files.isRegularFile(folder.resolve(name))) {
        return Optional.of(folder.resolve(name));
      }
    }
    // Beside the folder of single images there is a grid of all of them, which is no sample.
    for (Path images : List.of(folder.resolve("images"), folder)) {
      if (Files.isDirectory(images) && holdsImages(images)) {
        return Optional.of(images);
      }
    }
    return Optional.empty();
  }

  private static boolean holdsImages(Path folder) {
    try (ImageFiles files = ImageFiles.anyIn(folder.toString())) {
      return !files.entries().isEmpty();
    }
  }

  private Samples images(Path folder) {
    if (!data.shape().isImage()) {
      throw new DataException(
          "'%s' holds images, and the data are %s.".formatted(folder, data.shape()));
    }
    try (ImageFiles files = ImageFiles.anyIn(folder.toString())) {
      int size = data.shape().size();
      float[] values = new float[Math.multiplyExact(files.entries().size(), size)];
      ImageDecoder decoder =
          new ImageDecoder(0, data.shape().dimensions().get(2) == 1, BLACK, EIGHT_BITS);
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < files.entries().size(); i++) {
        decode(decoder, files, i, values, wrong);
      }
      if (!wrong.isEmpty()) {
        throw new DataException(words(wrong, files.entries().size()));
      }
      return new Samples(Batch.of(data.shape(), values), classes(files), files.others());
    }
  }

  private void decode(
      ImageDecoder decoder, ImageFiles files, int index, float[] values, List<String> wrong) {
    int size = data.shape().size();
    ImageDecoder.Image image;
    try {
      image = decoder.decode(WholeFile.read(files.entries().get(index).path()));
    } catch (IOException | RuntimeException e) {
      // ImageIO meets some damage with unchecked exceptions of many kinds.
      wrong.add("%s cannot be read as an image: %s".formatted(files.name(index), e.getMessage()));
      return;
    }
    if (!image.shape().equals(data.shape())) {
      List<Integer> found = image.shape().dimensions();
      wrong.add("%s is %dx%d".formatted(files.name(index), found.get(0), found.get(1)));
      return;
    }
    for (int k = 0; k < size; k++) {
      values[index * size + k] = value(image.levels()[k] & 0xff);
    }
  }

  private String words(List<String> wrong, int all) {
    List<Integer> sizes = data.shape().dimensions();
    int more = wrong.size() - NAMED;
    return "%d of %d samples are not images of %dx%d as the data are:%n  %s%s"
        .formatted(
            wrong.size(),
            all,
            sizes.get(0),
            sizes.get(1),
            String.join("\n  ", wrong.subList(0, Math.min(NAMED, wrong.size()))),
            more > 0 ? "\n  and " + more + " more" : "");
  }

  private Condition classes(ImageFiles files) {
    List<String> folders = files.classes();
    return Condition.labels(
        files.entries().stream()
            .mapToInt(
                entry ->
                    entry.label() == Condition.NONE || !data.classes().containsAll(folders)
                        ? Condition.NONE
                        : data.classes().indexOf(folders.get(entry.label())))
            .toArray());
  }

  /** The inverse of how pictures are written: levels spread over 0 to 255. */
  private float value(int eightBits) {
    return data.levels()
        .map(levels -> levels.value((int) Math.round(eightBits / 255.0 * (levels.count() - 1))))
        .orElse((float) (2 * eightBits / 255.0 - 1));
  }

  private Batch table(Path file) throws IOException {
    DataShape shape = data.shape();
    List<String> lines =
        new ArrayList<>(new String(WholeFile.read(file), StandardCharsets.UTF_8).lines().toList());
    if (!lines.isEmpty()) {
      lines.set(0, lines.get(0).replaceFirst("^" + BYTE_ORDER_MARK, ""));
    }
    int[] filled =
        IntStream.range(0, lines.size())
            .filter(i -> !lines.get(i).isBlank() && !(i == 0 && isHeader(lines.get(0))))
            .toArray();
    int[] columns = columns(lines.isEmpty() ? "" : lines.get(0));
    int width = IntStream.of(columns).max().orElse(0) + 1;
    float[] values = new float[filled.length * shape.size()];
    for (int i = 0; i < filled.length; i++) {
      String[] cells = lines.get(filled[i]).split(",", -1);
      // What stands behind the numbers, class and seed, is no part of the sample.
      if (columns.length > 0 ? cells.length < width : cells.length != shape.size()) {
        throw new DataException(
            "%s:%d has %d numbers, and an example of the data has %d."
                .formatted(file, filled[i] + 1, cells.length, shape.size()));
      }
      for (int k = 0; k < shape.size(); k++) {
        String cell = cells[columns.length > 0 ? columns[k] : k];
        try {
          float value = Float.parseFloat(cell.strip());
          if (!Float.isFinite(value)) {
            throw new NumberFormatException("not finite");
          }
          values[i * shape.size() + k] = value;
        } catch (NumberFormatException e) {
          throw new DataException(
              "%s:%d: '%s' is no finite number.".formatted(file, filled[i] + 1, cell), e);
        }
      }
    }
    return Batch.of(shape, values);
  }

  /** Where x1, x2 and so on stand by a header's names; none where it has no such names. */
  private int[] columns(String header) {
    List<String> names = Stream.of(header.split(",", -1)).map(String::strip).toList();
    int[] columns =
        IntStream.rangeClosed(1, data.shape().size()).map(k -> names.indexOf("x" + k)).toArray();
    if (IntStream.of(columns).allMatch(at -> at >= 0)
        && names.indexOf("x" + (columns.length + 1)) < 0) {
      return columns;
    }
    return new int[0];
  }

  /** Names of columns: every cell begins with a letter, and none is a number for all that. */
  private static boolean isHeader(String line) {
    return List.of(line.split(",", -1)).stream()
        .map(String::strip)
        .allMatch(cell -> cell.matches("\"?[\\p{L}_].*") && !cell.matches("(?i)nan|infinity"));
  }
}
