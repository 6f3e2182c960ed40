package org.tweedie.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.measuring.DrawnSamples;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.sampling.Drawer;
import org.tweedie.engine.sampling.SampleFiles;
import org.tweedie.engine.sampling.WholeSamples;

/**
 * Files and pictures of what is drawn.
 *
 * @param drawing what is
 */
record DrawingFiles(Drawing drawing) {

  /** Frames of an animation. */
  private static final int FRAMES = 40;

  /** Of a picture of samples that were drawn to be measured, which may be thousands. */
  private static final int ROWS = 10;

  private SampleOptions options() {
    return drawing.options();
  }

  private DataDescription data() {
    return drawing.assembly().data();
  }

  private SampleFiles files(Path folder, List<String> captions) {
    return new SampleFiles(folder, data(), options().columns(), options().scale(), captions);
  }

  /**
   * Draws and writes; each class fills a row of the grid before the next begins.
   *
   * @param outputs what to write; what cannot be shown as a picture is written singly
   * @return the files and folders written
   */
  List<Path> write(Drawer drawer, Path folder, Set<Output> outputs, RunListener listener)
      throws IOException {
    boolean shown = BatchPicture.canShow(data());
    boolean animated = shown && outputs.contains(Output.ANIMATION);
    int kept =
        animated
            ? BatchPicture.animated(data(), options().columns(), options().scale(), drawing.count())
            : 0;
    List<Batch> frames =
        drawing.frames(drawer, options().columns(), animated ? FRAMES : 0, kept, listener);
    Batch samples = frames.get(frames.size() - 1);
    Condition each = drawing.each(drawing.count());
    SampleFiles files = files(folder, drawing.captions(drawing.count()));
    List<Path> written = new ArrayList<>();
    // The samples themselves come first: what takes more memory may fail.
    WholeSamples whole = new WholeSamples(data(), samples, each, drawing.seed(), drawing.first());
    for (Output output : Output.values()) {
      if (outputs.contains(output) && output.format().isPresent()) {
        written.add(files.whole(output.format().get(), whole));
      }
    }
    if (outputs.contains(Output.SINGLES) || (!shown && written.isEmpty())) {
      written.add(files.singles(samples, each, drawing.seed(), drawing.first()));
    }
    if (shown && outputs.contains(Output.GRID)) {
      written.add(files.picture(samples, each));
    }
    if (animated) {
      written.add(files.animation(frames, each));
    }
    return written;
  }

  /**
   * Draws and writes one file to a stream, which stays open.
   *
   * @param output the picture of all, or a format that holds all samples
   * @throws RunException if the data cannot be shown, or the output is not one file
   */
  void write(Drawer drawer, OutputStream to, Output output, RunListener listener)
      throws IOException {
    check(output);
    write(drawing.rows(drawer, listener), to, output);
  }

  /**
   * Refuses what is not one file.
   *
   * @throws RunException if the data cannot be shown, or the output is not one file
   */
  void check(Output output) {
    boolean pictured = output == Output.GRID;
    if (pictured && !BatchPicture.canShow(data())) {
      throw new RunException(
          "Samples of %s cannot be shown in a picture; take a format of numbers."
              .formatted(data().shape()));
    }
    if (!pictured && output.format().isEmpty()) {
      throw new RunException(
          "There are several files of %s, and a pipe takes one.".formatted(output));
    }
  }

  /**
   * Writes samples as one file.
   *
   * @param samples all of them, or the first ones
   */
  void write(Batch samples, OutputStream to, Output output) throws IOException {
    Condition each = drawing.each(samples.count());
    if (output == Output.GRID) {
      to.write(files(Path.of(""), drawing.captions(samples.count())).png(samples, each));
    } else {
      new WholeSamples(data(), samples, each, drawing.seed(), drawing.first())
          .write(output.format().orElseThrow(), to);
    }
    to.flush();
  }

  /**
   * Writes a picture of samples that were drawn, a class a row; of images the first ones that fill
   * {@value #ROWS} rows, or a row for each class.
   *
   * @return empty where the data cannot be shown
   */
  Optional<Path> picture(DrawnSamples drawn, Path folder) throws IOException {
    if (!BatchPicture.canShow(data())) {
      return Optional.empty();
    }
    SampleFiles files = files(folder, shownCaptions(drawing.count()));
    return Optional.of(
        data().shape().isImage()
            ? files.picture(rows(drawn.samples()), Condition.none(0))
            : files.picture(drawn.samples(), drawn.conditions()));
  }

  private Batch rows(Batch samples) {
    int kinds =
        drawing.conditions().ofExamples() ? 1 : Math.max(1, drawing.conditions().names().size());
    int rows =
        Math.min(
            Math.max(ROWS, kinds),
            (samples.count() + options().columns() - 1) / options().columns());
    List<float[]> shown = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < options().columns(); column++) {
        int place = (row / kinds * options().columns() + column) * kinds + row % kinds;
        if (place < samples.count()) {
          shown.add(samples.example(place));
        }
      }
    }
    int size = samples.shape().size();
    float[] values = new float[shown.size() * size];
    for (int i = 0; i < shown.size(); i++) {
      System.arraycopy(shown.get(i), 0, values, i * size, size);
    }
    return Batch.of(samples.shape(), values);
  }

  /** Each row of such a picture holds samples of many examples. */
  private List<String> shownCaptions(int shown) {
    return drawing.conditions().ofExamples() ? List.of() : drawing.captions(shown);
  }
}
