package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.config.Layer;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.image.RunImages;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.progress.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands have in common that make samples of which an image tells something. */
final class KnownImage {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      completionCandidates = Candidates.GuidanceNames.class,
      description =
          "The guidance that is used, after the run's own, of those that have the options known,"
              + " image and mask (default: none for a model that was trained to go by such images,"
              + " else that which comes with the program for it).")
  private Optional<String> method = Optional.empty();

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description =
          "An option of that guidance, as in --option repeats=5; may be given several times.")
  private List<String> options = new ArrayList<>();

  @Option(names = "--count", paramLabel = "N", description = "How many samples (default: 8).")
  private int count = 8;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Of which class, by name or by number (default: none in particular).")
  private Optional<String> wanted = Optional.empty();

  @Option(names = "--seed", paramLabel = "SEED", description = "Where all randomness begins.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: a folder in the run's samples).")
  private Optional<Path> out = Optional.empty();

  int count() {
    return count;
  }

  Optional<String> wanted() {
    return wanted;
  }

  Optional<Path> out() {
    return out;
  }

  /** Makes samples of an opened run. */
  interface Work {
    Report of(Run run) throws IOException;
  }

  /**
   * Opens the run with guidance that knows the image, works, and says what came of it. A model that
   * was trained to go by such images needs none, where no method is asked for.
   *
   * @param image the image
   * @param known the word for what it tells
   * @param mask the mask, if there is one
   * @param needsNone whether a run's model was trained for this
   */
  int open(
      TrainedRun trained,
      PluginFolders plugins,
      Path image,
      String known,
      Optional<Path> mask,
      Predicate<RunImages> needsNone,
      Work work)
      throws IOException {
    Console console = Console.of(command);
    if (count < 1) {
      throw console.wrong("How many samples? --count is at least 1, not %d.".formatted(count));
    }
    boolean[] mayNeedNone = new boolean[1];
    try (Run run =
        trained.open(
            plugins,
            config -> {
              // Whether its image is of this kind is known when it is open.
              mayNeedNone[0] = method.isEmpty() && mayGoByImages(config);
              return mayNeedNone[0]
                  ? seeded(config)
                  : changed(config, changes(console, image, config, known, mask));
            })) {
      if (!mayNeedNone[0] || needsNone.test(run.images())) {
        return told(console, work.of(run));
      }
    }
    try (Run run =
        trained.open(
            plugins, config -> changed(config, changes(console, image, config, known, mask)))) {
      return told(console, work.of(run));
    }
  }

  private static boolean mayGoByImages(RunConfig config) {
    return !config.components(Kinds.IMAGE_CONDITION).isEmpty() && config.train().imageDropout() < 1;
  }

  private static int told(Console console, Report report) {
    console.print(report.text());
    console.wrote(report.files());
    return 0;
  }

  private RunConfig changed(RunConfig config, List<Layer> guidance) {
    return seeded(config.with(guidance));
  }

  private RunConfig seeded(RunConfig config) {
    return seed.isPresent()
        ? config.with("sample.seed", seed.get(), Location.of("--seed"))
        : config;
  }

  /** The guidance that a plugin of the program's offers for it. */
  private static String usual(Console console, Registry registry) {
    return registry.suggested("known-image", Kinds.GUIDANCE).stream()
        .findFirst()
        .map(registry::reference)
        .orElseThrow(() -> console.wrong("Name the guidance that is to be used: --method NAME."));
  }

  private List<Layer> changes(
      Console console, Path image, RunConfig config, String known, Optional<Path> mask) {
    String type = method.orElseGet(() -> usual(console, config.registry()));
    Location said = Location.of("--method " + type);
    Map<String, Object> guidance = new LinkedHashMap<>();
    guidance.put("type", type);
    guidance.put("known", known);
    guidance.put("image", image.toString());
    mask.ifPresent(file -> guidance.put("mask", file.toString()));
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw console.wrong(
            "An option is written NAME=VALUE, as in --option repeats=5, not '%s'."
                .formatted(option));
      }
      guidance.put(
          option.substring(0, equals),
          Layer.value("--option " + option, option.substring(equals + 1)));
    }
    return List.of(Layer.of(Kinds.GUIDANCE.key() + "+", guidance, said));
  }
}
