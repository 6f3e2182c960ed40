package org.tweedie.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.WalkListener;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.Seeds;

/**
 * A run's samples as several people ask for them at a time, whose requests are drawn side by side.
 * What draws is used by one thread at a time, as its run is; {@link #check}, {@link #write} and
 * {@link #conditions} by any.
 */
public final class RunRequests {

  private final UsedRun used;

  RunRequests(UsedRun used) {
    this.used = used;
  }

  /**
   * Opens the network that draws and asks it once, which else costs the first who wants samples a
   * second or more.
   *
   * @throws RunException if there is no checkpoint yet
   */
  public void prepare() throws IOException {
    SampleOptions options = used.config().sample();
    used.drawer(Seeds.of(options.seed()))
        .warmUp(Drawing.of(Samples.count(1), options, used.parts()).each(1));
  }

  /**
   * Draws what several people ask for side by side, in the same batches. Each gets what would be
   * drawn for it alone, for a sample is settled by its seed, index and class.
   *
   * @param asked at least one; no other options of theirs count than how many and which they are
   * @return of each its samples, in the model's scale
   * @throws RunException if there is no checkpoint yet, or no such class
   * @throws java.util.concurrent.CancellationException if the listener wants it to stop
   */
  public List<Batch> sample(List<Samples.Asked> asked, WalkListener listener) throws IOException {
    List<Drawing> drawings = asked.stream().map(this::drawing).toList();
    Seeds seeds = Seeds.inTurn(drawings.stream().map(Drawing::portion).toList());
    return Drawing.draw(drawings, used.drawer(seeds), listener);
  }

  /**
   * Refuses what cannot be drawn, before it is.
   *
   * @param output {@link Output#GRID}, or a format that holds all samples
   * @throws RunException if there is no such class, or they would not be one file, or are too many
   */
  public void check(Samples.Asked asked, Output output) {
    new DrawingFiles(drawing(asked)).check(output);
  }

  /**
   * Writes samples as one file to a stream, which stays open.
   *
   * @param samples all that were asked for, or the first ones
   * @param output {@link Output#GRID}, or a format that holds all samples
   */
  public void write(Samples.Asked asked, Batch samples, OutputStream to, Output output)
      throws IOException {
    DrawingFiles files = new DrawingFiles(drawing(asked));
    files.check(output);
    files.write(samples, to, output);
  }

  /** What each sample is to be. */
  public Condition conditions(Samples.Asked asked) {
    Drawing drawing = drawing(asked);
    return drawing.each(drawing.count());
  }

  private Drawing drawing(Samples.Asked asked) {
    return Drawing.of(asked, used.parts());
  }
}
