package org.tweedie.app.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.app.plugin.ComponentType;
import org.tweedie.app.plugin.Kind;
import org.tweedie.app.plugin.Registry;
import org.tweedie.app.problem.Closest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the components, or shows one with its options. */
@Command(
    name = "components",
    description = "List all components with their origin, or one with its options.",
    mixinStandardHelpOptions = true)
final class ComponentsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "KIND[/NAME]",
      description = "A kind, as in 'sampler', or a component, as in 'sampler/ddim'.")
  private String which = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() {
    Registry registry = plugins.load(List.of());
    List<ComponentType> chosen = which.isEmpty() ? registry.all() : chosen(registry);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ComponentsJson.render(registry, chosen));
    } else if (which.contains("/")) {
      chosen.forEach(type -> out.println(ComponentsText.detail(registry, type)));
    } else {
      out.println(ComponentsText.table(registry, chosen));
    }
    out.flush();
    return 0;
  }

  private List<ComponentType> chosen(Registry registry) {
    String key = which.contains("/") ? which.substring(0, which.indexOf('/')) : which;
    List<String> kinds = Arrays.stream(Kind.values()).map(Kind::key).toList();
    Kind kind =
        Kind.of(key)
            .orElseThrow(
                () ->
                    wrong(
                        "There is no kind '%s'.%s  Kinds: %s"
                            .formatted(
                                which, didYouMean(registry, kinds), String.join(", ", kinds))));
    if (!which.contains("/")) {
      return registry.all(kind);
    }
    String name = which.substring(which.indexOf('/') + 1);
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
  private String didYouMean(Registry registry, List<String> kinds) {
    return registry.all().stream()
        .filter(type -> which.equals(type.name()) || which.equals(type.fullName()))
        .map(type -> " Did you mean '%s/%s'?".formatted(type.kind().key(), which))
        .findFirst()
        .orElseGet(() -> Closest.question(which.replaceFirst("/.*", ""), kinds));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
