package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Problem;

/** The reading that may end a training: it must be one that the training takes. */
public final class WatchedReading {

  /** Of the quick look at the bound that training takes without any measure. */
  public static final String QUICK_LOOK = "test/bits_per_dim";

  private WatchedReading() {}

  /**
   * Makes sure that a config's training takes the reading that its rule of stopping looks at.
   *
   * @throws ConfigException if it is never taken
   */
  public static void check(RunConfig config, Assembled parts) {
    parts
        .components()
        .one(Kinds.STOPPING)
        .reading()
        .flatMap(key -> objection(key, config.train(), parts.components().all(Kinds.MEASURES)))
        .ifPresent(
            lines -> {
              Choice rule = config.component(Kinds.STOPPING);
              throw new ConfigException(
                  List.of(
                      new Problem("never-measured", rule.location(), Kinds.STOPPING.key(), lines)));
            });
  }

  private static Optional<List<String>> objection(
      String key, TrainOptions train, List<Measure> measures) {
    if (key.equals(QUICK_LOOK)) {
      return never(key, "train.evaluate-every", train.evaluateEvery(), train.steps());
    }
    List<String> keys =
        measures.stream().flatMap(measure -> measure.keys().stream()).distinct().toList();
    if (keys.contains(key)) {
      // At the last step there is nothing left to end.
      return never(key, "train.measure-every", train.measureEvery(), train.steps() - 1);
    }
    List<String> all = new ArrayList<>(keys);
    all.add(QUICK_LOOK);
    return Optional.of(
        List.of(
            "Training is to end by '%s', and none of the config's measures gives such a reading.%s  Readings: %s"
                .formatted(key, Closest.question(key, all), String.join(", ", all)),
            "Please name one of these, or add its measure to 'measures'."));
  }

  private static Optional<List<String>> never(String key, String option, int every, int until) {
    if (every > 0 && every <= until) {
      return Optional.empty();
    }
    return Optional.of(
        List.of(
            "Training is to end by '%s', which is never measured on the way: %s is %d%s."
                .formatted(key, option, every, every > 0 ? ", and it ends before that" : ""),
            "Please say after how many steps to measure again and again, as in --set %s=%d."
                .formatted(option, Math.max(1, (until + 1) / 20))));
  }
}
