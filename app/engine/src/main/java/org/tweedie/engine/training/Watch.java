package org.tweedie.engine.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.Stopping;
import org.tweedie.api.training.Stopping.Seen;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.run.WatchedReading;

/**
 * All that was measured of the reading that may end a training, and what the rule of stopping says
 * to it. Used by one thread.
 */
final class Watch {

  private final RunConfig config;
  private final Stopping rule;
  private final List<Seen> seen = new ArrayList<>();
  private Optional<String> ending;

  /**
   * Goes on from a checkpoint.
   *
   * @param state what {@link #state} gave; what it says of another reading is of no use
   * @throws ConfigException if the rule cannot judge the reading
   */
  Watch(RunConfig config, Stopping rule, String state) {
    this.config = config;
    this.rule = rule;
    List<String> words = state.isEmpty() ? List.of() : List.of(state.split(" "));
    if (!words.isEmpty() && rule.reading().equals(Optional.of(words.get(0)))) {
      Better better = Better.valueOf(words.get(1));
      for (String word : words.subList(2, words.size())) {
        String[] parts = word.split("=");
        seen.add(new Seen(Long.parseLong(parts[0]), Double.parseDouble(parts[1]), better));
      }
    }
    ending = asked();
  }

  /** Whether anything that is measured matters. */
  boolean isOn() {
    return rule.reading().isPresent();
  }

  /** Whether it is a measure's reading that matters. */
  boolean isOfMeasure() {
    return isOn() && !isOf(WatchedReading.QUICK_LOOK);
  }

  /** Whether a reading is the one that matters. */
  boolean isOf(String key) {
    return rule.reading().equals(Optional.of(key));
  }

  /**
   * Takes what was measured of that reading.
   *
   * @throws ConfigException if the rule cannot judge the reading
   */
  void see(long step, double value, Better better) {
    seen.add(new Seen(step, value, better));
    ending = asked();
  }

  /** Whether it has taken what was measured after a step. */
  boolean hasSeen(long step) {
    return seen.stream().anyMatch(one -> one.step() == step);
  }

  /** Why training ends here; empty where it goes on. */
  Optional<String> ending() {
    return ending;
  }

  private Optional<String> asked() {
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    try {
      return rule.reason(List.copyOf(seen));
    } catch (IllegalArgumentException refused) {
      Choice choice = config.component(Kinds.STOPPING);
      throw new ConfigException(
          List.of(
              new Problem(
                  "cannot-stop",
                  choice.location(),
                  Kinds.STOPPING.key(),
                  List.of(String.valueOf(refused.getMessage()), "Please name another reading."))));
    }
  }

  /** Why training ended after a step that is not the config's last one, in sentences. */
  Optional<String> ending(long step) {
    int steps = config.train().steps();
    if (step >= steps) {
      return Optional.empty();
    }
    OptionalLong best = best();
    String kept =
        best.isPresent() && best.getAsLong() != step
            ? " The checkpoint of step %d, the best one, is kept.".formatted(best.getAsLong())
            : "";
    return ending()
        .map(
            reason ->
                "Training ended after step %d of %d: %s.%s".formatted(step, steps, reason, kept));
  }

  /** The step with the best value, the first of several; empty where none has one. */
  OptionalLong best() {
    return seen.stream()
        .filter(one -> !Double.isNaN(one.value()) && one.better() != Better.NEITHER)
        .reduce((best, next) -> isBetter(next, best) ? next : best)
        .map(Seen::step)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static boolean isBetter(Seen next, Seen best) {
    return next.better() == Better.LESS ? next.value() < best.value() : next.value() > best.value();
  }

  /** All that a checkpoint must keep: the reading, which values are better, and step=value each. */
  String state() {
    if (seen.isEmpty()) {
      return "";
    }
    StringBuilder state = new StringBuilder(rule.reading().orElseThrow());
    state.append(' ').append(seen.get(0).better());
    seen.forEach(
        one -> state.append(String.format(Locale.ROOT, " %d=", one.step())).append(one.value()));
    return state.toString();
  }
}
