package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.engine.fake.FakeSampler;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.problem.Problems;

/** Jars that are compiled here, sound ones and one for each kind of breakage. */
class PluginLoaderTest {

  private static final String HEUN = "components.sampler(\"heun\", Heun.class);";

  @TempDir Path folder;
  private Path plugins;

  @BeforeEach
  void aSoundNeighbour() {
    plugins = folder.resolve("plugins");
    new TestJar().plugin("sound", HEUN).sampler("Heun").write(plugins.resolve("a-sound.jar"));
  }

  @Test
  void builtInComponentsComeFromTheHost() {
    Plugins found = Fakes.loader().load(List.of());
    assertThat(found.problems()).isEmpty();
    ComponentType ancestral = only(found, "ancestral");
    assertThat(ancestral.type()).isEqualTo(FakeSampler.class);
    assertThat(ancestral.origin().toString()).isEqualTo("built in");
    assertThat(ancestral.description()).contains("goes nowhere");
    assertThat(found.registry().reference(ancestral)).isEqualTo("ancestral");
  }

  @Test
  void aJarsComponentsAreFoundWithTheirOrigin() {
    Plugins found = load();
    assertThat(found.problems()).isEmpty();
    ComponentType heun = only(found, "heun");
    assertThat(heun.origin())
        .isEqualTo(
            new Origin("sound", "1.2.0", java.util.Optional.of(plugins.resolve("a-sound.jar"))));
    assertThat(Sampler.class).isAssignableFrom(heun.type());
    assertThat(heun.optionTypes().get(0).allowed()).contains("above 0");
    assertThat(found.registry().reference(heun)).isEqualTo("sound/heun");
  }

  @Test
  void aJarIsOneHoweverItsEndingIsWritten() {
    new TestJar().plugin("loud", HEUN).sampler("Heun").write(plugins.resolve("LOUD.JAR"));
    assertThat(load().registry().find(Kinds.SAMPLER, "heun"))
        .extracting(type -> type.origin().plugin())
        .containsExactlyInAnyOrder("sound", "loud");
  }

  @Test
  void eachPluginHasItsOwnVersionOfALibrary() throws ReflectiveOperationException {
    for (String number : List.of("1", "2")) {
      Path library = folder.resolve("libraries").resolve(number + ".jar");
      new TestJar()
          .source(
              "library.Version",
              "package library; public class Version { public static int number() { return "
                  + number
                  + "; } }")
          .write(library);
      Path own = plugins.resolve("with-library-" + number);
      new TestJar()
          .with(library)
          .plugin("library-" + number, "components.sampler(\"s\", Counts.class);")
          .source(
              "acme.Counts",
              TestJar.samplerSource("Counts", "")
                  .replace(
                      "public Batch",
                      "public static int number() { return library.Version.number(); } public Batch"))
          .write(own.resolve("plugin.jar"));
      copy(library, own.resolve("library.jar"));
    }
    Plugins found = load();
    assertThat(found.problems()).isEmpty();
    for (int number : List.of(1, 2)) {
      ComponentType type = only(found, "library-" + number + "/s");
      assertThat(type.type().getMethod("number").invoke(null)).isEqualTo(number);
    }
  }

  private List<String> problems() {
    return load().problems().stream().map(String::valueOf).toList();
  }

  /** Whoever put a jar into the folder saw the jar, not what its manifest leads to. */
  @Test
  void codeThatAManifestLeadsToIsNotLoadedAndIsTold() {
    Path elsewhere = folder.resolve("elsewhere").resolve("lib.jar");
    new TestJar()
        .source("library.Hidden", "package library; public class Hidden {}")
        .service("")
        .write(elsewhere);
    new TestJar()
        .plugin("leads", HEUN)
        .sampler("Heun")
        .classPath("../elsewhere/lib.jar not-there.jar")
        .write(plugins.resolve("leads.jar"));
    assertThat(problems())
        .anyMatch(
            text ->
                text.contains("[plugin-class-path]")
                    && text.contains("names ../elsewhere/lib.jar, which"));
    ClassLoader loader = only(load(), "leads/heun").type().getClassLoader();
    assertThat(isVisible(loader, "library.Hidden")).isFalse();
  }

  @Test
  void whatAServiceFileNamesInVainIsTold() {
    new TestJar().service("java.lang.String").write(plugins.resolve("java.jar"));
    new TestJar().service("# nothing").write(plugins.resolve("nothing.jar"));
    new TestJar().plugin("empty").write(plugins.resolve("empty.jar"));
    assertThat(problems())
        .anyMatch(
            text ->
                text.contains("java.jar")
                    && text.contains("names java.lang.String, which is Java's own"))
        .anyMatch(text -> text.contains("nothing.jar") && text.contains("names no class"))
        .anyMatch(
            text ->
                text.contains("empty.jar")
                    && text.contains("The plugin 'empty' lists no component"));
  }

