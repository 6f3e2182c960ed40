package org.tweedie.engine.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;

/**
 * The classes of one plugin: its own come first, so that two plugins may bring two versions of one
 * library. Only what the program and its plugins must agree on comes from the program.
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

  private final ClassLoader host;

  PluginClassLoader(String plugin, List<URL> jars, ClassLoader host) {
    super(plugin, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.host = host;
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
  public URL getResource(String name) {
    return Optional.ofNullable(findResource(name)).orElseGet(() -> super.getResource(name));
  }

  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }
}
