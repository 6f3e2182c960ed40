package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.cli.project.PluginTemplate;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project to begin a plugin with. */
@Command(
    name = "new",
    description = {
      "Write a Maven project of a plugin with one component that works.",
      "It comes with the contract tests of its kind; make the component yours."
    },
    mixinStandardHelpOptions = true)
final class NewPluginCommand implements Callable<Integer> {

  /** For the completion of shells. */
  static final class Templates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PluginTemplate.KINDS.iterator();
    }
  }

  @Mixin private Console console;

  @Parameters(
      paramLabel = "NAME",
      description = "What the plugin and its component are called, as in 'acme-heun'.")
  private String name;

  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      completionCandidates = Templates.class,
      description = "What kind of component it brings: ${COMPLETION-CANDIDATES}.")
  private String kind;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "The project's folder, which is not there yet (default: NAME).")
  private Optional<Path> into = Optional.empty();

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "The package of its classes (default: com.example. and the name).")
  private Optional<String> packageName = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw console.wrong(
          "A plugin cannot be named '%s': names are lower-case letters, digits and hyphens, and begin with a letter."
              .formatted(name));
    }
    String key = Kinds.named(kind).map(Kind::key).orElse(kind);
    if (!PluginTemplate.KINDS.contains(key)) {
      throw console.wrong(
          "There is no kind '%s' to begin with.%s  Kinds: %s"
              .formatted(
                  kind,
                  Closest.question(kind, PluginTemplate.KINDS),
                  String.join(", ", PluginTemplate.KINDS)));
    }
    String inPackage = packageName.orElseGet(this::usualPackage);
    if (!SourceVersion.isName(inPackage, SourceVersion.RELEASE_17)) {
      throw console.wrong("'%s' is no name of a Java package.".formatted(inPackage));
    }
    Path folder = into.orElseGet(() -> Path.of(name));
    requireNew(folder);
    PluginTemplate template = new PluginTemplate(name, key, inPackage);
    template.write(folder);
    tell(template, folder);
    return 0;
  }

  private String usualPackage() {
    String last = name.replace("-", "");
    return "com.example." + (SourceVersion.isKeyword(last) ? last + "plugin" : last);
  }

  private void requireNew(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> there = Files.list(folder)) {
        if (there.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw console.wrong(
        "There is a '%s' already; it was left as it is. Name another folder: --into DIR."
            .formatted(folder));
  }

  private void tell(PluginTemplate template, Path folder) {
    console.print("Wrote " + folder + ":");
    template.files().keySet().forEach(file -> console.print("  " + file));
    console.print(
        "Begin with " + template.component() + ".java. Build it, with its contract tests:");
    console.print("  cd " + Shell.quoted(folder) + " && mvn package");
    console.print(
        "That needs Tweedie's api; where no repository has it, run this once in Tweedie's folder:");
    console.print("  mvn -q -DskipTests install");
  }
}
