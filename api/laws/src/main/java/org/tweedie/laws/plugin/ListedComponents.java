package org.tweedie.laws.plugin;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kind;

/** A fake list of components for tests of plugins: it remembers what a plugin put on it. */
public final class ListedComponents implements Components {

  private final Map<String, Class<?>> components = new TreeMap<>();

  /**
   * What the plugin of a name lists, found as the program finds it: by its service file.
   *
   * @throws AssertionError if the service loader finds no such plugin
   */
  public static ListedComponents of(String plugin) {
    ListedComponents listing = new ListedComponents();
    ServiceLoader.load(DiffusionPlugin.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals(plugin))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no service file META-INF/services/%s names a plugin called %s"
                        .formatted(DiffusionPlugin.class.getName(), plugin)))
        .configure(listing);
    return listing;
  }

  /** The listed classes by kind and name, as in {@code sampler/ddim}. */
  public Map<String, Class<?>> components() {
    return Map.copyOf(components);
  }

  @Override
  public <T> void add(Kind<T> kind, String name, Class<? extends T> type) {
    String whole = kind.key() + "/" + name;
    if (!name.matches("[a-z][a-z0-9-]*") || components.put(whole, type) != null) {
      throw new AssertionError("not a name of its own: " + whole);
    }
  }
}
