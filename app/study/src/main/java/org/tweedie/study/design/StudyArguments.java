package org.tweedie.study.design;

import java.util.List;
import java.util.Optional;
import org.tweedie.engine.config.OptionValues;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.YamlParser;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * What the command line says of a study, as it was written.
 *
 * @param grid {@code AXIS=VALUE,VALUE...} each
 * @param oneAtATime the same, for the other design
 * @param exclude {@code AXIS=VALUE,AXIS=VALUE...} each
 * @param baseline the same, at most one
 * @param seeds how many, or a list
 * @param metric what trials are compared by
 * @param budget {@code option=value} each, of the section {@code budget}
 * @param set {@code path=value} each, for all trials
 */
public record StudyArguments(
    List<String> grid,
    List<String> oneAtATime,
    List<String> exclude,
    Optional<String> baseline,
    Optional<String> seeds,
    Optional<String> metric,
    List<String> budget,
    List<String> set) {

  /** No arguments at all. */
  public static final StudyArguments NONE =
      new StudyArguments(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of());

  /** Whether they name a design, so that what is given besides is a base and no study. */
  public boolean isDesign() {
    return !grid.isEmpty() || !oneAtATime.isEmpty();
  }

  /** What they say, as a study would; {@code set} is left out. */
  Mapping study(Problems problems) {
    Mapping study = Mapping.empty(Location.of("command line"));
    if (!grid.isEmpty() && !oneAtATime.isEmpty()) {
      problems.add(
          "wrong-form",
          Location.of("--one-at-a-time " + oneAtATime.get(0)),
          "",
          "A study has one design: either --grid or --one-at-a-time, for all axes.");
    }
    if (isDesign()) {
      put(study, "design", "design", grid.isEmpty() ? "one-at-a-time" : "grid", problems);
    }
    Mapping axes = Mapping.empty(study.location());
    grid.forEach(text -> axis(axes, "--grid ", text, problems));
    oneAtATime.forEach(text -> axis(axes, "--one-at-a-time ", text, problems));
    if (!axes.entries().isEmpty()) {
      study.entries().put("axes", new Entry(axes.location(), axes));
    }
    if (!exclude.isEmpty()) {
      List<Value> partials =
          exclude.stream().<Value>map(text -> partial("--exclude ", text, problems)).toList();
      study
          .entries()
          .put("exclude", new Entry(study.location(), new Items(study.location(), partials)));
    }
    baseline.ifPresent(
        text -> {
          Mapping partial = partial("--baseline ", text, problems);
          study.entries().put("baseline", new Entry(partial.location(), partial));
        });
    seeds.ifPresent(
        text ->
            put(
                study,
                "seeds",
                "--seeds " + text,
                text.contains(",") && !text.startsWith("[") ? "[" + text + "]" : text,
                problems));
    metric.ifPresent(text -> put(study, "metric", "--metric " + text, text, problems));
    Mapping spending = Mapping.empty(study.location());
    for (String text : budget) {
      int equals = text.indexOf('=');
      String option = text.substring(0, equals);
      String value = text.substring(equals + 1);
      put(spending, option, "--" + option + " " + value, value, problems);
    }
    if (!spending.entries().isEmpty()) {
      study.entries().put("budget", new Entry(study.location(), spending));
    }
    return study;
  }

  private static void put(
      Mapping mapping, String key, String location, String yaml, Problems problems) {
    Location at = Location.of(location);
    YamlParser.fragment(at, yaml, problems)
        .ifPresent(value -> mapping.entries().put(key, new Entry(at, value)));
  }

  private static void axis(Mapping axes, String option, String text, Problems problems) {
    Location at = Location.of(option + text);
    int equals = text.indexOf('=');
    if (equals <= 0) {
      problems.add(
          "syntax",
          at,
          "",
          "An axis is written AXIS=VALUE,VALUE as in %sschedule=linear,cosine".formatted(option));
      return;
    }
    String name = text.substring(0, equals).strip();
    Optional<Value> values =
        YamlParser.fragment(at, "[" + text.substring(equals + 1) + "]", problems);
    Entry before =
        values.map(value -> axes.entries().putIfAbsent(name, new Entry(at, value))).orElse(null);
    if (before != null) {
      problems.add("duplicate-key", at, name, "The axis '%s' is there already.".formatted(name));
    }
  }

  private static Mapping partial(String option, String text, Problems problems) {
    Location at = Location.of(option + text);
    Mapping partial = Mapping.empty(at);
    for (String part : OptionValues.parts(text)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        problems.add(
            "syntax",
            at,
            "",
            "Settings are written AXIS=VALUE,AXIS=VALUE as in %sschedule=linear,objective.predict=noise"
                .formatted(option));
        break;
      }
      put(
          partial,
          part.substring(0, equals).strip(),
          at.source(),
          part.substring(equals + 1),
          problems);
    }
    return partial;
  }
}
