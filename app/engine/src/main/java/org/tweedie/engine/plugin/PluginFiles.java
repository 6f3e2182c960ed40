package org.tweedie.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.engine.file.WholeFile;

/**
 * The jars of one plugin: a jar that lies in a plugins folder, or all jars of a folder therein.
 * Read as files; no class is loaded.
 *
 * @param path the jar, or the folder
 * @param jars the jars, sorted by name
 */
record PluginFiles(Path path, List<Path> jars) {

  /** No class of Java is larger than this, by far; bytes. */
  private static final int LARGEST_ENTRY = 1 << 24;

  private static final int LARGEST_MANIFEST = 1 << 20;

  /** How deep a folder is looked through for jars that are not used. */
  private static final int DEPTH = 6;

  static final String SERVICE_FILE = "META-INF/services/" + DiffusionPlugin.class.getName();

  /** Of one jar, what must be known before a class of it is loaded. */
  record Contents(
      Path jar,
      boolean hasService,
      Optional<String> apiVersion,
      Optional<String> tensorFlowVersion,
      String version,
      List<String> sharedPackages,
      List<String> damaged,
      List<String> classPath,
      List<String> services) {}

  /** Finds the plugins of a folder, sorted by name. */
  static List<PluginFiles> in(Path folder) throws IOException {
    List<PluginFiles> found = new ArrayList<>();
    for (Path path : sorted(folder)) {
      if (Files.isDirectory(path)) {
        List<Path> jars = sorted(path).stream().filter(PluginFiles::isJar).toList();
        if (!jars.isEmpty()) {
          found.add(new PluginFiles(path, jars));
        }
      } else if (isJar(path)) {
        found.add(new PluginFiles(path, List.of(path)));
      }
    }
    return found;
  }

  /**
   * What lies in a folder of plugins as if it were one and is none: archives of other names,
   * classes that are not packed, links to nothing, and folders whose jars lie deeper.
   */
  static List<String> unused(Path folder) throws IOException {
    List<String> unused = new ArrayList<>();
    for (Path path : sorted(folder)) {
      String name = path.getFileName().toString();
      if (name.startsWith(".")) {
        continue;
      }
      boolean used = isJar(path);
      if (Files.isDirectory(path)) {
        used = sorted(path).stream().anyMatch(PluginFiles::isJar);
        try (Stream<Path> deeper = Files.walk(path, DEPTH)) {
          if (!used && deeper.anyMatch(any -> isCode(any.getFileName().toString()))) {
            unused.add(name + "/");
          }
        }
      } else if (!used && isCode(name)) {
        unused.add(name);
      }
    }
    return unused;
  }

  private static boolean isCode(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".jar")
        || lower.endsWith(".class")
        || lower.endsWith(".zip")
        || lower.endsWith(".war");
  }

  /**
   * Reads a jar's manifest and names.
   *
   * @param host whose classes are taken before the jar's own where packages are shared
   * @throws IOException if it is no jar
   */
  static Contents contents(Path path, ClassLoader host) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      checkManifest(jar);
      Attributes attributes =
          Optional.ofNullable(jar.getManifest()).orElseGet(Manifest::new).getMainAttributes();
      String version =
          Optional.ofNullable(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
              .orElse("");
      TreeSet<String> shared = new TreeSet<>();
      jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(".class"))
          .filter(name -> PluginClassLoader.isShared(name.replace('/', '.')))
          .filter(name -> host.getResource(name) != null)
          .forEach(
              name -> {
                String className = name.replace('/', '.');
                PluginClassLoader.SHARED.stream()
                    .filter(className::startsWith)
                    .forEach(shared::add);
              });
      return new Contents(
          path,
          jar.getEntry(SERVICE_FILE) != null,
          Optional.ofNullable(attributes.getValue("Tweedie-Api-Version")).map(String::strip),
          Optional.ofNullable(attributes.getValue(TensorFlowVersion.ENTRY)).map(String::strip),
          version,
          shared.stream().map(name -> name.substring(0, name.length() - 1)).toList(),
          jar.stream().filter(entry -> isDamaged(jar, entry)).map(ZipEntry::getName).toList(),
          Optional.ofNullable(attributes.getValue(Attributes.Name.CLASS_PATH)).stream()
              .flatMap(entries -> Stream.of(entries.strip().split("\\s+")))
              .filter(entry -> !entry.isEmpty())
              .toList(),
          services(jar));
    }
  }

  /** The classes that the service file names; empty where it cannot be read. */
  private static List<String> services(JarFile jar) {
    ZipEntry entry = jar.getEntry(SERVICE_FILE);
    if (entry == null || isDamaged(jar, entry)) {
      return List.of();
    }
    try (InputStream content = jar.getInputStream(entry)) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** What a few packed bytes unpack to is not taken into memory. */
  private static void checkManifest(JarFile jar) throws IOException {
    // However it is written: Java finds it so too.
    for (ZipEntry manifest :
        jar.stream().filter(it -> it.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME)).toList()) {
      try (InputStream content = jar.getInputStream(manifest)) {
        WholeFile.read(content, LARGEST_MANIFEST, "its " + JarFile.MANIFEST_NAME);
      }
    }
  }

  /**
   * Whether a class or a service file is not what was packed. Java's class loaders take a damaged
   * class for one that is not there, which would be told as a fault of the plugin's author.
   */
  private static boolean isDamaged(JarFile jar, ZipEntry entry) {
    String name = entry.getName();
    if (!name.endsWith(".class") && !name.equals(SERVICE_FILE)) {
      return false;
    }
    CRC32 sum = new CRC32();
    try (InputStream content = jar.getInputStream(entry)) {
      sum.update(WholeFile.read(content, LARGEST_ENTRY, name));
    } catch (IOException | RuntimeException unreadable) {
      return true;
    }
    return sum.getValue() != entry.getCrc();
  }

  private static boolean isJar(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar")
        && Files.isRegularFile(path);
  }

  private static List<Path> sorted(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(paths::add);
    }
    paths.sort(Comparator.comparing(path -> path.getFileName().toString()));
    return paths;
  }
}
