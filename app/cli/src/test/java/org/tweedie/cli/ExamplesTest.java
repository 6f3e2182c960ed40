package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.ConfigSchema;
import org.tweedie.engine.config.ExampleConfigs;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.SharedData;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembler;
import org.tweedie.study.Plan;
import org.tweedie.study.design.ExampleStudies;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyConfig;
import org.tweedie.study.design.StudyReader;

/** The examples that come with the program, read with the components that come with it. */
class ExamplesTest {

  private static final Registry BUILT_IN = new PluginLoader().load(List.of()).registry();

  static List<String> examples() {
    return ExampleConfigs.NAMES;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleReadsAndMakesAStarterConfigThatReadsBack(String name) {
    String text = ExampleConfigs.text(name);
    for (Kind<?> kind : Kinds.all()) {
      if (kind.isOptional() || isOfAnotherModel(kind, text)) {
        continue;
      }
      Matcher type =
          Pattern.compile("(?m)^" + kind.key() + ":\\s+(?:\\{?type: )?([a-z0-9-]+)").matcher(text);
      assertThat(type.find()).as("%s names its %s", name, kind.word()).isTrue();
      assumeTrue(
          !BUILT_IN.find(kind, type.group(1)).isEmpty(),
          "there is no " + kind.word() + " '" + type.group(1) + "' on this class path");
    }
    RunConfig example = ConfigReader.read(name, text, List.of(), BUILT_IN);
    String starter = StarterConfig.write(example, ExampleConfigs.heading(text));
    assertThat(ConfigReader.read("starter", starter, List.of(), BUILT_IN)).isEqualTo(example);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ConfigSchema.of(BUILT_IN, false));
    String uncommented = starter.replaceAll("(?m)^  #([a-z])", "  $1");
    for (String yaml : List.of(text, starter, uncommented, example.toYaml())) {
      assertThat(schema.validate(yaml, InputFormat.YAML)).as(yaml).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theDataOfAnExampleAreReadAsItSays(String name) {
    String text = ExampleConfigs.text(name);
    Matcher folder = Pattern.compile("\\.\\./shared/data/([^,}\\s]+)").matcher(text);
    assumeTrue(folder.find(), "it needs no files");
    Path path = SharedData.path(folder.group(1));
    String here = text.replace(folder.group(), path.toString());
    RunConfig example = ConfigReader.read(name, here, List.of(), BUILT_IN);
    assertThat(Assembler.data(example).train().size()).isPositive();
  }

  /** Where an example names its model, it has the kinds that it names alone. */
  private static boolean isOfAnotherModel(Kind<?> kind, String text) {
    return Kinds.ofSomeModels().contains(kind)
        && text.lines().anyMatch(line -> line.startsWith(Kinds.MODEL.key() + ":"));
  }

  @ParameterizedTest
  @MethodSource("studies")
  void anExampleStudyCanBePlanned(String name) {
    assumeTrue(!BUILT_IN.all().isEmpty(), "there are no built-in components on this class path");
    StudyConfig study =
        StudyReader.read(
            name, ExampleStudies.text(name), StudyArguments.NONE, ExampleConfigs::find, BUILT_IN);
    if (!needsFiles(ExampleStudies.text(name))) {
      assertThat(Plan.of(study, BUILT_IN).trials())
          .hasSize(study.variants().size() * study.seeds().size());
    }
    assertThat(study.seeds()).as("enough to see the spread").hasSizeGreaterThanOrEqualTo(3);
  }

  /** Whether a study takes data or runs that are not there for a test. */
  private static boolean needsFiles(String text) {
    return text.contains("folder: ") || text.contains("run: runs/");
  }

  static List<String> studies() {
    return ExampleStudies.NAMES;
  }
}