  @Test
  void whatLooksLikeAPluginAndIsNotUsedIsToldWithItsCount() throws IOException {
    Files.writeString(plugins.resolve("archive.zip"), "");
    Files.createDirectories(plugins.resolve("deep").resolve("lib"));
    copy(
        plugins.resolve("a-sound.jar"), plugins.resolve("deep").resolve("lib").resolve("more.jar"));
    Files.writeString(plugins.resolve("README.md"), "");
    assertThat(problems())
        .anyMatch(text -> text.contains("2 things here are not used: archive.zip, deep/."));
  }

  @Test
  void pluginsDoNotSeeTheProgramsOwnClasses() {
    ClassLoader loader = only(load(), "heun").type().getClassLoader();
    assertThat(isVisible(loader, "com.google.inject.Injector")).isFalse();
    assertThat(isVisible(loader, "org.tweedie.engine.plugin.Registry")).isFalse();
    assertThat(isVisible(loader, "org.tweedie.api.sampler.Sampler")).isTrue();
    assertThat(isVisible(loader, "java.sql.Connection")).isTrue();
  }

  @Test
  void oneNameFromTwoPluginsIsAmbiguousEvenIfOneIsBuiltIn() {
    new TestJar()
        .plugin("acme", HEUN, "components.sampler(\"ddim\", Heun.class);")
        .sampler("Heun")
        .write(plugins.resolve("acme.jar"));
    Registry registry = load().registry();
    assertThat(registry.find(Kinds.SAMPLER, "heun")).hasSize(2);
    assertThat(registry.find(Kinds.SAMPLER, "acme/heun")).hasSize(1);
    assertThat(registry.find(Kinds.SAMPLER, "ddim")).hasSize(2);
    assertThat(registry.reference(registry.find(Kinds.SAMPLER, "fake-components/ddim").get(0)))
        .isEqualTo("fake-components/ddim");
    assertThat(registry.names(Kinds.SAMPLER)).contains("acme/ddim", "ancestral");
  }

  @Test
  void everyBreakageIsToldAndHidesNoNeighbour() throws IOException {
    new TestJar().sampler("Heun").write(plugins.resolve("b-no-service.jar"));
    jar("c-no-api-version").apiVersion("").write(plugins.resolve("c-no-api-version.jar"));
    jar("c-odd-api-version").apiVersion("new").write(plugins.resolve("c-odd-api-version.jar"));
    jar("c-old-api").apiVersion("7.0").write(plugins.resolve("c-newer-major.jar"));
    jar("c-new-api").apiVersion("0.99").write(plugins.resolve("c-newer-minor.jar"));
    Files.writeString(plugins.resolve("d-corrupt.jar"), "this is no jar");
    new TestJar()
        .pluginClass(
            "acme.Throws",
            source(
                "Throws", "public Throws() { throw new IllegalStateException(\"no licence\"); }"))
        .write(plugins.resolve("e-throws.jar"));
    new TestJar()
        .pluginClass("acme.Hidden", source("Hidden", "private Hidden() {}"))
        .write(plugins.resolve("f-no-constructor.jar"));
    jar("g-no-class").service("acme.Nowhere").write(plugins.resolve("g-no-class.jar"));
    jar("h-no-plugin").service("acme.Heun").write(plugins.resolve("h-no-plugin.jar"));
    new TestJar()
        .plugin("i-twice", HEUN, HEUN)
        .sampler("Heun")
        .write(plugins.resolve("i-twice.jar"));
    jar("sound").write(plugins.resolve("j-same-plugin.jar"));
    jar("K_name").write(plugins.resolve("k-name.jar"));
    new TestJar()
        .plugin("l-name", "components.sampler(\"My Sampler\", Heun.class);", HEUN)
        .sampler("Heun")
        .write(plugins.resolve("l-component-name.jar"));
    new TestJar()
        .plugin("m-dependency", "components.sampler(\"needy\", Needy.class);", HEUN)
        .sampler("Heun")
        .source("acme.Library", "package acme; public class Library {}")
        .source(
            "acme.Needy",
            TestJar.samplerSource("Needy", "").replace("Needy(Options", "Needy(Library l, Options"))
        .leaveOut("acme.Library")
        .write(plugins.resolve("m-dependency.jar"));
    new TestJar()
        .plugin("n-own-copy", "components.sampler(\"copied\", Heun.class);")
        .sampler("Heun")
        .source("org.tensorflow.Graph", "package org.tensorflow; public class Graph {}")
        .write(plugins.resolve("n-own-copy.jar"));
    new TestJar()
        .plugin(
            "o-components",
            "components.sampler(\"no-inject\", NoInject.class);",
            "components.sampler(\"odd-option\", OddOption.class);")
        .source("acme.NoInject", TestJar.samplerSource("NoInject", "").replace("@Inject", ""))
        .source(
            "acme.OddOption",
            TestJar.samplerSource("OddOption", "")
                .replace("@Default(\"7\") @Positive int", "java.time.Duration")
                .replace("private final int steps", "private final Object steps"))
        .write(plugins.resolve("o-components.jar"));
    new TestJar()
        .plugin("p-default", "components.addDefault(Kinds.SAMPLER, \"usual\", Heun.class);")
        .sampler("Heun")
        .write(plugins.resolve("p-default.jar"));

    Plugins found = load();
    Golden.check(
        "plugins",
        Problems.render("plugins", found.problems())
            .replace(plugins.toString(), "plugins")
            .replace('\\', '/'));
    assertThat(found.registry().all(Kinds.SAMPLER))
        .extracting(ComponentType::fullName)
        .containsExactly(
            "fake-components/ancestral",
            "fake-components/ddim",
            "i-twice/heun",
            "l-name/heun",
            "m-dependency/heun",
            "n-own-copy/copied",
            "p-default/usual",
            "sound/heun");
  }

