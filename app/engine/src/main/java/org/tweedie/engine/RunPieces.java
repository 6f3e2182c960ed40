package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tweedie.engine.likelihood.SharedBatches;
import org.tweedie.engine.measuring.Attempt;
import org.tweedie.engine.measuring.DrawnSamples;
import org.tweedie.engine.measuring.Measuring;
import org.tweedie.engine.measuring.SamplesFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedRun;

/**
 * A run's samples and measures as several processes have them: one draws what another measures, or
 * each does a part of what one would do alone. Put together, the readings are those of one process,
 * to the last bit. Used by one thread at a time, as its run is.
 */
public final class RunPieces {

  private final UsedRun used;

  RunPieces(UsedRun used) {
    this.used = used;
  }

  /**
   * Held-out examples of which the config's measures take likelihoods one by one; 0 where there are
   * no such likelihoods.
   */
  public int examples() {
    return Measuring.separate(used.parts());
  }

  /** Samples that the config's measures look at; 0 where none looks at any. */
  public int samples() {
    return Measuring.looksAtSamples(used.parts()) ? toDraw() : 0;
  }

  private int toDraw() {
    return Measuring.samples(used.config(), used.parts());
  }

  /**
   * Draws samples of all wanted classes in turn, as many as the config's measures look at; where
   * none looks at samples, {@code sample.count}. Writes them to a file for {@link #measure(Path,
   * RunListener)}, and a picture of some beside it, where the data can be shown.
   *
   * @throws RunException if there is no checkpoint yet, or no such class
   */
  public void draw(Path file, RunListener listener) throws IOException {
    Drawing drawing = drawing(Samples.count(toDraw()));
    DrawnSamples drawn = drawn(drawing, listener);
    SamplesFile.write(file, drawn);
    new DrawingFiles(drawing)
        .picture(drawn, Optional.ofNullable(file.getParent()).orElse(Path.of("")));
  }

  /**
   * Draws some of the same samples, without a picture.
   *
   * @param from the index of the first
   * @param to the index after the last
   * @throws RunException if there is no checkpoint yet
   */
  public void draw(Path file, int from, int to, RunListener listener) throws IOException {
    SamplesFile.write(file, drawn(drawing(Samples.count(toDraw()).part(from, to)), listener));
  }

  /**
   * Seconds that one of drawn samples took, when all was there that is built once.
   *
   * @param drawn the file that {@link #draw(Path, RunListener)} wrote
   * @throws org.tweedie.engine.file.FileFormatException if it is another file
   */
  public static double secondsEach(Path drawn) throws IOException {
    return SamplesFile.read(drawn).cost().seconds();
  }

  /**
   * Writes drawn samples several times over, as if so many had been drawn.
   *
   * @param drawn the file that {@link #draw(Path, RunListener)} wrote
   * @throws org.tweedie.engine.file.FileFormatException if it is another file
   */
  public static void repeat(Path drawn, int times, Path to) throws IOException {
    DrawnSamples once = SamplesFile.read(drawn);
    SamplesFile.write(to, DrawnSamples.joined(Collections.nCopies(times, once)));
  }

  private Drawing drawing(Samples samples) {
    return Drawing.of(samples, used.config().sample(), used.parts());
  }

  private DrawnSamples drawn(Drawing drawing, RunListener listener) throws IOException {
    return drawing.drawn(used.drawer(drawing.seeds()), listener);
  }

  /**
   * Takes what one of several processes does of the likelihoods of the config, for {@link
   * #measure(List, List, RunListener)}.
   *
   * @param from the first held-out example whose batch it measures, if one begins there
   * @param to the example after the last
   * @param file what it found
   * @throws RunException if there is no checkpoint yet
   */
  public void measure(int from, int to, Path file, RunListener listener) throws IOException {
    SharedBatches batches = SharedBatches.from(from, to);
    RunMeasures.of(used).keep(batches, listener);
    batches.write(file);
  }

  /**
   * Takes the measures of the config of samples that were drawn before.
   *
   * @param drawn the file that {@link #draw(Path, RunListener)} wrote
   * @throws org.tweedie.engine.file.FileFormatException if it is another file
   */
  public Readings measure(Path drawn, RunListener listener) throws IOException {
    return measure(List.of(), List.of(drawn), listener);
  }

  /**
   * Puts together what several processes did of the config's measures, and does the rest.
   *
   * @param batches the files of all held-out examples, or none
   * @param drawn the files of consecutive samples, all of {@link #samples}, or none
   * @throws RunException if something is missing
   */
  public Readings measure(List<Path> batches, List<Path> drawn, RunListener listener)
      throws IOException {
    List<DrawnSamples> each = new ArrayList<>();
    for (Path file : drawn) {
      each.add(SamplesFile.read(file));
    }
    return RunMeasures.of(used)
        .take(
            used.config(),
            used.parts(),
            used.parts().data(),
            each.isEmpty() ? Optional.empty() : Optional.of(DrawnSamples.joined(each)),
            batches.isEmpty() ? Optional.empty() : Optional.of(SharedBatches.read(batches)),
            Attempt::words,
            listener);
  }
}
