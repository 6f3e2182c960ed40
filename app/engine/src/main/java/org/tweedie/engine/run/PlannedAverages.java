package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.training.PowerAverage;
import org.tweedie.engine.average.Profile;
import org.tweedie.engine.average.Synthesis;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.problem.Problem;

/**
 * Averages that a config wants of snapshots that its training is yet to store: whether they can be
 * put together is known before, and would otherwise be told after the training.
 */
public final class PlannedAverages {

  /**
   * Of more snapshots the fit takes long; then so few of them are missing that it is not needed.
   */
  private static final int MOST = 100;

  private PlannedAverages() {}

  /**
   * Makes sure that each can be put together at the end of the training.
   *
   * @throws ConfigException if one cannot
   */
  public static void check(RunConfig config) {
    List<Problem> problems = new ArrayList<>();
    check(config, "evaluate.weights", config.evaluate().chosenWeights(), problems);
    check(config, "sample.weights", config.sample().chosenWeights(), problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static void check(
      RunConfig config, String path, ChosenWeights wanted, List<Problem> problems) {
    TrainOptions train = config.train();
    if (wanted.width().isEmpty()
        || train.snapshotEvery() == 0
        || train.steps() / train.snapshotEvery() > MOST) {
      return;
    }
    double width = wanted.width().getAsDouble();
    double residual = residual(width, train);
    if (residual > MadeAverage.ALLOWED) {
      problems.add(
          new Problem(
              "unmatched-width",
              Combination.file(config),
              path,
              List.of(
                  String.format(
                      Locale.ROOT,
                      "An average of width %s could not be put together after step %d: its profile would be matched to %.1f%% alone, and %.0f%% are allowed. Stored would be averages of the widths %s every %d steps (train.snapshot-widths, train.snapshot-every).",
                      width,
                      train.steps(),
                      100 * residual,
                      100 * MadeAverage.ALLOWED,
                      train.snapshotWidths(),
                      train.snapshotEvery()),
                  "Please take a width between these, or store snapshots more often.")));
    }
  }

  /** How far the average's profile is from what is nearest to it among those of the snapshots. */
  static double residual(double width, TrainOptions train) {
    List<Profile> stored = new ArrayList<>();
    for (long step = train.snapshotEvery(); step < train.steps(); step += train.snapshotEvery()) {
      add(stored, step, train);
    }
    add(stored, train.steps(), train);
    return Synthesis.of(new Profile(PowerAverage.ofWidth(width), train.steps()), stored).residual();
  }

  private static void add(List<Profile> stored, long step, TrainOptions train) {
    train
        .snapshotWidths()
        .forEach(width -> stored.add(new Profile(PowerAverage.ofWidth(width), step)));
  }
}
