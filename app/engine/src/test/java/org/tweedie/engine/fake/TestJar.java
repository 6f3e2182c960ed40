package org.tweedie.engine.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.tweedie.api.plugin.DiffusionPlugin;

/** A jar that is compiled from sources and packed in a test. */
public final class TestJar {

  private static final String SERVICE_FILE = "META-INF/services/" + DiffusionPlugin.class.getName();

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private Optional<Path> earlierApi = Optional.empty();
  private int classVersion;
  private String service = "";
  private String apiVersion = DiffusionPlugin.API_VERSION;
  private String tensorFlowVersion = "";
  private String version = "1.2.0";
  private String manifestClassPath = "";

  /** A jar of one of the folders in {@code src/it/broken-plugins}, whose README says how. */
  public static TestJar broken(String name) {
    Path folders = Path.of("src", "it", "broken-plugins");
    return new TestJar()
        .version("1.0")
        .folder(folders.resolve("common"))
        .folder(folders.resolve(name));
  }

  /** A jar of a folder with sources, a service file and perhaps a manifest. */
  public static TestJar of(Path folder) {
    return new TestJar().version("1.0").folder(folder);
  }

  private TestJar folder(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.filter(Files::isRegularFile).sorted().toList()) {
        String file = folder.relativize(path).toString().replace('\\', '/');
        String packed = file.replaceFirst("^not-packed/", "");
        if (file.endsWith(".java")) {
          String className = packed.replaceFirst("\\.java$", "").replace('/', '.');
          source(className, Files.readString(path));
          if (!packed.equals(file)) {
            leaveOut(className);
          }
        } else if (file.equals("META-INF/MANIFEST.MF")) {
          Attributes written = new Manifest(Files.newInputStream(path)).getMainAttributes();
          apiVersion(Optional.ofNullable(written.getValue("Tweedie-Api-Version")).orElse(""));
        } else if (!file.equals("README.md")) {
          files.put(file, Files.readAllBytes(path));
        }
      }
      return this;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A plugin class that lists components, and the service file for it. */
  public TestJar plugin(String name, String... listings) {
    return pluginClass(
        "acme.ThePlugin",
        """
        package acme;
        import org.tweedie.api.plugin.*;
        public final class ThePlugin implements DiffusionPlugin {
          public String name() { return "%s"; }
          public void configure(Components components) { %s }
        }
        """
            .formatted(name, String.join(" ", listings)));
  }

  /** A plugin class of any source, and the service file for it. */
  public TestJar pluginClass(String className, String source) {
    service = className;
    return source(className, source);
  }

  /** A class of any source. */
  public TestJar source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** A sampler that returns its start, with one option. */
  public TestJar sampler(String simpleName) {
    return source("acme." + simpleName, samplerSource(simpleName, ""));
  }

  /** A sampler's source, with statements for its constructor. */
  public static String samplerSource(String simpleName, String constructorBody) {
    return """
        package acme;
        import jakarta.inject.Inject;
        import jakarta.validation.constraints.Positive;
        import org.tweedie.api.model.*;
        import org.tweedie.api.plugin.*;
        import org.tweedie.api.sampler.*;
        @Description("a sampler from a jar")
        public final class %s implements Sampler {
          public record Options(@Description("steps") @Default("7") @Positive int steps) {}
          private final int steps;
          @Inject public %s(Options options) { steps = options.steps(); %s }
          public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
            return start;
          }
        }
        """
        .formatted(simpleName, simpleName, constructorBody);
  }

  /** Adds a jar to compile against. */
  public TestJar with(Path jar) {
    classPath.add(jar);
    return this;
  }

  /** Compiles against another api than today's, and without the rest of the program. */
  public TestJar against(Path api) {
    earlierApi = Optional.of(api);
    return this;
  }

  /** Adds a file. */
  public TestJar file(String name, String content) {
    files.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** What the manifest says of the api; nothing if empty. */
  public TestJar apiVersion(String written) {
    apiVersion = written;
    return this;
  }

  /** What the manifest says of TensorFlow; nothing if empty, which it is at first. */
  public TestJar tensorFlowVersion(String written) {
    tensorFlowVersion = written;
    return this;
  }

  /** What the manifest says of the version. */
  public TestJar version(String written) {
    version = written;
    return this;
  }

  /** What the class files say of the Java that they need. */
  public TestJar classVersion(int major) {
    classVersion = major;
    return this;
  }

  /** What the manifest says that classes are loaded from beside the jar. */
  public TestJar classPath(String entries) {
    manifestClassPath = entries;
    return this;
  }

  /** The class that the service file names. */
  public TestJar service(String className) {
    service = className;
    return this;
  }

  /** Compiles a class without packing it. */
  public TestJar leaveOut(String className) {
    leftOut.add(className.replace('.', '/') + ".class");
    return this;
  }

  /** Compiles and packs. */
  public Path write(Path jar) {
    try {
      Files.createDirectories(jar.getParent());
      Path classes = Files.createTempDirectory(jar.getParent().getParent(), ".classes");
      compile(classes);
      pack(classes, jar);
      return jar;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void compile(Path classes) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = classes.resolve("src").resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    List<String> path =
        new ArrayList<>(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    earlierApi.ifPresent(
        api -> {
          path.removeIf(entry -> Path.of(entry).getFileName().toString().startsWith("tweedie-"));
          path.removeIf(entry -> Files.isDirectory(Path.of(entry)));
          path.add(api.toString());
        });
    classPath.forEach(jar -> path.add(jar.toString()));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  List.of(
                      "-proc:none",
                      "-d",
                      classes.toString(),
                      "-cp",
                      String.join(File.pathSeparator, path)),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(compiled).as("the plugin's sources compile").isTrue();
    }
  }

  private void pack(Path classes, Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    if (!apiVersion.isEmpty()) {
      attributes.putValue("Tweedie-Api-Version", apiVersion);
    }
    if (!manifestClassPath.isEmpty()) {
      attributes.put(Attributes.Name.CLASS_PATH, manifestClassPath);
    }
    if (!tensorFlowVersion.isEmpty()) {
      attributes.putValue("Tweedie-TensorFlow-Version", tensorFlowVersion);
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : found.filter(any -> any.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(path).toString().replace('\\', '/');
        if (!leftOut.contains(name)) {
          byte[] content = Files.readAllBytes(path);
          if (classVersion > 0) {
            content[7] = (byte) classVersion;
          }
          entry(out, name, content);
        }
      }
      for (Map.Entry<String, byte[]> other : files.entrySet()) {
        entry(out, other.getKey(), other.getValue());
      }
      if (!service.isEmpty()) {
        entry(out, SERVICE_FILE, service.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
