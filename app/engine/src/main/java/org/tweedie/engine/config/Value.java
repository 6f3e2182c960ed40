package org.tweedie.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** A piece of YAML that knows where it was written. */
public sealed interface Value {

  /** Where it begins. */
  Location location();

  /** What it is, for messages: {@code 'abc'}, {@code 10.5}, {@code a list}. */
  String found();

  /** A single value; its type is what YAML 1.2's core schema takes it for. */
  record Scalar(Location location, Tag tag, String text) implements Value {

    public boolean isNull() {
      return tag.equals(Tag.NULL);
    }

    public boolean isText() {
      return tag.equals(Tag.STR);
    }

    public boolean isWhole() {
      return tag.equals(Tag.INT);
    }

    public boolean isNumber() {
      return isWhole() || tag.equals(Tag.FLOAT);
    }

    @Override
    public String found() {
      if (isNull()) {
        return "nothing";
      }
      boolean isQuotedNumber = isText() && text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
      return isText() ? "'" + text + "'" + (isQuotedNumber ? " in quotes" : "") : text;
    }
  }

  /** A list. */
  record Items(Location location, List<Value> values) implements Value {
    @Override
    public String found() {
      return "a list";
    }
  }

  /** A map, in the order of writing. */
  record Mapping(Location location, Map<String, Entry> entries) implements Value {

    public static Mapping empty(Location location) {
      return new Mapping(location, new LinkedHashMap<>());
    }

    public static Mapping of(Location location, String key, Value value) {
      Mapping mapping = empty(location);
      mapping.entries.put(key, new Entry(location, value));
      return mapping;
    }

    /**
     * Adds what stands under a key; where that is there already, the first one counts.
     *
     * @param path of the value, for the problem that a second one is
     */
    void add(String key, Entry entry, String path, Problems problems) {
      Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        problems.add(
            "duplicate-key",
            entry.key(),
            path,
            "'%s' is there already, at %s. Please remove one of the two."
                .formatted(key, first.key()));
      }
    }

    /** This one without a key. */
    public Mapping without(String key) {
      Map<String, Entry> others = new LinkedHashMap<>(entries);
      others.remove(key);
      return new Mapping(location, others);
    }

    @Override
    public String found() {
      return "a map";
    }
  }

  /** A value of a map, and where its key was written. */
  record Entry(Location key, Value value) {}
}
