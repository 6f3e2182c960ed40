package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/**
 * Reads YAML 1.2 into values with positions: one document, duplicate keys reported, every value
 * taken for what the core schema says (so {@code yes} is a text, and {@code 010} is ten).
 */
public final class YamlParser {

  private static final int LARGEST = 100_000;
  private static final CoreSchema SCHEMA = new CoreSchema();

  private final Function<Optional<Mark>, Location> locate;
  private final Problems problems;
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
  private int count;

  private YamlParser(Function<Optional<Mark>, Location> locate, Problems problems) {
    this.locate = locate;
    this.problems = problems;
  }

  /** Reads a file's text; empty where it is no YAML, which is then among the problems. */
  public static Optional<Value> document(String source, String text, Problems problems) {
    return new YamlParser(
            mark ->
                mark.map(at -> new Location(source, at.getLine() + 1, at.getColumn() + 1))
                    .orElse(new Location(source, 1, 1)),
            problems)
        .parse(text);
  }

  /** Reads a value that stands at one place as a whole: an override, or an option's default. */
  public static Optional<Value> fragment(Location location, String text, Problems problems) {
    return new YamlParser(mark -> location, problems).parse(text);
  }

  private Optional<Value> parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(SCHEMA).setAllowNonScalarKeys(true).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      return Optional.of(
          root.isPresent()
              ? value(root.get(), "")
              : new Scalar(locate.apply(Optional.empty()), Tag.NULL, ""));
    } catch (MarkedYamlEngineException broken) {
      syntax(broken.getProblemMark(), broken.getProblem(), broken.getContext());
    } catch (YamlEngineException broken) {
      syntax(Optional.empty(), broken.getMessage(), "");
    } catch (StackOverflowError deep) {
      syntax(Optional.empty(), "it is nested too deeply", "");
    } catch (TooLarge unread) {
      syntax(Optional.empty(), unread.getMessage(), "");
    }
    return Optional.empty();
  }

  /** The parser's words, as they are but for its slips. */
  private void syntax(Optional<Mark> mark, @Nullable String problem, @Nullable String context) {
    boolean isTab = String.valueOf(problem).contains("TAB");
    String words =
        String.valueOf(problem)
            .replaceFirst("\\s*\\(Do not use .*", "")
            .replaceFirst("'?<stream end>'?", "the end")
            .replaceFirst("\\.+$", "")
            .strip();
    String where = Optional.ofNullable(context).filter(text -> !text.isBlank()).orElse("");
    List<String> lines = new ArrayList<>();
    lines.add("This is not YAML: " + (where.isEmpty() ? "" : where + ", ") + words + ".");
    if (isTab) {
      lines.add("Please indent with spaces.");
    }
    problems.add("syntax", locate.apply(mark), "", lines.toArray(String[]::new));
  }

  private Value value(Node node, String path) {
    Location location = locate.apply(node.getStartMark());
    if (++count > LARGEST) {
      throw new TooLarge("it stands for more than " + LARGEST + " values");
    }
    if (open.put(node, true) != null) {
      throw new TooLarge("an alias stands inside what it stands for");
    }
    try {
      Tag tag = checkedTag(node, location, path);
      if (node instanceof ScalarNode scalar) {
        return new Scalar(location, tag, scalar.getValue());
      } else if (node instanceof SequenceNode sequence) {
        List<Value> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          values.add(value(item, path + "[" + values.size() + "]"));
        }
        return new Items(location, values);
      }
      return mapping((MappingNode) node, location, path);
    } finally {
      open.remove(node);
    }
  }

  /** A tag that somebody wrote is believed where the text is what it says. */
  private Tag checkedTag(Node node, Location location, String path) {
    Tag written = node.getTag();
    Tag plain;
    String what;
    if (node instanceof ScalarNode scalar) {
      plain = SCHEMA.getScalarResolver().resolve(scalar.getValue(), true);
      what = "'" + scalar.getValue() + "'";
      if (written.equals(Tag.STR) || (written.equals(Tag.FLOAT) && plain.equals(Tag.INT))) {
        return written;
      }
    } else {
      boolean map = node instanceof MappingNode;
      plain = map ? Tag.MAP : Tag.SEQ;
      what = map ? "A map" : "A list";
    }
    if (!written.equals(plain)) {
      String word = written.getValue().replaceFirst("^tag:yaml.org,2002:", "!!");
      problems.add(
          "wrong-tag",
          location,
          path,
          "%s is no %s. Please leave out the tag.".formatted(what, word));
    }
    return plain;
  }

  private Mapping mapping(MappingNode node, Location location, String path) {
    Mapping mapping = Mapping.empty(location);
    for (NodeTuple tuple : node.getValue()) {
      Location at = locate.apply(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add("syntax", at, path, "A key is a word, not a list or a map.");
        continue;
      }
      String name = key.getValue();
      String keyPath = path.isEmpty() ? name : path + "." + name;
      Entry entry = new Entry(at, value(tuple.getValueNode(), keyPath));
      mapping.add(name, entry, keyPath, problems);
    }
    return mapping;
  }

  /** YAML whose aliases blow it up. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }
}
