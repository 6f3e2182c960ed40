package org.tweedie.cli;

import java.util.Optional;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Location;
import picocli.CommandLine.Option;

/** Options of {@code sample} that change how a run's config says that samples are drawn. */
final class DrawingOptions {

  @Option(names = "--count", paramLabel = "N", description = "How many samples.")
  private Optional<Integer> count = Optional.empty();

  @Option(
      names = "--guidance-scale",
      paramLabel = "W",
      description =
          "Strength of the guidance: short for --set guidance.scale=W. In a list, that of the one that has a scale.")
  private Optional<Double> scale = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", description = "Where all randomness begins.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--weights",
      paramLabel = "WHICH",
      description =
          "Weights to sample from, as in plain, average-2 or width-0.1: short for --set"
              + " sample.weights=WHICH.")
  private Optional<String> weights = Optional.empty();

  /** The config with what was asked for. */
  RunConfig changed(RunConfig config) {
    RunConfig changed = config;
    if (count.isPresent()) {
      changed = changed.with("sample.count", count.get(), Location.of("--count"));
    }
    changed = seeded(changed);
    if (weights.isPresent()) {
      changed = changed.with("sample.weights", weights.get(), Location.of("--weights"));
    }
    return scale.isPresent() ? scaled(changed) : changed;
  }

  private RunConfig scaled(RunConfig config) {
    try {
      return config.with("guidance.scale", scale.orElseThrow(), Location.of("--guidance-scale"));
    } catch (ConfigException refused) {
      boolean none = refused.problems().stream().anyMatch(p -> p.code().equals("unknown-option"));
      throw none
          ? refused.with(
              "Choose guidance that has a scale (%s) for these samples, as in --set guidance=NAME."
                  .formatted(
                      String.join(", ", config.registry().withOption(Kinds.GUIDANCE, "scale"))))
          : refused;
    }
  }

  /** The config of another run whose samples begin with the same seed. */
  RunConfig seeded(RunConfig config) {
    return seed.isPresent()
        ? config.with("sample.seed", seed.get(), Location.of("--seed"))
        : config;
  }
}
