package org.tweedie.engine.plugin;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.tweedie.api.plugin.DiffusionPlugin;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/**
 * Finds the components: those on the program's own class path, and those in plugin folders, each
 * plugin in a class loader of its own. What is broken is told and hides no neighbour. Nothing is
 * constructed but the plugins' tables of contents.
 */
public final class PluginLoader {

  /** How long a plugin may take to list its components. */
  private static final int SECONDS = 10;

  private final ClassLoader host;

  /** Loads built-in components with the program's own class loader. */
  public PluginLoader() {
    this(PluginLoader.class.getClassLoader());
  }

  /**
   * Loads built-in components with another class loader.
   *
   * @param host where built-in plugins are found, and where the classes come from that plugins
   *     share with the program
   */
  public PluginLoader(ClassLoader host) {
    this.host = host;
  }

  /**
   * Loads everything.
   *
   * @param folders plugin folders, which hold {@code x.jar} and {@code x/*.jar}
   */
  public Plugins load(List<Path> folders) {
    Session session = new Session();
    session.providers(
        host,
        Location.of("built in"),
        Optional.empty(),
        plugin ->
            new Origin(
                plugin.name(),
                Optional.ofNullable(plugin.getClass().getPackage().getImplementationVersion())
                    .orElse(""),
                Optional.empty()));
    folders.stream().distinct().forEach(session::folder);
    return new Plugins(
        new Registry(session.components, session.suggestions),
        session.problems.all(),
        session.loaders);
  }

  /** One run of the loader. */
  private final class Session {

    final Problems problems = new Problems();
    final List<ComponentType> components = new ArrayList<>();
    final List<Suggestion> suggestions = new ArrayList<>();
    final Set<Kind<?>> defaults = new HashSet<>();
    final List<URLClassLoader> loaders = new ArrayList<>();
    final Map<String, Location> names = new TreeMap<>();

    void folder(Path folder) {
      try {
        PluginFiles.in(folder).forEach(this::plugin);
        unused(folder, PluginFiles.unused(folder));
      } catch (IOException unreadable) {
        problems.add(
            "plugin-folder",
            Location.of(folder.toString()),
            "",
            Files.isDirectory(folder)
                ? "The plugin folder cannot be read: " + unreadable.getMessage()
                : "There is no such plugin folder.");
      }
    }

    private void unused(Path folder, List<String> names) {
      if (!names.isEmpty()) {
        problems.add(
            "plugin-unused",
            Location.of(folder.toString()),
            "",
            "%s not used: %s."
                .formatted(
                    names.size() == 1 ? "One thing here is" : names.size() + " things here are",
                    String.join(", ", names)),
            "A plugin is a jar (NAME.jar), or a folder with its jars in it and none deeper (NAME/*.jar).");
      }
    }

    void plugin(PluginFiles files) {
      List<PluginFiles.Contents> contents = JarCheck.check(files, host, problems);
      if (contents.isEmpty()) {
        return;
      }
      Path jar = contents.get(0).jar();
      String version = contents.get(0).version();
      try {
        PluginClassLoader loader =
            new PluginClassLoader(files.path().toString(), files.jars(), host);
        // Open until the plugins are closed: components load classes when they are used.
        loaders.add(loader);
        Session part = new Session();
        part.names.putAll(names);
        part.defaults.addAll(defaults);
        add(
            TimeLimit.call(
                SECONDS,
                () -> PluginCode.call(loader, () -> part.listed(loader, contents, jar, version))));
      } catch (TimeLimit.Exceeded endless) {
        problems.add(
            Problem.of(
                "plugin-broken",
                Location.of(jar.toString()),
                "Listing what the plugin brings %s.".formatted(endless.words()),
                "Its components are left out. Please tell its author."));
      } catch (IOException unreadable) {
        problems.add(
            Problem.of(
                "plugin-jar",
                Location.of(jar.toString()),
                String.valueOf(unreadable.getMessage())));
      }
    }

    private Session listed(
        PluginClassLoader loader, List<PluginFiles.Contents> contents, Path jar, String version) {
      providers(
          loader,
          Location.of(jar.toString()),
          TensorFlowVersion.other(contents.get(0).tensorFlowVersion(), host),
          plugin -> new Origin(plugin.name(), version, Optional.of(jar)));
      contents.forEach(each -> ServiceNames.ignored(each, loader).ifPresent(problems::add));
      return this;
    }

    /** Takes over what another one found, which began where this one is. */
    private void add(Session part) {
      problems.addAll(part.problems.all());
      components.addAll(part.components);
      suggestions.addAll(part.suggestions);
      names.putAll(part.names);
      defaults.addAll(part.defaults);
    }

    void providers(
        ClassLoader loader,
        Location location,
        Optional<TensorFlowVersion> otherTensorFlow,
        Function<DiffusionPlugin, Origin> originOf) {
      Iterator<DiffusionPlugin> found =
          ServiceLoader.load(DiffusionPlugin.class, loader).iterator();
      // After an error the iterator goes on with the next provider; the bound is for one that
      // would throw for ever.
      for (int i = 0; i < 1000; i++) {
        try {
          if (!found.hasNext()) {
            return;
          }
          DiffusionPlugin plugin = found.next();
          list(plugin, location, otherTensorFlow, originOf.apply(plugin));
        } catch (OutOfMemoryError full) {
          throw full;
        } catch (RuntimeException | Error broken) {
          problems.add(ProviderFailure.problem(location, broken));
        }
      }
    }

    private void list(
        DiffusionPlugin plugin,
        Location location,
        Optional<TensorFlowVersion> otherTensorFlow,
        Origin origin) {
      if (!origin.plugin().matches(Listing.NAME)) {
        problems.add(
            Problem.of(
                "plugin-name",
                location,
                "The plugin %s calls itself '%s'."
                    .formatted(plugin.getClass().getName(), origin.plugin()),
                "Names are lower-case letters, digits and hyphens, and begin with a letter."));
        return;
      }
      Location first = names.putIfAbsent(origin.plugin(), location);
      if (first != null) {
        problems.add(
            Problem.of(
                "plugin-duplicate",
                location,
                "There is a plugin '%s' already (%s); this one is left out."
                    .formatted(origin.plugin(), first),
                "Please remove one of the two, or rename one in its DiffusionPlugin.name()."));
        return;
      }
      Listing listing = new Listing(origin, location, problems, defaults, otherTensorFlow);
      plugin.configure(listing);
      if (listing.isEmpty()) {
        problems.add(
            Problem.of(
                "plugin-empty",
                location,
                "The plugin '%s' lists no component.".formatted(origin.plugin()),
                "Please tell its author: DiffusionPlugin.configure is where it lists them."));
      }
      components.addAll(listing.listed());
      suggestions.addAll(listing.suggestions());
    }
  }
}
