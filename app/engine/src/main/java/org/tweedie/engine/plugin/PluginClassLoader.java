package org.tweedie.engine.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one plugin: its own come first, so that two plugins may bring two versions of one
 * library. Only what the program and its plugins must agree on comes from the program.
 *
 * <p>Its own are those in its jars and no others. Java's loader would go on to what the jars'
 * manifests name as {@code Class-Path}: code that nobody put there, checked or recorded.
 */
final class PluginClassLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** Packages whose classes come from the program, if it has them, whatever the plugin brings. */
  static final List<String> SHARED =
      List.of(
          "org.tweedie.api.",
          // A native library is loaded by one class loader only, so there is one TensorFlow, and
          // one
          // JavaCPP beneath it, in a JVM.
          "org.tensorflow.",
          "org.bytedeco.",
          // Annotations are recognised by their class.
          "jakarta.inject.",
          "jakarta.validation.",
          // Log lines of plugins belong into the program's log.
          "org.slf4j.");

  /** An open jar. */
  private record Jar(URL url, JarFile file) {}

  private final List<Jar> jars = new ArrayList<>();
  private final ClassLoader host;

  /**
   * Opens the jars.
   *
   * @throws IOException if one cannot be opened
   */
  PluginClassLoader(String plugin, List<Path> paths, ClassLoader host) throws IOException {
    super(plugin, new URL[0], ClassLoader.getPlatformClassLoader());
    this.host = host;
    try {
      for (Path path : paths) {
        jars.add(
            new Jar(
                path.toUri().toURL(),
                new JarFile(path.toFile(), true, ZipFile.OPEN_READ, Runtime.version())));
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> type = findLoadedClass(name);
      if (type == null) {
        type = isShared(name) ? sharedOrOwn(name) : ownOrPlatform(name);
      }
      if (resolve) {
        resolveClass(type);
      }
      return type;
    }
  }

  /** What the program does not have is the plugin's, as TensorFlow's framework for Java is. */
  private Class<?> sharedOrOwn(String name) throws ClassNotFoundException {
    try {
      return host.loadClass(name);
    } catch (ClassNotFoundException notThere) {
      return findClass(name);
    }
  }

  private Class<?> ownOrPlatform(String name) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return super.loadClass(name, false);
    }
    try {
      return findClass(name);
    } catch (ClassNotFoundException notOurs) {
      return super.loadClass(name, false);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".class";
    try {
      for (Jar jar : jars) {
        JarEntry entry = jar.file.getJarEntry(path);
        if (entry != null) {
          return define(name, jar, entry);
        }
      }
    } catch (IOException | IllegalStateException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
    throw new ClassNotFoundException(name);
  }

  private Class<?> define(String name, Jar jar, JarEntry entry) throws IOException {
    byte[] content;
    try (var stream = jar.file.getInputStream(entry)) {
      content = stream.readAllBytes();
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
      Manifest manifest = Optional.ofNullable(jar.file.getManifest()).orElseGet(Manifest::new);
      try {
        definePackage(name.substring(0, dot), manifest, jar.url);
      } catch (IllegalArgumentException another) {
        // Another thread was first.
      }
    }
    return defineClass(
        name, content, 0, content.length, new CodeSource(jar.url, (CodeSigner[]) null));
  }

  @Override
  public @Nullable URL findResource(String name) {
    Enumeration<URL> found = findResources(name);
    return found.hasMoreElements() ? found.nextElement() : null;
  }

  @Override
  public Enumeration<URL> findResources(String name) {
    List<URL> found = new ArrayList<>();
    for (Jar jar : jars) {
      JarEntry entry = jar.file.getJarEntry(name);
      if (entry != null) {
        found.add(url(jar, entry));
      }
    }
    return Collections.enumeration(found);
  }

  private static URL url(Jar jar, JarEntry entry) {
    try {
      return new URL("jar:" + jar.url + "!/" + entry.getRealName().replace(" ", "%20"));
    } catch (MalformedURLException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Its jars: what a study's stages depend on. */
  @Override
  public URL[] getURLs() {
    return jars.stream().map(Jar::url).toArray(URL[]::new);
  }

  @Override
  public URL getResource(String name) {
    return Optional.ofNullable(findResource(name)).orElseGet(() -> super.getResource(name));
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (Jar jar : jars) {
      jar.file.close();
    }
  }

  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }
}
