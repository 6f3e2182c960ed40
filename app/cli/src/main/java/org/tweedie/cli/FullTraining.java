package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tweedie.engine.Run;
import org.tweedie.engine.progress.StopRequest;

/**
 * A training to its end, with what is said of it; then its model is measured and draws samples.
 *
 * @param console where it is said
 */
record FullTraining(Console console) {

  /**
   * Trains.
   *
   * @param goOn what to type to go on where it is stopped
   * @return the exit status
   */
  int of(Run run, String goOn) throws IOException {
    long before = run.step();
    new Introduction(run).lines().forEach(console::print);
    int steps = run.config().train().steps();
    if (before >= steps) {
      console.say("All %,d steps are done already.", steps);
    }
    try (StopRequest stop = new StopRequest()) {
      if (!run.train(console.listener().stoppedBy(stop::isWanted))) {
        console.say("Stopped after step %d, which is saved. Go on with: %s", run.step(), goOn);
        return Program.FAILED;
      }
    }
    run.ending().ifPresent(console::print);
    List<Path> pictures = run.conclude(report -> console.print(report.text()), console.listener());
    console.print("Wrote");
    pictures.forEach(file -> written(file, "samples"));
    if (Files.exists(run.evaluation())) {
      written(run.evaluation(), "the bound, for machines");
    }
    written(run.readings(), "all that was measured, for machines");
    written(run.checkpoint(), "weights");
    written(
        run.path(), "everything else; TensorBoard shows it: tensorboard --logdir " + run.path());
    return 0;
  }

  private void written(Path file, String what) {
    console.say("  %-46s %s", file, what);
  }
}
