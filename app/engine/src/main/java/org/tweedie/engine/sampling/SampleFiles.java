package org.tweedie.engine.sampling;

import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.Csv;
import org.tweedie.engine.picture.Animation;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.picture.ImageGrid;
import org.tweedie.engine.picture.Png;

/**
 * Puts samples into files.
 *
 * @param folder where to; made where it is not there
 * @param data what the samples are like
 * @param columns samples in a row of the grid
 * @param scale pixels of the grid for each pixel of a sample; 0 is chosen by the samples' size
 * @param captions what to write beside the grid's rows
 */
public record SampleFiles(
    Path folder, DataDescription data, int columns, int scale, List<String> captions) {

  /**
   * A picture of all samples; of images that would fill too large a grid, of the first ones.
   *
   * @param classes of the samples
   */
  public Path picture(Batch samples, Condition classes) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(data.shape().isImage() ? grid(samples.count()) : "scatter.png");
    Png.write(file, BatchPicture.of(data, columns, scale, captions).draw(samples, classes));
    return file;
  }

  private String grid(int count) {
    int shown = new ImageGrid(data, columns, scale, captions).shown(count);
    return shown == count ? "grid.png" : "grid-of-the-first-%d.png".formatted(shown);
  }

  /**
   * Each sample by itself: images as PNG, all else as lines of one CSV file, with the numbers x1,
   * x2 and so on, the class, the seed and the index that the seed's noise was drawn for.
   *
   * @param classes of the samples
   * @param seed they were drawn with
   */
  public Path singles(Batch samples, Condition classes, long seed) throws IOException {
    if (!data.shape().isImage()) {
      return table(samples, classes, seed);
    }
    Path images = folder.resolve("images");
    Files.createDirectories(images);
    deleteOlder(images);
    for (int i = 0; i < samples.count(); i++) {
      Png.write(images.resolve("%05d.png".formatted(i)), ImageGrid.single(data, samples, i));
    }
    return images;
  }

  /** Fewer samples than last time must not leave some of the last time's behind them. */
  private static void deleteOlder(Path images) throws IOException {
    try (DirectoryStream<Path> older =
        Files.newDirectoryStream(
            images, file -> file.getFileName().toString().matches("[0-9]{5,}\\.png"))) {
      for (Path image : older) {
        Files.delete(image);
      }
    }
  }

  /**
   * The way from noise to samples, of the first ones that frames are not too large with.
   *
   * @param frames what samples looked like on the way, and at its end; at least one
   */
  public Path animation(List<Batch> frames, Condition classes) throws IOException {
    Files.createDirectories(folder);
    int all = frames.get(frames.size() - 1).count();
    int shown = BatchPicture.animated(data, columns, scale, all);
    BatchPicture picture = BatchPicture.of(data, columns, scale, captions);
    Path file =
        folder.resolve(
            shown == all ? "denoising.gif" : "denoising-of-the-first-%d.gif".formatted(shown));
    new Animation()
        .write(
            file,
            // One picture at a time: all of them may take more memory than there is.
            new AbstractList<>() {
              @Override
              public BufferedImage get(int index) {
                return picture.draw(frames.get(index).slice(0, shown), classes.slice(0, shown));
              }

              @Override
              public int size() {
                return frames.size();
              }
            });
    return file;
  }

  private Path table(Batch samples, Condition classes, long seed) throws IOException {
    Files.createDirectories(folder);
    List<String> cells = new ArrayList<>();
    for (int k = 1; k <= data.shape().size(); k++) {
      cells.add("x" + k);
    }
    cells.addAll(List.of("class", "seed", "index"));
    Path file = folder.resolve("samples.csv");
    AtomicFile.write(
        file,
        channel -> {
          Writer out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
          out.write(Csv.line(cells));
          for (int i = 0; i < samples.count(); i++) {
            out.write(Csv.line(cells(samples, classes, seed, i)));
          }
          out.flush();
        });
    return file;
  }

  private List<String> cells(Batch samples, Condition classes, long seed, int index) {
    List<String> cells = new ArrayList<>();
    for (float value : samples.example(index)) {
      cells.add(Float.toString(value));
    }
    int label = classes.label(index);
    cells.add(label == Condition.NONE ? "" : data.classes().get(label));
    cells.addAll(List.of(Long.toString(seed), Integer.toString(index)));
    return cells;
  }
}
