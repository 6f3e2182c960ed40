package org.tweedie.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.plugin.ComponentType;
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
      completionCandidates = Candidates.KindsAndComponents.class,
      description = "Kinds, as in 'sampler', or components, as in 'sampler/ddim'.")
  private List<String> which = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--markdown", description = "Print Markdown, with all options.")
  private boolean markdown;

  @Mixin private PlotOptions plots;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    Tweedie tweedie = plugins.engine(List.of());
    Registry registry = tweedie.components();
    List<ComponentType> chosen =
        which.isEmpty()
            ? registry.all()
            : which.stream().flatMap(name -> chosen(registry, name).stream()).distinct().toList();
    if (plots.areWanted()) {
      console.wrote(List.of(plots.write(tweedie, which, chosen)));
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
