package org.tweedie.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProgramTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void helpAndVersionSucceed() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains("components", "init", "generate-completion");
    assertThat(execute("--version")).isZero();
    assertThat(execute("generate-completion")).isZero();
    assertThat(out.toString())
        .contains("complete -F")
        .as("values of --example, --measure, --samplers and --schedules")
        .contains("digits-vae", "density-coverage", "ancestral", "sub-vp");
  }

  /** As bash calls the script: it takes an equals sign for a word of its own. */
  @Test
  void aShellCompletesSettingsAndComponents() throws Exception {
    assertThat(execute("generate-completion")).isZero();
    Path script = Files.writeString(folder.resolve("completion"), out.toString());
    assertThat(completed(script, "train", "--set", "samp"))
        .containsExactly("sample.", "sampler.", "sampler=");
    assertThat(completed(script, "train", "--set", "")).contains("train.", "data=", "data.");
    assertThat(completed(script, "train", "--set", "sampler.st")).contains("sampler.steps=");
    assertThat(completed(script, "sample", "runs/x", "--set", "sampler", "="))
        .contains("ddim", "ancestral");
    assertThat(completed(script, "sample", "runs/x", "--set", "sampler", "=", "dd"))
        .containsExactly("ddim");
    assertThat(completed(script, "train", "--set", "train.precision", "=", ""))
        .containsExactly("bfloat16", "float32");
    assertThat(completed(script, "train", "--set", "data", "=", "digits", "--exam"))
        .containsExactly("--example");
    assertThat(completed(script, "components", "--markdown", "sampler/dd"))
        .containsExactly("sampler/ddim");
    assertThat(completed(script, "components", "sampl")).contains("sampler", "sampler/ddim");
  }

  private static List<String> completed(Path script, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(tweedie \"$@\"); COMP_CWORD=$#; COMPREPLY=();"
                    + " $(complete -p tweedie | sed 's/.*-F \\([a-z_]*\\).*/\\1/');"
                    + " for reply in \"${COMPREPLY[@]}\"; do echo \"$reply\"; done",
                script.toString()));
    command.addAll(List.of(words));
    Process bash =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  @Test
  void aTerminalDoesNotObeyWhatAConfigSays() throws IOException {
    Path config = folder.resolve("red.yaml");
    Files.writeString(config, "data: \"\\e[31mred\\a\"\n");
    assertThat(execute("train", config.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("There is no data source '\\u001b[31mred\\u0007'.");
    assertThat(err.toString().chars())
        .allMatch(c -> c == '\n' || c == '\r' || !Character.isISOControl(c));
  }

  @Test
  void aKindIsNamedByItsWordToo() {
    assertThat(execute("components", "times")).isZero();
    String byKey = out.toString();
    out.getBuffer().setLength(0);
    assertThat(execute("components", "time-distribution")).isZero();
    assertThat(out).hasToString(byKey);
    assertThat(execute("components", "measure")).isZero();
  }

  @Test
  void helpLoadsNeitherNativeCodeNorTheLibrariesOfARun() throws Exception {
    Path log = folder.resolve("classes.txt");
    Process help =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "--help")
            .redirectErrorStream(true)
            .start();
    String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(help.waitFor()).as(text).isZero();
    String classes = Files.readString(log);
    assertThat(classes).contains(Program.class.getName());
    for (String library :
        List.of(
            "com.google.inject",
            "tools.jackson",
            "org.hibernate",
            "org.snakeyaml",
            "org.tensorflow",
            "org.bytedeco")) {
      assertThat(classes).as("classes loaded for --help").doesNotContain(" " + library + ".");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "componets",
        "components --jason",
        "components smapler",
        "components sampler/ddimm",
        "components --plugins nowhere",
        "init --example digit",
        "components ddim",
        "plugin",
        "plugin neww",
        "plugin new acme",
        "plugin new Acme --kind sampler",
        "plugin new acme --kind smapler",
        "plugin new acme --kind sampler --package a.new.b",
        "plugin new acme --kind sampler --into src"
      })
  void wrongInputEndsWithTwoAndNoStackTrace(String line) {
    assertThat(execute(line.split(" "))).isEqualTo(2);
    Golden.check("command-" + line.replaceAll("[^a-z]+", "-"), err.toString());
  }

  @Test
  void noCommandAtAllShowsWhichThereAre() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Which command?", "components", "init");
  }

  @Test
  void componentsAreListed() {
    assertThat(execute("components")).as(err.toString()).isZero();
    Golden.check("components", out.toString());
  }

  @Test
  void oneKindIsListedAlone() {
    assertThat(execute("components", "sampler")).isZero();
    assertThat(out.toString()).contains("ddim").doesNotContain("cosine");
  }

  @Test
  void oneComponentIsShownWithItsOptions() {
    assertThat(execute("components", "network/unet")).isZero();
    assertThat(execute("components", "data/missing-files")).isZero();
    assertThat(execute("components", "guidance/fake-components/none")).isZero();
    Golden.check("components-detail", out.toString());
  }

  @Test
  void componentsAreListedForMachines() {
    assertThat(execute("components", "schedule/cosine", "--json")).isZero();
    JsonNode cosine = JsonMapper.shared().readTree(out.toString()).get(0);
    assertThat(cosine.get("kind").asString()).isEqualTo("schedule");
    assertThat(cosine.get("builtIn").asBoolean()).isTrue();
    assertThat(cosine.get("options").get(1).get("name").asString()).isEqualTo("max-beta");
    assertThat(cosine.get("options").get(1).get("allowed").asString())
        .isEqualTo("above 0, at most 1");
  }

  @Test
  void theSchemaIsPrintedOrWrittenToAFileThatConfigsName() throws IOException {
    assertThat(execute("schema")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).has("$defs")).isTrue();
    String printed = out.toString();
    out.getBuffer().setLength(0);
    Path file = Files.writeString(folder.resolve("tweedie.schema.json"), "an earlier one");
    assertThat(execute("schema", file.toString())).isZero();
    assertThat(Files.readString(file)).isEqualTo(printed);
    assertThat(out.toString()).contains("# yaml-language-server: $schema=");
    assertThat(execute("schema", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is a folder");
    assertThat(execute("schema", folder.resolve("no/schema.json").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("There is no folder for the file");
  }

  @Test
  void pluginsThatAreBrokenAreToldAndTheRestIsListed() throws IOException {
    Files.writeString(folder.resolve("broken.jar"), "no jar");
    assertThat(execute("components", "--plugins", folder.toString())).isZero();
    assertThat(err.toString()).contains("[plugin-jar]", "broken.jar");
    assertThat(out.toString()).contains("ancestral");
  }

  @Test
  void examplesAreListed() {
    assertThat(execute("init", "--list")).isZero();
    Golden.check("init-list", out.toString());
  }

  @Test
  void aPluginsProjectIsWrittenWhole() throws IOException {
    Path project = folder.resolve("projects").resolve("new");
    assertThat(execute("plugin", "new", "new", "--kind", "data", "--into", project.toString()))
        .as(err.toString())
        .isZero();
    Golden.check(
        "plugin-new", out.toString().replace(project.toString(), "new").replace('\\', '/'));
    assertThat(project.resolve("src/main/java/com/example/newplugin/NewDataSource.java")).exists();
    try (Stream<Path> there = Files.list(project.getParent())) {
      assertThat(there).containsExactly(project);
    }
  }

  @Test
  void initNeverOverwrites() throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), "mine");
    // The example's components are not among the fakes, so this also shows that the file is looked
    // at before anything else.
    assertThat(execute("init", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("already; it was left as it is");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void aStarterConfigExplainsEveryOptionAndReadsBackToTheSameRun() {
    RunConfig config =
        ConfigReader.read(
            "example",
            """
            data: {type: missing-files, folder: images}
            network: {channels: 48, attention: [4]}
            sampler: {type: ddim}
            guidance: none
            train: {steps: 300, learning-rate: 5e-4}
            """,
            List.of(),
            Fakes.registry());
    String starter = StarterConfig.write(config, List.of("# A test.", "#"));
    assertThat(ConfigReader.read("starter", starter, List.of(), Fakes.registry()))
        .isEqualTo(config);
    String uncommented = starter.replaceAll("(?m)^  #([a-z])", "  $1");
    assertThat(ConfigReader.read("uncommented", uncommented, List.of(), Fakes.registry()))
        .as("what is commented out is the default")
        .isEqualTo(config);
    Golden.check("starter-config", starter);
  }

  @Test
  void aFailureIsOneLineUnlessMoreIsAskedFor() {
    assertThat(execute(new IllegalStateException("disk on fire\nand more"))).isEqualTo(1);
    Golden.check("command-failed", err.toString());
    assertThat(execute(new IllegalStateException("disk on fire"), "--verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat ");
  }

  @Test
  void dataThatCannotBeUsedAreWrongInput() {
    assertThat(execute(new DataException("The file is damaged."))).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("The file is damaged.");
  }

  @Command(name = "fail")
  private static final class Fail implements Runnable {
    private final RuntimeException failure;

    Fail(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public void run() {
      throw failure;
    }
  }

  private int execute(RuntimeException failure, String... options) {
    CommandLine tweedie = Program.commandLine(Fakes.loader());
    tweedie.addSubcommand(new Fail(failure));
    String[] args = new String[options.length + 1];
    System.arraycopy(options, 0, args, 0, options.length);
    args[options.length] = "fail";
    return withStreams(tweedie).execute(args);
  }

  private int execute(String... args) {
    return withStreams(Program.commandLine(Fakes.loader())).execute(args);
  }

  private CommandLine withStreams(CommandLine tweedie) {
    err.getBuffer().setLength(0);
    return tweedie
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
