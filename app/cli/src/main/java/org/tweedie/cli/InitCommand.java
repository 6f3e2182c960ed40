package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.TextTable;
import org.tweedie.engine.plugin.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a starter config. */
@Command(
    name = "init",
    description = "Write a config to start from, with every option explained.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "run.yaml",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      defaultValue = "digits",
      description = "The example to start from (default: ${DEFAULT-VALUE}).")
  private String example;

  @Option(names = "--list", description = "List the examples, and write nothing.")
  private boolean list;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      out.println(
          TextTable.of(
              Stream.concat(Examples.NAMES.stream(), Examples.STUDIES.stream())
                  .map(name -> List.of(name, Examples.summary(name)))
                  .toList()));
      out.flush();
      return 0;
    }
    boolean study = Examples.STUDIES.contains(example);
    String text = study ? Examples.text(example) : Examples.named(spec, example);
    if (Files.exists(file)) {
      throw exists();
    }
    if (study) {
      write(text);
      out.println("Wrote " + file + ". Run the study with: tweedie ablate " + file);
      out.flush();
      return 0;
    }
    Registry registry = plugins.load(List.of(file));
    RunConfig config =
        ConfigReader.read("examples/" + example + ".yaml", text, List.of(), registry);
    write(StarterConfig.write(config, Examples.heading(example)));
    out.println("Wrote " + file + ". Train with: tweedie train " + file);
    out.flush();
    return 0;
  }

  private void write(String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException there) {
      throw exists();
    } catch (NoSuchFileException noFolder) {
      throw wrong("There is no folder for the file '" + file + "'.");
    }
  }

  private ParameterException exists() {
    return wrong("There is a file '" + file + "' already; it was left as it is.");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
