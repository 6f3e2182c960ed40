package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.file.TextTable;
import org.tweedie.study.design.ExampleStudies;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Writes a starter config. */
@Command(
    name = "init",
    description = "Write a config to start from, with every option explained.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "run.yaml",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      completionCandidates = Candidates.ExampleNames.class,
      defaultValue = "digits",
      description = "The example to start from (default: ${DEFAULT-VALUE}).")
  private String example;

  @Option(names = "--list", description = "List the examples, and write nothing.")
  private boolean list;

  @Mixin private PluginFolders plugins;

  @Override
  public Integer call() throws IOException {
    if (list) {
      console.print(
          TextTable.of(
              Stream.concat(
                      ExampleConfigs.NAMES.stream()
                          .map(name -> row(name, ExampleConfigs.text(name))),
                      ExampleStudies.NAMES.stream()
                          .map(name -> row(name, ExampleStudies.text(name))))
                  .toList()));
      return 0;
    }
    boolean study = ExampleStudies.NAMES.contains(example);
    String text = study ? ExampleStudies.text(example) : ConfigFiles.example(console, example);
    if (Files.exists(file)) {
      throw exists();
    }
    if (study) {
      write(text);
      console.print("Wrote " + file + ". Run the study with: tweedie ablate " + file);
      return 0;
    }
    Tweedie tweedie = plugins.engine(List.of(file));
    write(StarterConfig.write(tweedie.example(example), ExampleConfigs.heading(text)));
    console.print("Wrote " + file + ". Train with: tweedie train " + file);
    return 0;
  }

  private static List<String> row(String name, String text) {
    return List.of(name, ExampleConfigs.summary(text));
  }

  private void write(String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException there) {
      throw exists();
    } catch (NoSuchFileException noFolder) {
      throw console.wrong("There is no folder for the file '" + file + "'.");
    }
  }

  private ParameterException exists() {
    return console.wrong("There is a file '" + file + "' already; it was left as it is.");
  }
}
