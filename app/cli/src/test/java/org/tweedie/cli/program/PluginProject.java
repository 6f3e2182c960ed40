package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.cli.project.PluginTemplate;

/**
 * The projects that authors of plugins start from, built as their authors would: outside of this
 * build, against an api that they find in a repository. All are built at once, as modules of one
 * project, for it is Maven's start that takes long; none knows of the others.
 *
 * <p>The repository is staged below {@code target} from what the build has packaged; nothing is
 * installed. All else comes from the user's local repository, as if that were a remote one, so that
 * nothing is downloaded a second time.
 *
 * @param folder where it was built
 */
record PluginProject(Path folder) {

  private static final Path WORK = Path.of("target", "plugin-project").toAbsolutePath();
  private static final String EXAMPLE = "acme-plugin";

  private static final class Built {
    static final Path FOLDER = buildAll();
  }

  /** The example in this repository. */
  static PluginProject example() {
    return new PluginProject(Built.FOLDER.resolve(EXAMPLE));
  }

  /** What {@code tweedie plugin new} writes for a kind, under the name {@code own-KIND}. */
  static PluginProject ofKind(String kind) {
    return new PluginProject(Built.FOLDER.resolve("own-" + kind));
  }

  /** The plugin's jar. */
  Path jar() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("target"))) {
      return files.filter(file -> file.toString().endsWith("-1.0.0.jar")).findFirst().orElseThrow();
    }
  }

  private static Path buildAll() {
    try {
      Path folder = Files.createTempDirectory("tweedie-plugins");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> FolderContents.delete(folder)));
      FolderContents.copy(Path.of("src", "it", EXAMPLE), folder.resolve(EXAMPLE));
      List<String> modules = new ArrayList<>(List.of(EXAMPLE));
      for (String kind : PluginTemplate.KINDS) {
        String name = "own-" + kind;
        Path project = folder.resolve(name);
        Session.shared()
            .run("plugin", "new", name, "--kind", kind, "--into", project.toString())
            .succeeded();
        modules.add(name);
      }
      Files.writeString(folder.resolve("pom.xml"), together(modules));
      stage();
      build(folder, EXAMPLE);
      // None waits for another; but what they need must be there by now, for two threads that
      // fetch one jar at a time may take it half written.
      build(folder, "!" + EXAMPLE, "--threads", "2");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String together(List<String> modules) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>together</groupId>
          <artifactId>together</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
        .formatted(
            modules.stream()
                .map(name -> "<module>" + name + "</module>")
                .collect(Collectors.joining()));
  }

  private static void build(Path folder, String modules, String... more)
      throws IOException, InterruptedException {
    Optional<Path> maven = maven();
    assumeTrue(maven.isPresent(), "There is no mvn, neither in maven.home nor on the PATH.");
    Path log = folder.resolve("build.log");
    List<String> command = new ArrayList<>(List.of(maven.get().toString()));
    command.addAll(List.of(more));
    command.addAll(
        List.of(
            "--batch-mode",
            "--no-transfer-progress",
            "--projects",
            modules,
            "--settings",
            settings().toString(),
            "-Dmaven.repo.local=" + WORK.resolve("repository"),
            "-Dtweedie.version=" + version(),
            "-DargLine=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "package"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    Process build = builder.start();
    boolean ended = build.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      build.destroyForcibly().waitFor();
    }
    assertThat(ended && build.exitValue() == 0).as(Files.readString(log)).isTrue();
  }

  /** What the build said about each test class. */
  List<String> testReports() throws IOException {
    try (Stream<Path> reports = Files.list(folder.resolve("target/surefire-reports"))) {
      return reports
          .filter(file -> file.toString().endsWith(".txt"))
          .sorted()
          .flatMap(file -> read(file).lines())
          .filter(line -> line.startsWith("Tests run"))
          .toList();
    }
  }

  private static void stage() throws IOException {
    // What an earlier build put here is not what was packaged now.
    FolderContents.delete(WORK.resolve("staged"));
    FolderContents.delete(WORK.resolve("repository/org/tweedie"));
    Path root = Path.of(System.getProperty("tweedie.root"));
    stage(root.resolve("pom.xml"), "tweedie-parent", ".pom");
    stageModule(root.resolve("api"), "tweedie-api");
    stageModule(root.resolve("api/laws"), "tweedie-laws");
  }

  private static void stageModule(Path module, String artifact) throws IOException {
    stage(module.resolve("pom.xml"), artifact, ".pom");
    Path jar = module.resolve("target").resolve(artifact + "-" + version() + ".jar");
    stage(jar, artifact, ".jar");
  }

  private static void stage(Path file, String artifact, String ending) throws IOException {
    Path folder = WORK.resolve("staged/org/tweedie").resolve(artifact).resolve(version());
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(artifact + "-" + version() + ending));
  }

  private static Path settings() throws IOException {
    String repositories =
        repository("staged", WORK.resolve("staged"))
            + repository("user", Path.of(System.getProperty("tweedie.local.repository")));
    String text =
        """
        <settings>
          <profiles>
            <profile>
              <id>files</id>
              <repositories>%s</repositories>
              <pluginRepositories>%s</pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>files</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(repositories, repositories.replace("repository>", "pluginRepository>"));
    return Files.writeString(WORK.resolve("settings.xml"), text);
  }

  private static String repository(String id, Path folder) {
    return """
        <repository>
          <id>%s</id>
          <url>%s</url>
          <releases><checksumPolicy>ignore</checksumPolicy></releases>
          <snapshots><enabled>false</enabled></snapshots>
        </repository>
        """
        .formatted(id, folder.toUri());
  }

  private static Optional<Path> maven() {
    Stream<String> homes =
        Stream.ofNullable(System.getProperty("maven.home")).map(home -> home + "/bin");
    Stream<String> path =
        Stream.ofNullable(System.getenv("PATH"))
            .flatMap(all -> Stream.of(all.split(File.pathSeparator)));
    return Stream.concat(homes, path)
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "mvn"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String version() {
    return System.getProperty("tweedie.version");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
