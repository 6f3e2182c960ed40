package org.tweedie.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.file.NewFolder;

/**
 * A Maven project of a plugin with one component that works: what an author begins with.
 *
 * @param name the name of the plugin, of its component and of the project, as in {@code acme-heun}
 * @param kind the key of the component's kind, one of {@link #KINDS}
 * @param packageName the package of its classes, and the group of its artifact
 */
public record PluginTemplate(String name, String kind, String packageName) {

  /** The kinds of component, for each of which there is one to begin with. */
  public static final List<String> KINDS =
      Kinds.all().stream()
          .map(Kind::key)
          .filter(key -> PluginTemplate.class.getResource(key) != null)
          .toList();

  private static final String SERVICE_FILE =
      "META-INF/services/org.tweedie.api.plugin.DiffusionPlugin";

  /** The name of the component's class. */
  public String component() {
    String suffix = camel(ofKey().hyphenated());
    String camel = camel(name);
    boolean isThere = camel.endsWith(suffix) && camel.length() > suffix.length();
    return free(isThere ? camel : camel + suffix);
  }

  private String plugin() {
    return free(camel(name) + "Plugin");
  }

  /** The project's files by their path. */
  public Map<String, String> files() {
    String java = "src/%s/java/" + packageName.replace('.', '/') + "/";
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", filled("pom.xml"));
    files.put("README.md", filled("README.md"));
    files.put(".gitignore", filled("gitignore"));
    files.put(java.formatted("main") + component() + ".java", filled(kind + "/Component.java"));
    files.put(java.formatted("main") + plugin() + ".java", filled("Plugin.java"));
    files.put("src/main/resources/" + SERVICE_FILE, packageName + "." + plugin() + "\n");
    files.put(
        java.formatted("test") + component() + "Test.java", filled(kind + "/ComponentTest.java"));
    files.put(java.formatted("test") + plugin() + "Test.java", filled("PluginTest.java"));
    return files;
  }

  /**
   * Writes the project, whole or not at all.
   *
   * @param folder where to; it is not there yet, or empty
   */
  public void write(Path folder) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      for (Map.Entry<String, String> file : files().entrySet()) {
        Path path = temporary.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      Files.deleteIfExists(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      NewFolder.delete(temporary);
    }
  }

  private String filled(String template) {
    return fill(text(template));
  }

  private String fill(String template) {
    Properties versions = versions();
    String filled = template;
    for (String version : versions.stringPropertyNames()) {
      filled = filled.replace("__" + version + "__", versions.getProperty(version));
    }
    return filled
        .replace("__kind_with_article__", ofKey().wordWithArticle())
        .replace("__KIND__", kind.toUpperCase(Locale.ROOT).replace('-', '_'))
        .replace("__kind__", kind)
        .replace("__name__", name)
        .replace("__artifact__", name)
        .replace("__title__", name + " for Tweedie")
        .replace("__package__", packageName)
        .replace("__path__", packageName.replace('.', '/'))
        .replace("__Component__", component())
        .replace("__Plugin__", plugin());
  }

  private Kind<?> ofKey() {
    return Kinds.of(kind).orElseThrow();
  }

  /** No class of the project may be named like a type of the api that the templates import. */
  private static String free(String className) {
    boolean taken =
        className.equals(DiffusionPlugin.class.getSimpleName())
            || Kinds.all().stream().anyMatch(it -> className.equals(it.type().getSimpleName()));
    return taken ? "My" + className : className;
  }

  private static String camel(String hyphenated) {
    return Arrays.stream(hyphenated.split("-"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }

  private static Properties versions() {
    Properties versions = new Properties();
    try (InputStream stream = PluginTemplate.class.getResourceAsStream("versions.properties")) {
      versions.load(stream);
      return versions;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String text(String name) {
    try (InputStream stream = PluginTemplate.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
