package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
import org.tweedie.engine.config.ComponentConfig;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.picture.PlotSheet;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.run.Variants;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the components, or shows some with their options; schedules as a plot too. */
@Command(
    name = "components",
    description = "List all components with their origin, or some with their options.",
    mixinStandardHelpOptions = true)
final class ComponentsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "KIND[/NAME]",
      description = "Kinds, as in 'sampler', or components, as in 'sampler/ddim'.")
  private List<String> which = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

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
    Registry registry = plugins.load(List.of());
    List<ComponentType> chosen =
        which.isEmpty()
            ? registry.all()
            : which.stream().flatMap(name -> chosen(registry, name).stream()).distinct().toList();
    PrintWriter print = spec.commandLine().getOut();
    if (plot) {
      print.println("Wrote " + plot(registry, chosen));
    } else if (out.isPresent() || !overrides.isEmpty()) {
      throw wrong("--out and --set go with --plot.");
    } else if (json) {
      print.println(ComponentsJson.render(registry, chosen));
    } else if (!which.isEmpty() && which.stream().allMatch(name -> name.contains("/"))) {
      chosen.forEach(type -> print.println(ComponentsText.detail(registry, type)));
    } else {
      print.println(ComponentsText.table(registry, chosen));
    }
    print.flush();
    return 0;
  }

  private Path plot(Registry registry, List<ComponentType> chosen) throws IOException {
    List<String> others =
        chosen.stream()
            .filter(type -> !type.kind().equals(Kinds.SCHEDULE))
            .map(type -> type.kind().key() + "/" + type.name())
            .toList();
    if (which.isEmpty() || !others.isEmpty()) {
      throw wrong(
          "Only schedules can be plotted%s. Name some: tweedie components schedule/cosine --plot"
              .formatted(others.isEmpty() ? "" : ", not " + String.join(", ", others)));
    }
    Path file =
        out.orElseGet(
            () ->
                Path.of(
                    chosen.stream().map(ComponentType::name).collect(Collectors.joining("-"))
                        + ".png"));
    if (!PlotSheet.canWrite(file)) {
      throw wrong("A plot is a PNG or an SVG file: '%s' ends otherwise.".formatted(file));
    }
    SchedulePlot.of(schedules(registry, chosen)).write(file);
    return file;
  }

  private Map<String, NoiseSchedule> schedules(Registry registry, List<ComponentType> chosen) {
    List<String> names =
        chosen.stream()
            .flatMap(type -> type.optionTypes().stream())
            .map(OptionType::name)
            .distinct()
            .toList();
    for (String override : overrides) {
      if (!names.contains(option(override))) {
        throw wrong(
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
        schedules.put(
            registry.reference(type),
            Variants.schedule(ComponentConfig.read(type, meant, registry), data));
      } catch (ConfigException refused) {
        // Who names the whole kind may not know which of them cannot do without options.
        if (which.contains(type.kind().key() + "/" + type.name()) || chosen.size() == 1) {
          throw refused;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("Left out '%s': %s".formatted(type.name(), refused.getMessage()));
        err.flush();
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
                    wrong(
                        "There is no kind '%s'.%s  Kinds: %s"
                            .formatted(
                                named,
                                didYouMean(registry, named, kinds),
                                String.join(", ", kinds))));
    if (!named.contains("/")) {
      return registry.all(kind);
    }
    String name = named.substring(named.indexOf('/') + 1);
    List<ComponentType> found = registry.find(kind, name);
    if (found.isEmpty()) {
      throw wrong(
          "There is no %s '%s'.%s%nAvailable: %s"
              .formatted(
                  kind.word(),
                  name,
                  Closest.question(name, registry.names(kind)),
                  registry.available(kind)));
    }
    return found;
  }

  /** Whoever names a component without its kind is told how it is called. */
  private String didYouMean(Registry registry, String named, List<String> kinds) {
    return registry.all().stream()
        .filter(type -> named.equals(type.name()) || named.equals(type.fullName()))
        .map(type -> " Did you mean '%s/%s'?".formatted(type.kind().key(), named))
        .findFirst()
        .orElseGet(() -> Closest.question(named.replaceFirst("/.*", ""), kinds));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
