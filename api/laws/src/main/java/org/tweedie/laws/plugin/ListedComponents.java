package org.tweedie.laws.plugin;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.guidance.Guidance;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.Preconditioning;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.objective.TimeDistribution;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.sampler.Sampler;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;

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
  public void schedule(String name, Class<? extends NoiseSchedule> type) {
    add("schedule", name, type);
  }

  @Override
  public void learnedSchedule(String name, Class<? extends LearnedSchedule> type) {
    add("schedule", name, type);
  }

  @Override
  public void network(String name, Class<? extends DenoiserNetwork> type) {
    add("network", name, type);
  }

  @Override
  public void preconditioning(String name, Class<? extends Preconditioning> type) {
    add("preconditioning", name, type);
  }

  @Override
  public void objective(String name, Class<? extends Objective> type) {
    add("objective", name, type);
  }

  @Override
  public void times(String name, Class<? extends TimeDistribution> type) {
    add("times", name, type);
  }

  @Override
  public void sampler(String name, Class<? extends Sampler> type) {
    add("sampler", name, type);
  }

  @Override
  public void guidance(String name, Class<? extends Guidance> type) {
    add("guidance", name, type);
  }

  @Override
  public void data(String name, Class<? extends DataSource> type) {
    add("data", name, type);
  }

  private void add(String kind, String name, Class<?> type) {
    if (!name.matches("[a-z][a-z0-9-]*") || components.put(kind + "/" + name, type) != null) {
      throw new AssertionError("not a name of its own: " + kind + "/" + name);
    }
  }
}
