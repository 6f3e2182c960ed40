package org.tweedie.engine.score;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

/**
 * Samples from files: a folder of PNG images, or a table of points with a comma between numbers. A
 * folder that {@code tweedie sample} wrote holds one of both.
 *
 * @param data what the samples should be like
 */
public record SampleReader(DataDescription data) {

  private static final int NAMED = 3;

  /** Whether there is something here that can be read as samples. */
  public static boolean canRead(Path path) throws IOException {
    return Files.isRegularFile(path) || source(path).isPresent();
  }

  /**
   * Reads all samples.
   *
   * @throws DataException with all files that are not like the data
   */
  public Batch read(Path path) throws IOException {
    Path source =
        Files.isRegularFile(path)
            ? path
            : source(path)
                .orElseThrow(
                    () ->
                        new DataException(
                            "There are no samples in '%s': neither PNG images nor samples.csv."
                                .formatted(path)));
    return Files.isDirectory(source) ? images(source) : table(source);
  }

  /** The folder of images, or the table. */
  private static Optional<Path> source(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    if (Files.isRegularFile(folder.resolve("samples.csv"))) {
      return Optional.of(folder.resolve("samples.csv"));
    }
    // Beside the folder of single images there is a grid of all of them, which is no sample.
    for (Path images : List.of(folder.resolve("images"), folder)) {
      if (Files.isDirectory(images) && !pictures(images).isEmpty()) {
        return Optional.of(images);
      }
    }
    return Optional.empty();
  }

  private static List<Path> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
          .sorted()
          .toList();
    }
  }

  private Batch images(Path folder) throws IOException {
    if (!data.shape().isImage()) {
      throw new DataException(
          "'%s' holds images, and the data are %s.".formatted(folder, data.shape()));
    }
    List<Path> files = pictures(folder);
    int size = data.shape().size();
    float[] values = new float[files.size() * size];
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      BufferedImage image = ImageIO.read(files.get(i).toFile());
      if (image == null) {
        wrong.add(files.get(i) + " cannot be read as an image");
      } else if (image.getHeight() != height() || image.getWidth() != width()) {
        wrong.add("%s is %dx%d".formatted(files.get(i), image.getHeight(), image.getWidth()));
      } else {
        decode(image, values, i * size);
      }
    }
    if (!wrong.isEmpty()) {
      int more = wrong.size() - NAMED;
      throw new DataException(
          "%d of %d samples are not images of %dx%d as the data are:%n  %s%s"
              .formatted(
                  wrong.size(),
                  files.size(),
                  height(),
                  width(),
                  String.join("\n  ", wrong.subList(0, Math.min(NAMED, wrong.size()))),
                  more > 0 ? "\n  and " + more + " more" : ""));
    }
    return Batch.of(data.shape(), values);
  }

  private int height() {
    return data.shape().dimensions().get(0);
  }

  private int width() {
    return data.shape().dimensions().get(1);
  }

  private void decode(BufferedImage image, float[] values, int offset) {
    int channels = data.shape().dimensions().get(2);
    int at = offset;
    for (int y = 0; y < height(); y++) {
      for (int x = 0; x < width(); x++) {
        int rgb = rgb(image, x, y);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (channels == 3) {
          values[at++] = value(red);
          values[at++] = value(green);
          values[at++] = value(blue);
        } else {
          // ITU-R BT.601, which leaves grey as it is.
          values[at++] = value((int) Math.round(0.299 * red + 0.587 * green + 0.114 * blue));
        }
      }
    }
  }

  /** The stored value of grey: Java would brighten it on the way to sRGB. */
  private static int rgb(BufferedImage image, int x, int y) {
    boolean grey =
        image.getRaster().getNumBands() < 3 && !(image.getColorModel() instanceof IndexColorModel);
    if (!grey) {
      return image.getRGB(x, y);
    }
    int max = (1 << image.getSampleModel().getSampleSize(0)) - 1;
    int value = (int) Math.round(image.getRaster().getSample(x, y, 0) * 255.0 / max);
    return value << 16 | value << 8 | value;
  }

  /** The inverse of how pictures are written: levels spread over 0 to 255. */
  private float value(int eightBits) {
    return data.levels()
        .map(levels -> levels.value((int) Math.round(eightBits / 255.0 * (levels.count() - 1))))
        .orElse((float) (2 * eightBits / 255.0 - 1));
  }

  private Batch table(Path file) throws IOException {
    DataShape shape = data.shape();
    List<String> lines = Files.readAllLines(file);
    float[] values = new float[lines.size() * shape.size()];
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      if (cells.length != shape.size()) {
        throw new DataException(
            "%s:%d has %d numbers, and an example of the data has %d."
                .formatted(file, i + 1, cells.length, shape.size()));
      }
      for (int k = 0; k < cells.length; k++) {
        try {
          values[i * shape.size() + k] = Float.parseFloat(cells[k].strip());
        } catch (NumberFormatException e) {
          throw new DataException(
              "%s:%d: '%s' is not a number.".formatted(file, i + 1, cells[k]), e);
        }
      }
    }
    return Batch.of(shape, values);
  }

  /**
   * Samples as files would hold them: each value of quantised data at the middle of its level, so
   * that a model's samples score the same whether they went through a file or not.
   */
  public Batch asWritten(Batch samples) {
    if (data.levels().isEmpty()) {
      return samples;
    }
    Levels levels = data.levels().get();
    return samples.map(value -> levels.value(levels.level(value)));
  }
}
