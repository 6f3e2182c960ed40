package org.tweedie.engine.fake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

/** Where tests get the fake components from. */
public final class Fakes {

  private Fakes() {}

  /**
   * A loader for which the fake components are the only built-in ones.
   *
   * @param more plugins with more of them
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static PluginLoader loader(Class<? extends DiffusionPlugin>... more) {
    return new PluginLoader(
        new FakeHost(
            Stream.concat(Stream.of(FakePlugin.class), Stream.of(more))
                .map(Class::getName)
                .collect(Collectors.joining("\n")),
            false));
  }

  /**
   * A loader that knows the real built-in components, and more.
   *
   * @param more plugins with more of them
   */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static PluginLoader besideBuiltIn(Class<? extends DiffusionPlugin>... more) {
    return new PluginLoader(
        new FakeHost(Stream.of(more).map(Class::getName).collect(Collectors.joining("\n")), true));
  }

  /** The fake components, and those of more plugins. */
  @SafeVarargs
  public static Registry registry(Class<? extends DiffusionPlugin>... more) {
    return loader(more).load(List.of()).registry();
  }

  /** The test's own class loader with another list of built-in plugins. */
  private static final class FakeHost extends ClassLoader {

    private static final String SERVICE_FILE =
        "META-INF/services/" + DiffusionPlugin.class.getName();

    private final String plugins;
    private final boolean besideOthers;

    FakeHost(String plugins, boolean besideOthers) {
      super(Fakes.class.getClassLoader());
      this.plugins = plugins;
      this.besideOthers = besideOthers;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      if (!name.equals(SERVICE_FILE)) {
        return super.getResources(name);
      }
      List<URL> all = new ArrayList<>(List.of(text(plugins)));
      if (besideOthers) {
        all.addAll(Collections.list(super.getResources(name)));
      }
      return Collections.enumeration(all);
    }

    private static URL text(String content) throws IOException {
      return new URL(
          null,
          "memory:service",
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
              return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                  return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
                }
              };
            }
          });
    }
  }
}
