package org.tweedie.engine.sampling;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.AtomicFile;
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
    AtomicFile.write(file, png(samples, classes));
    return file;
  }

  /** The same as the bytes of a PNG file. */
  public byte[] png(Batch samples, Condition classes) {
    return Png.bytes(BatchPicture.of(data, columns, scale, captions).draw(samples, classes));
  }

  private String grid(int count) {
    int shown = new ImageGrid(data, columns, scale, captions).shown(count);
    return shown == count ? "grid.png" : "grid-of-the-first-%d.png".formatted(shown);
  }

  /**
   * Each sample by itself: images as PNG, all else as lines of one CSV file.
   *
   * @param classes of the samples
   * @param seed they were drawn with
   */
  public Path singles(Batch samples, Condition classes, long seed) throws IOException {
    return singles(samples, classes, seed, 0);
  }

  /**
   * The same of some of a seed's samples, which their names number among all.
   *
   * @param first the index of the first of them
   */
  public Path singles(Batch samples, Condition classes, long seed, int first) throws IOException {
    if (!data.shape().isImage()) {
      return whole(SampleFormat.CSV, new WholeSamples(data, samples, classes, seed, first));
    }
    Path images = folder.resolve("images");
    Files.createDirectories(images);
    deleteOlder(images);
    Files.deleteIfExists(folder.resolve(SampleFormat.CSV.fileName()));
    for (int i = 0; i < samples.count(); i++) {
      Png.write(
          images.resolve("%05d.png".formatted(first + i)), ImageGrid.single(data, samples, i));
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

  /** All samples in one file, in place of the one that may be there. */
  public Path whole(SampleFormat format, WholeSamples samples) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(format.fileName());
    samples.write(format, file);
    return file;
  }
}
