package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.serve.ServedRun;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The runs that a server serves. */
final class ServedFolders {

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "Folders of runs, as in runs/digits; a model is called as its folder is.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Change one option of all runs, as in --set sampler.steps=50; may be given several times.")
  private List<String> overrides = new ArrayList<>();

  /** A model a folder, with the plugins that any of them names. */
  List<ServedRun> models(PluginFolders plugins) throws IOException {
    Map<String, Path> named = named();
    Tweedie tweedie =
        plugins.engine(
            named.values().stream()
                .filter(Tweedie::isRun)
                .map(folder -> folder.resolve("config.yaml"))
                .toList());
    return named.entrySet().stream()
        .map(it -> served(it.getKey(), it.getValue(), tweedie))
        .toList();
  }

  private ServedRun served(String name, Path folder, Tweedie tweedie) {
    Path config = folder.resolve("config.yaml");
    return new ServedRun(
        name,
        () ->
            tweedie.open(
                folder,
                (RunConfig own) ->
                    overrides.isEmpty() ? own : tweedie.read(List.of(config), overrides)));
  }

  /** Runs by what their models are called: their folders' names, with a number where two agree. */
  private Map<String, Path> named() {
    Map<String, Path> named = new LinkedHashMap<>();
    for (Path folder : folders) {
      String name =
          Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
              .map(Path::toString)
              .orElse("run");
      String free = name;
      for (int i = 2; named.containsKey(free); i++) {
        free = name + "-" + i;
      }
      named.put(free, folder);
    }
    return named;
  }
}
