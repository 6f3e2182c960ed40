package org.tweedie.study.design;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.OptionValues;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.config.YamlParser;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;
import org.tweedie.study.executor.ExecutorReader;

/**
 * What the command line says of a study, as it was written.
 *
 * @param grid {@code AXIS=VALUE,VALUE...} each
 * @param oneAtATime the same, for the other design
 * @param exclude {@code AXIS=VALUE,AXIS=VALUE...} each
 * @param baseline the same, at most one
 * @param seeds how many, or a list
 * @param metric what trials are compared by: a key or several, with commas between them
 * @param budget of the section {@code budget}: option to value, with commas between those of a list
 * @param on where processes run, as in {@code slurm:partition=main}
 * @param set {@code path=value} each, for all trials
 */
public record StudyArguments(
    List<String> grid,
    List<String> oneAtATime,
    List<String> exclude,
    Optional<String> baseline,
    Optional<String> seeds,
    Optional<String> metric,
    Map<String, String> budget,
    Optional<String> on,
    List<String> set) {

  /** No arguments at all. */
  public static final StudyArguments NONE = ofSeeds(Optional.empty());

  /** No arguments but for the seeds. */
  static StudyArguments ofSeeds(Optional<String> seeds) {
    return new StudyArguments(
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        seeds,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        List.of());
  }

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
      Location at = study.location();
      String word = OptionType.word(grid.isEmpty() ? StudyDesign.ONE_AT_A_TIME : StudyDesign.GRID);
      study.entries().put("design", new Entry(at, new Scalar(at, Tag.STR, word)));
    }
    Mapping axes = Mapping.empty(study.location());
    Set<String> named = new HashSet<>();
    grid.forEach(text -> axis(axes, named, "--grid ", text, problems));
    oneAtATime.forEach(text -> axis(axes, named, "--one-at-a-time ", text, problems));
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
        text -> put(study, "seeds", value(Location.of("--seeds " + text), text, false, problems)));
    metric.ifPresent(
        text ->
            put(study, "metrics", value(Location.of("--metric " + text), text, true, problems)));
    on.flatMap(text -> ExecutorReader.parse(text, problems))
        .ifPresent(value -> study.entries().put("executor", new Entry(value.location(), value)));
    Mapping spending = Mapping.empty(study.location());
    budget.forEach(
        (option, text) ->
            put(
                spending,
                option,
                value(
                    Location.of("--" + option + " " + text),
                    text,
                    option.equals("rungs"),
                    problems)));
    if (!spending.entries().isEmpty()) {
      study.entries().put("budget", new Entry(study.location(), spending));
    }
    return study;
  }

  private static void put(Mapping mapping, String key, Optional<Value> value) {
    value.ifPresent(it -> mapping.entries().put(key, new Entry(it.location(), it)));
  }

  /** A value, or a list of those that have commas between them. */
  private static Optional<Value> value(
      Location at, String text, boolean always, Problems problems) {
    List<String> parts = OptionValues.parts(text);
    return always || parts.size() > 1
        ? Optional.of(items(at, parts, problems))
        : YamlParser.fragment(at, text, problems);
  }

  private static Items items(Location at, List<String> parts, Problems problems) {
    return new Items(
        at,
        parts.stream().flatMap(part -> YamlParser.fragment(at, part, problems).stream()).toList());
  }

  private static void axis(
      Mapping axes, Set<String> named, String option, String text, Problems problems) {
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
    if (!named.add(name)) {
      problems.add("duplicate-key", at, name, "The axis '%s' is there already.".formatted(name));
      return;
    }
    List<String> values = OptionValues.parts(text.substring(equals + 1));
    int before = problems.all().size();
    Items read = items(at, values, problems);
    if (problems.all().size() == before) {
      axes.entries().put(name, new Entry(at, read));
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
          YamlParser.fragment(at, part.substring(equals + 1), problems));
    }
    return partial;
  }
}
