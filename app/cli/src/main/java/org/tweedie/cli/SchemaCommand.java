package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.engine.config.ConfigSchema;
import org.tweedie.engine.file.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the JSON Schema of configs. */
@Command(
    name = "schema",
    description = {
      "Write a JSON Schema for configs, by which an editor completes and checks them.",
      "It holds all components there are, those of plugins included: write it again when"
          + " there are others."
    },
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to write, in place of the one that may be there; else it is printed.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--partial",
      description =
          "For files that are laid over others: nothing need be given, and a component's map may"
              + " leave out its type.")
  private boolean partial;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    String schema = ConfigSchema.of(plugins.load(file.stream().toList()), partial);
    if (file.isPresent()) {
      write(file.get(), schema);
      console.print("Wrote " + file.get() + ". Begin configs with this line:");
      console.print("# yaml-language-server: $schema=" + file.get().toString().replace('\\', '/'));
    } else {
      console.print(schema);
    }
    return 0;
  }

  private void write(Path target, String schema) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
      throw console.wrong(
          Files.isDirectory(target)
              ? "'" + target + "' is a folder. Name a file in it."
              : "There is no folder for the file '" + target + "'.");
    }
    AtomicFile.write(target, schema + "\n");
  }
}
