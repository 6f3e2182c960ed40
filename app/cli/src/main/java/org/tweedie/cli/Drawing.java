package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.picture.BatchPicture;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.sampling.Classes;
import org.tweedie.engine.sampling.SampleFiles;
import org.tweedie.engine.sampling.Sampling;

/**
 * Draws samples as a config says, and writes them.
 *
 * @param options how many, and of which seed
 * @param assembly with which sampler and guidance
 * @param classes of which classes: each fills a row of the grid before the next begins
 * @param folder where to
 */
record Drawing(SampleOptions options, Assembly assembly, Classes classes, Path folder) {

  /** Frames of an animation. */
  private static final int FRAMES = 40;

  /**
   * Draws and writes.
   *
   * @param animated whether to write an animation of the way too
   * @param singly whether to write each sample by itself too
   * @return the files and folders written
   */
  List<Path> write(DiffusionModel model, boolean animated, boolean singly) throws IOException {
    Sampling sampling =
        new Sampling(assembly.sampler(), assembly.guidance(), options.batch(), options.seed());
    Condition conditions = classes.inTurn(options.count(), options.columns());
    List<Batch> frames;
    try (Progress progress = Console.display().begin("Sampling", "samples", 0, options.count())) {
      frames =
          sampling.frames(
              model,
              assembly.data().shape(),
              conditions,
              animated ? FRAMES : 0,
              done -> progress.advance(done, ""));
    }
    return write(frames, animated, singly);
  }

  private List<Path> write(List<Batch> frames, boolean animated, boolean singly)
      throws IOException {
    Batch samples = frames.get(frames.size() - 1);
    SampleFiles files =
        new SampleFiles(folder, assembly.data(), options.columns(), options.scale(), captions());
    List<Path> written = new ArrayList<>();
    boolean shown = BatchPicture.canShow(assembly.data());
    if (shown) {
      written.add(files.picture(samples));
    }
    if (singly || !shown) {
      written.add(files.singles(samples));
    }
    if (animated && shown) {
      written.add(files.animation(frames));
    }
    return written;
  }

  private List<String> captions() {
    int rows = (options.count() + options.columns() - 1) / options.columns();
    List<String> captions = new ArrayList<>();
    for (int row = 0; row < rows && !classes.names().isEmpty(); row++) {
      captions.add(classes.names().get(row % classes.names().size()));
    }
    return captions;
  }
}
