package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Closest;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plots schedules that are named among components. */
final class PlotOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--plot",
      description = "Plot the schedules that are named: log SNR, alpha, sigma and slope over time.")
  private boolean plot;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The plot's file, PNG or SVG by its ending (default: NAMES.png).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "OPTION=VALUE",
      description =
          "Set an option of the plotted schedules that have it, as in --set offset=0.01; may be"
              + " given several times.")
  private List<String> overrides = new ArrayList<>();

  /** Whether a plot is wanted. */
  boolean areWanted() {
    if (!plot && (out.isPresent() || !overrides.isEmpty())) {
      throw Console.of(command).wrong("--out and --set go with --plot.");
    }
    return plot;
  }

  /**
   * Plots schedules.
   *
   * @param which as the user named them
   * @param chosen the components that this means
   * @return the plot's file
   */
  Path write(Tweedie tweedie, List<String> which, List<ComponentType> chosen) throws IOException {
    Console console = Console.of(command);
    List<String> others =
        chosen.stream()
            .filter(type -> !type.kind().equals(Kinds.SCHEDULE))
            .map(type -> type.kind().key() + "/" + type.name())
            .toList();
    if (which.isEmpty() || !others.isEmpty()) {
      throw console.wrong(
          "Only schedules can be plotted%s. Name some: tweedie components schedule/cosine --plot"
              .formatted(others.isEmpty() ? "" : ", not " + String.join(", ", others)));
    }
    Path file =
        out.orElseGet(
            () ->
                Path.of(
                    chosen.stream().map(ComponentType::name).collect(Collectors.joining("-"))
                        + ".png"));
    console.checkPlot(file);
    SchedulePlot.of(schedules(tweedie, which, chosen)).write(file);
    return file;
  }

  private Map<String, NoiseSchedule> schedules(
      Tweedie tweedie, List<String> which, List<ComponentType> chosen) {
    Console console = Console.of(command);
    List<String> names =
        chosen.stream()
            .flatMap(type -> type.optionTypes().stream())
            .map(OptionType::name)
            .distinct()
            .toList();
    for (String override : overrides) {
      if (!names.contains(option(override))) {
        throw console.wrong(
            "None of these schedules has an option '%s'.%s  Options: %s"
                .formatted(
                    option(override),
                    Closest.question(option(override), names),
                    String.join(", ", names)));
      }
    }
    // A schedule that wants to know of data is shown for a point in the plane.
    DataDescription data = new DataDescription(DataShape.point(2), Optional.empty(), List.of());
    Map<String, NoiseSchedule> schedules = new LinkedHashMap<>();
    for (ComponentType type : chosen) {
      List<String> own = type.optionTypes().stream().map(OptionType::name).toList();
      List<String> meant =
          overrides.stream().filter(override -> own.contains(option(override))).toList();
      try {
        schedules.put(tweedie.components().reference(type), tweedie.schedule(type, meant, data));
      } catch (ConfigException refused) {
        // Who names the whole kind may not know which of them cannot do without options.
        if (which.contains(type.kind().key() + "/" + type.name()) || chosen.size() == 1) {
          throw refused;
        }
        console.note("Left out '%s': %s".formatted(type.name(), refused.getMessage()));
      }
    }
    return schedules;
  }

  /** The option that an override sets. */
  private static String option(String override) {
    return override.replaceFirst("=.*", "").strip();
  }
}
