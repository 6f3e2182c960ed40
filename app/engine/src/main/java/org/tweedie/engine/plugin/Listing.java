package org.tweedie.engine.plugin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.plugin.Components;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Takes down what one plugin lists; a component that cannot be used hides no other. */
final class Listing implements Components {

  static final String NAME = "[a-z][a-z0-9-]*";

  private final Origin origin;
  private final Location location;
  private final Problems problems;
  private final Set<Kind<?>> defaults;
  private final Optional<TensorFlowVersion> otherTensorFlow;
  private final Set<String> names = new HashSet<>();
  private final List<ComponentType> listed = new ArrayList<>();
  private final List<Suggestion> suggestions = new ArrayList<>();
  private int asked;

  /**
   * Begins.
   *
   * @param defaults the kinds that have a default already, of all plugins
   * @param otherTensorFlow what the plugin was compiled against, if it is not what there is
   */
  Listing(
      Origin origin,
      Location location,
      Problems problems,
      Set<Kind<?>> defaults,
      Optional<TensorFlowVersion> otherTensorFlow) {
    this.otherTensorFlow = otherTensorFlow;
    this.defaults = defaults;
    this.origin = origin;
    this.location = location;
    this.problems = problems;
  }

  List<ComponentType> listed() {
    return listed;
  }

  /** Whether nothing was listed, be it sound or not. */
  boolean isEmpty() {
    return asked == 0;
  }

  @Override
  public <T> void add(Kind<T> kind, String name, Class<? extends T> type) {
    list(kind, name, type, false);
  }

  @Override
  public <T> void addDefault(Kind<T> kind, String name, Class<? extends T> type) {
    boolean taken = origin.builtIn() && defaults.add(kind);
    list(kind, name, type, taken);
    if (!taken) {
      problems.add(
          "plugin-default",
          location,
          "",
          origin.builtIn()
              ? "The plugin '%s' would have the %s '%s' taken where a config names none, and there is another that is; it is listed like any other."
                  .formatted(origin.plugin(), kind.word(), name)
              : "The plugin '%s' would have the %s '%s' taken where a config names none, which is for built-in ones alone; it is listed like any other."
                  .formatted(origin.plugin(), kind.word(), name),
          "Please tell its author to list it with 'add'.");
    }
  }

  @Override
  public void suggest(String command, Kind<?> kind, String... names) {
    if (origin.builtIn()) {
      suggestions.add(new Suggestion(command, kind, List.of(names), origin));
    }
  }

  List<Suggestion> suggestions() {
    return suggestions;
  }

  private void list(Kind<?> kind, String name, Class<?> type, boolean isDefault) {
    asked++;
    if (!name.matches(NAME)) {
      problems.add(
          "plugin-name",
          location,
          "",
          "The plugin '%s' lists %s named '%s'."
              .formatted(origin.plugin(), kind.wordWithArticle(), name),
          "Names are lower-case letters, digits and hyphens, and begin with a letter.");
    } else if (!names.add(kind.key() + "/" + name)) {
      problems.add(
          "plugin-duplicate",
          location,
          "",
          "The plugin '%s' lists the %s '%s' twice; the second, %s, is left out."
              .formatted(origin.plugin(), kind.word(), name, type.getName()),
          "Please give one of them another name.");
    } else {
      describe(kind, name, type, isDefault);
    }
  }

  private void describe(Kind<?> kind, String name, Class<?> type, boolean isDefault) {
    String full = origin.plugin() + "/" + name;
    if (otherTensorFlow.isPresent() && TensorFlowVersion.mattersTo(kind.type())) {
      problems.add(
          "plugin-tensorflow-version",
          location,
          "",
          "The %s '%s' (%s) cannot be used.".formatted(kind.word(), full, type.getName()),
          otherTensorFlow.get().sentence(),
          "Please use a version of the plugin that was compiled against that, or compile it again.");
      return;
    }
    try {
      listed.add(ComponentCheck.describe(kind, origin, name, type, isDefault));
    } catch (IllegalArgumentException amiss) {
      problems.add(
          "plugin-component",
          location,
          "",
          "The %s '%s' (%s) cannot be used.".formatted(kind.word(), full, type.getName()),
          String.valueOf(amiss.getMessage()));
    } catch (LinkageError missing) {
      problems.add(
          Advice.code(missing),
          location,
          "",
          "The %s '%s' (%s) cannot be used.".formatted(kind.word(), full, type.getName()),
          Advice.missing(missing));
    }
  }
}
