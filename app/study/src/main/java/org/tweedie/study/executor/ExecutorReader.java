package org.tweedie.study.executor;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.config.OptionBinder;
import org.tweedie.engine.config.OptionValues;
import org.tweedie.engine.config.Value;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.config.YamlParser;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Reads which executor is wanted: a study's section {@code executor}, or {@code --on}. */
public final class ExecutorReader {

  private static final String TYPE = "type";

  /** {@code slurm}, {@code slurm:partition=main,time=1:00:00}, {@code spark://host:7077,...}. */
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z][A-Za-z0-9-]*)(://[^,]+)?(?:[:,](.*))?");

  private ExecutorReader() {}

  /** All that are there, by name. */
  private static List<Executor> all() {
    return ServiceLoader.load(Executor.class, Executor.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** What a command line says, as a study would. */
  public static Optional<Value> parse(String text, Problems problems) {
    Location at = Location.of("--on " + text);
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      problems.add(
          "syntax",
          at,
          "executor",
          "Where to run is written NAME, NAME:OPTION=VALUE,... or NAME://HOST:PORT, as in --on slurm:partition=main,time=1:00:00");
      return Optional.empty();
    }
    String name = form.group(1);
    Mapping executor = Mapping.of(at, TYPE, new Scalar(at, Tag.STR, name));
    if (form.group(2) != null) {
      String option = find(name).flatMap(Executor::address).orElse("address");
      put(executor, option, new Scalar(at, Tag.STR, name + form.group(2)));
    }
    for (String part : OptionValues.parts(Optional.ofNullable(form.group(3)).orElse(""))) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        YamlParser.fragment(at, part.substring(equals + 1), problems)
            .ifPresent(value -> put(executor, part.substring(0, equals).strip(), value));
      } else if (!part.isBlank()) {
        problems.add(
            "syntax",
            at,
            "executor",
            "'%s' is no option with a value, as in partition=main.".formatted(part.strip()));
      }
    }
    return Optional.of(executor);
  }

  private static void put(Mapping mapping, String key, Value value) {
    mapping.entries().put(key, new Entry(value.location(), value));
  }

  /**
   * Reads a section.
   *
   * @param value a name, or a map with {@code type}
   */
  public static Optional<ExecutorChoice> read(Value value, Problems problems) {
    Mapping given = Mapping.empty(value.location());
    Value name = value;
    if (value instanceof Mapping mapping) {
      given = mapping.without(TYPE);
      name = Optional.ofNullable(mapping.entries().get(TYPE)).map(Entry::value).orElse(value);
    }
    List<String> names = all().stream().map(Executor::name).toList();
    if (!(name instanceof Scalar word) || word.isNull()) {
      problems.add(
          "wrong-type",
          value.location(),
          "executor",
          "'executor' is a name, or a map with a type as in {type: slurm, partition: main}, not %s."
              .formatted(value.found()),
          "Executors: " + String.join(", ", names));
      return Optional.empty();
    }
    Optional<Executor> executor = find(word.text());
    if (executor.isEmpty()) {
      problems.add(
          "unknown-value",
          word.location(),
          "executor",
          "There is no executor '%s'.%s  Executors: %s"
              .formatted(
                  word.text(), Closest.question(word.text(), names), String.join(", ", names)));
      return Optional.empty();
    }
    return new OptionBinder(problems)
        .bind(
            executor.get().options(),
            given,
            "executor",
            "The executor '%s'".formatted(word.text()),
            value.location())
        .map(options -> new ExecutorChoice(executor.get(), options));
  }

  private static Optional<Executor> find(String name) {
    return all().stream().filter(executor -> executor.name().equals(name)).findFirst();
  }
}
