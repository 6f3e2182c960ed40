package org.tweedie.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;

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
final class TestJar {

  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private String service = "";
  private String apiVersion = DiffusionPlugin.API_VERSION;
  private String version = "1.2.0";

  /** A plugin class that lists components, and the service file for it. */
  TestJar plugin(String name, String... listings) {
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

  TestJar pluginClass(String className, String source) {
    service = className;
    return source(className, source);
  }

  TestJar source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** A sampler that returns its start, with one option. */
  TestJar sampler(String simpleName) {
    return source("acme." + simpleName, samplerSource(simpleName, ""));
  }

  static String samplerSource(String simpleName, String constructorBody) {
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
          @Inject public %s(Options options) { %s }
          public Batch sample(Denoiser d, Batch start, NoiseSource n, StepListener l) {
            return start;
          }
        }
        """
        .formatted(simpleName, simpleName, constructorBody);
  }

  TestJar with(Path jar) {
    classPath.add(jar);
    return this;
  }

  TestJar apiVersion(String written) {
    apiVersion = written;
    return this;
  }

  TestJar version(String written) {
    version = written;
    return this;
  }

  TestJar service(String className) {
    service = className;
    return this;
  }

  /** Compiles a class without packing it. */
  TestJar leaveOut(String className) {
    leftOut.add(className.replace('.', '/') + ".class");
    return this;
  }

  Path write(Path jar) {
    try {
      Files.createDirectories(jar.getParent());
      Path classes = Files.createTempDirectory(jar.getParent().getParent(), "classes");
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
    String path = System.getProperty("java.class.path");
    for (Path jar : classPath) {
      path += System.getProperty("path.separator") + jar;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none", "-d", classes.toString(), "-cp", path),
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
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : found.filter(any -> any.toString().endsWith(".class")).toList()) {
        String name = classes.relativize(path).toString().replace('\\', '/');
        if (!leftOut.contains(name)) {
          entry(out, name, Files.readAllBytes(path));
        }
      }
      if (!service.isEmpty()) {
        entry(out, PluginFiles.SERVICE_FILE, service.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(content);
    out.closeEntry();
  }
}
