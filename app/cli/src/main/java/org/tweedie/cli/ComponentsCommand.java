package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the components, or shows some with their options; schedules as a plot too. */
@Command(
    name = "components",
    description = "List all components with their origin, or some with their options.",
    mixinStandardHelpOptions = true)
final class ComponentsCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND[/NAME]",
      description = "Kinds, as in 'sampler', or components, as in 'sampler/ddim'.")
  private List<String> which = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--markdown", description = "Print Markdown, with all options.")
  private boolean markdown;

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

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    Tweedie tweedie = plugins.engine(List.of());
    Registry registry = tweedie.components();
    List<ComponentType> chosen =
        which.isEmpty()
            ? registry.all()
            : which.stream().flatMap(name -> chosen(registry, name).stream()).distinct().toList();
    if (plot) {
      console.wrote(List.of(plot(tweedie, chosen)));
    } else if (out.isPresent() || !overrides.isEmpty()) {
      throw console.wrong("--out and --set go with --plot.");
    } else if (json) {
      console.print(ComponentsJson.render(registry, chosen));
    } else if (markdown) {
      console.print(ComponentsMarkdown.render(registry, chosen));
    } else if (!which.isEmpty() && which.stream().allMatch(name -> name.contains("/"))) {
      chosen.forEach(type -> console.print(ComponentsText.detail(registry, type)));
    } else {
      console.print(ComponentsText.table(registry, chosen));
    }
    return 0;
  }

  private Path plot(Tweedie tweedie, List<ComponentType> chosen) throws IOException {
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
    SchedulePlot.of(schedules(tweedie, chosen)).write(file);
    return file;
  }

  private Map<String, NoiseSchedule> schedules(Tweedie tweedie, List<ComponentType> chosen) {
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

  private List<ComponentType> chosen(Registry registry, String named) {
    String key = named.replaceFirst("/.*", "");
    List<String> kinds = Kinds.all().stream().map(Kind::key).toList();
    Kind<?> kind =
        Kinds.named(key)
            .orElseThrow(
                () ->
                    console.wrong(
                        "There is no kind '%s'.%s  Kinds: %s"
                            .formatted(
                                named,
                                didYouMean(registry, named, kinds),
                                String.join(", ", kinds))));
    if (!named.contains("/")) {
      return registry.all(kind);
    }
    return new NamedComponents(console, registry)
        .all(kind, named.substring(named.indexOf('/') + 1));
  }

  /** Whoever names a component without its kind is told how it is called. */
  private String didYouMean(Registry registry, String named, List<String> kinds) {
    return registry.all().stream()
        .filter(type -> named.equals(type.name()) || named.equals(type.fullName()))
        .map(type -> " Did you mean '%s/%s'?".formatted(type.kind().key(), named))
        .findFirst()
        .orElseGet(() -> Closest.question(named.replaceFirst("/.*", ""), kinds));
  }
}
