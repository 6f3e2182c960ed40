package org.tweedie.engine.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/** The defaults of other people's components, looked at before a config relies on them. */
public final class Defaults {

  private static final Set<String> OUR_BUSINESS =
      Set.of("invalid-default", "invalid-value", "plugin-broken");

  private Defaults() {}

  /** What is wrong with the defaults of components that come from jars; each names its jar. */
  public static List<Problem> problems(Registry registry) {
    return registry.all().stream()
        .filter(type -> !type.origin().builtIn())
        .flatMap(type -> of(type).stream())
        .toList();
  }

  static List<Problem> of(ComponentType type) {
    Problems problems = new Problems();
    if (type.options().isPresent()) {
      Location jar = Location.of(type.origin().jar().map(Path::toString).orElse("built in"));
      new OptionBinder(problems)
          .bind(
              type.options().get(),
              Value.Mapping.empty(jar),
              type.kind().key(),
              "'" + type.fullName() + "'",
              jar);
    }
    return problems.all().stream()
        .filter(problem -> OUR_BUSINESS.contains(problem.code()))
        .map(problem -> named(type, problem))
        .toList();
  }

  private static Problem named(ComponentType type, Problem problem) {
    return problem.code().equals("invalid-value")
        ? Problem.of(
            "invalid-default",
            problem.location(),
            "The %s '%s' refuses its own defaults: %s"
                .formatted(type.kind().word(), type.fullName(), problem.lines().get(0)),
            "Please tell the plugin's author, and meanwhile write values.")
        : problem;
  }
}