  @Test
  void networksForAnotherTensorFlowAreLeftOutAndSamplersAreNot() {
    for (String version : List.of("", "1.1.7", "1.0.0", "new")) {
      String name = "tf" + version.replace(".", "-");
      new TestJar()
          .plugin(
              name,
              HEUN,
              "components.network(\"net\", Net.class);",
              "components.schedule(\"flat\", Flat.class);")
          .sampler("Heun")
          .source(
              "acme.Net",
              """
              package acme;
              import org.tensorflow.Operand;
              import org.tensorflow.types.TFloat32;
              import org.tweedie.api.network.*;
              public final class Net implements DenoiserNetwork {
                @jakarta.inject.Inject public Net() {}
                public Operand<TFloat32> output(NetworkGraph graph, NetworkInput input) {
                  return input.z();
                }
              }
              """)
          .source(
              "acme.Flat",
              """
              package acme;
              public final class Flat implements org.tweedie.api.schedule.NoiseSchedule {
                @jakarta.inject.Inject public Flat() {}
                public double logSnr(double t) { return 1 - t; }
              }
              """)
          .tensorFlowVersion(version)
          .write(plugins.resolve(name + ".jar"));
    }
    Plugins found = load();
    Golden.check(
        "plugins-tensorflow",
        Problems.render("plugins", found.problems())
            .replace(plugins.toString(), "plugins")
            .replace('\\', '/'));
    assertThat(found.registry().find(Kinds.NETWORK, "net"))
        .extracting(type -> type.origin().plugin())
        .containsExactly("tf", "tf1-1-7");
    assertThat(found.registry().find(Kinds.SAMPLER, "heun")).hasSize(5);
    assertThat(found.registry().find(Kinds.SCHEDULE, "flat")).hasSize(4);
  }

  @Test
  void whatIsTakenByDefaultTheBuiltInPluginsSayAlone() {
    new TestJar()
        .plugin(
            "acme",
            "components.addDefault(Kinds.SAMPLER, \"heun\", Heun.class);",
            "components.suggest(\"test\", Kinds.SAMPLER, \"heun\");")
        .sampler("Heun")
        .write(plugins.resolve("acme.jar"));
    Registry registry = load().registry();
    assertThat(registry.byDefault(Kinds.SAMPLER))
        .map(ComponentType::fullName)
        .contains("fake-components/ancestral");
    assertThat(registry.byDefault(Kinds.DATA)).isEmpty();
    assertThat(registry.suggested("test", Kinds.SAMPLER))
        .extracting(ComponentType::fullName)
        .containsExactly("fake-components/ddim");
    assertThat(registry.suggested("other", Kinds.SAMPLER)).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    Plugins found = Fakes.loader().load(List.of(Path.of("no-such-folder"), plugins));
    Golden.check("plugin-folder", Problems.render("plugins", found.problems()));
    assertThat(found.registry().find(Kinds.SAMPLER, "heun")).hasSize(1);
  }

  private static TestJar jar(String plugin) {
    return new TestJar().plugin(plugin, HEUN).sampler("Heun");
  }

  private static String source(String simpleName, String constructor) {
    return """
        package acme;
        import org.tweedie.api.plugin.*;
        public final class %s implements DiffusionPlugin {
          %s
          public String name() { return "broken"; }
          public void configure(Components components) {}
        }
        """
        .formatted(simpleName, constructor);
  }

  private Plugins load() {
    return Fakes.loader().load(List.of(plugins));
  }

  private static ComponentType only(Plugins plugins, String name) {
    List<ComponentType> found = plugins.registry().find(Kinds.SAMPLER, name);
    assertThat(found).as("samplers named %s", name).hasSize(1);
    return found.get(0);
  }

  private static boolean isVisible(ClassLoader loader, String name) {
    try {
      loader.loadClass(name);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
