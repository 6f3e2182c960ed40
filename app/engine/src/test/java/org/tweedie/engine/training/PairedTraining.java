package org.tweedie.engine.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.tensor.Feeds;
import org.tweedie.engine.tensor.TrainingGraph;

/**
 * The training loop beside a bare loop over one session call with tensors that are made once, on
 * the same graph. The program's loop draws examples, times and noise levels, makes tensors, and
 * writes measurements.
 */
public final class PairedTraining {

  private final TrainingGraph graph;
  private final Inputs inputs;
  private final Feeds fixed;
  private final Measurements measurements;
  private long step = 1;

  public PairedTraining(TrainingGraph graph, Assembled parts, int batch, RunFolder folder)
      throws IOException {
    this.graph = graph;
    graph.initialize(1);
    RecentLosses losses = new RecentLosses(batch, parts.assembly().objective().timesteps());
    inputs = new Inputs(parts.assembly(), parts.data().train(), losses, batch, 1);
    fixed = graph.feed(inputs.at(1));
    folder.create();
    measurements = new Measurements(folder, 0, "", FixedTerms.NONE);
  }

  /** Seconds for some steps of the bare loop. */
  public double bare(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      graph.step(fixed);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Seconds for some steps of the program's loop. */
  public double program(int steps) {
    long start = System.nanoTime();
    step =
        1
            + new TrainingLoop(graph, inputs)
                .run(
                    step,
                    step + steps - 1,
                    (now, result) -> {
                      measurements.add(result);
                      try {
                        measurements.write(now, inputs.epochs(now), 1);
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                      return true;
                    });
    return (System.nanoTime() - start) / 1e9;
  }
}
