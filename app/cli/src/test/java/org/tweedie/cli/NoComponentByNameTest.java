package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;

/**
 * The program knows no built-in component by name either: no text in its classes is the name of
 * one, or a list of names, or chooses one as a config would. What is taken by default the plugins
 * say.
 */
class NoComponentByNameTest {

  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Texts that are names by chance, or examples for people, each with the reason. */
  private static final Map<String, String> ALLOWED =
      Map.ofEntries(
          Map.entry("Verification: none", "no identity"),
          Map.entry("Registry: none", "no component"),
          Map.entry("FlowReport: none", "no importance weighting"),
          Map.entry("Animation: none", "a word of the GIF format"),
          Map.entry("BudgetOptions: none", "no budget"),
          Map.entry("StudyAxes: none", "no value"),
          Map.entry("CurvePlot: none", "a word of SVG"),
          Map.entry("IdxFiles: none", "no binarisation"),
          Map.entry("BoundReport: reconstruction", "a term of the bound"),
          Map.entry("FlowReport: reconstruction", "a term of the bound"),
          Map.entry("BoundEstimate: reconstruction", "a term of the bound"),
          Map.entry("FlowEstimate: reconstruction", "a term of the bound"),
          Map.entry("BoundTaking: reconstruction", "a term of the bound"),
          Map.entry("EarlierStudy: reconstruction", "a term of the bound"),
          Map.entry("BoundReport: diffusion", "a term of the bound"),
          Map.entry("BoundEstimate: diffusion", "a term of the bound"),
          Map.entry("BoundTaking: diffusion", "a term of the bound"),
          Map.entry("ChainBoundTaking: diffusion", "a term of the bound"),
          Map.entry("EarlierStudy: diffusion", "a term of the bound"),
          Map.entry("ChainBound: reconstruction", "a term of the bound"),
          Map.entry("ChainBoundTaking: reconstruction", "a term of the bound"),
          Map.entry("ChainEvaluation: importance", "a key of evaluation.json"),
          Map.entry("ChainEvaluation: bound", "a heading"),
          Map.entry("FlowReport: flow", "a key of evaluation.json"),
          Map.entry("FlowReport: bound", "a key of evaluation.json"),
          Map.entry("ViewsGraph: flow", "a view of predictions"),
          Map.entry("LikelihoodReport: bound", "a key of evaluation.json"),
          Map.entry("FlowMeasure: importance: ", "an option of its own"),
          Map.entry("MemorisationMeasure: memorisation", "a key of its own"),
          Map.entry("SecondsMeasure: seconds", "a key of its own"),
          Map.entry("FormerEvaluate: bound", "a word of configs before there were measures"),
          Map.entry("FormerEvaluate: discrete-bound", "what such a word stands for"),
          Map.entry("FormerEvaluate: flow", "a word of configs before there were measures"),
          Map.entry("FormerEvaluateOptions: bound", "a word of configs before there were measures"),
          Map.entry(
              "EvaluateCommand: bound", "a word of --likelihood, which is older than measures"),
          Map.entry(
              "EvaluateCommand: flow", "a word of --likelihood, which is older than measures"),
          Map.entry("Scoring: classifier", "an option of measures"),
          Map.entry("ScatterPlot: points", "a part of a plot"),
          Map.entry("ExampleConfigs: digits", "a file of the program"),
          Map.entry("ExampleConfigs: scenes", "a file of the program"),
          Map.entry("FolderMetadata: none", "no column"),
          Map.entry("OptionType: words", "a type of options"),
          Map.entry("InitCommand: digits", "a file of the program"),
          Map.entry("BoundReport: learned", "of a schedule, whichever it is"),
          Map.entry("ConfigSchema: none", "no component"),
          Map.entry("OptionSchema: integer", "a type of JSON Schema"),
          Map.entry("OpenApiDocument: integer", "a type of JSON Schema"),
          Map.entry("ModelList: seconds", "a limit of requests"),
          Map.entry("ModelList: bytes", "a limit of requests"),
          Map.entry("ReadTeacher: run", "a key of provenance.json"),
          Map.entry("FoundResources: run", "a word of messages"),
          Map.entry("NamedPath: run", "a word of messages"),
          Map.entry("BesideFile: latents.run", "the path of an option, whichever component has it"),
          Map.entry("SparkCluster: run", "a word to the driver of Spark"),
          Map.entry("StudyBase: run", "a key of studies"),
          Map.entry("Sweep: run", "a key of studies"),
          Map.entry("PlanFile: run", "what is missing"),
          Map.entry("ServedFolders: run", "a name of a folder without one"),
          Map.entry("LatentBound: reconstruction", "a term of the bound"),
          Map.entry("LatentBound: diffusion", "a term of the bound"),
          Map.entry("ClassifierTraining: classifier/", "a prefix of metrics"),
          Map.entry("DiffusersFiles: unet", "a folder of diffusers' models"),
          Map.entry("DiffusersExport: unet", "a key of diffusers' index"));

  @Test
  void noTextOfTheProgramNamesABuiltInComponent() throws IOException {
    List<ComponentType> builtIn = new PluginLoader().load(List.of()).registry().all();
    assertThat(builtIn).hasSizeGreaterThan(50);
    Set<String> found = new LinkedHashSet<>();
    for (String module : List.of("engine", "study", "serve", "cli")) {
      Path sources = Path.of("..", module, "src", "main", "java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(NoComponentByNameTest::isToBeSilent).sorted().toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          found(Files.readString(file), builtIn).forEach(text -> found.add(name + ": " + text));
        }
      }
    }
    assertThat(ALLOWED.keySet()).containsAll(found);
  }

  /** A plugin's table of contents names what it brings. */
  private static boolean isToBeSilent(Path file) {
    return file.toString().endsWith(".java") && !file.toString().endsWith("Plugin.java");
  }

  /** Texts of three words and more are sentences for people, which may name an example. */
  private static List<String> found(String source, List<ComponentType> builtIn) {
    Set<String> names = builtIn.stream().map(ComponentType::name).collect(Collectors.toSet());
    Set<String> keys =
        Stream.concat(Kinds.all().stream().map(Kind::key), Stream.of("type"))
            .collect(Collectors.toSet());
    List<String> all = new ArrayList<>();
    for (String line : source.lines().toList()) {
      if (line.strip().matches("(/?\\*|//).*")) {
        continue;
      }
      TEXT.matcher(line)
          .results()
          .map(text -> text.group(1))
          .filter(text -> text.split(" ").length < 3)
          .filter(
              text -> {
                List<String> words = List.of(text.split("[^a-z0-9-]+"));
                return !words.isEmpty()
                    && words.stream().anyMatch(names::contains)
                    && words.stream().allMatch(it -> names.contains(it) || keys.contains(it));
              })
          .forEach(all::add);
    }
    return all;
  }
}
