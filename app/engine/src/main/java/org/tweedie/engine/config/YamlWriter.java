package org.tweedie.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Value.Entry;
import org.tweedie.engine.config.Value.Items;
import org.tweedie.engine.config.Value.Mapping;
import org.tweedie.engine.config.Value.Scalar;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;

/** Writes options as YAML that reads back to equal ones. */
public final class YamlWriter {

  private static final CoreSchema SCHEMA = new CoreSchema();
  private static final DumpSettings SETTINGS =
      DumpSettings.builder().setSchema(SCHEMA).setWidth(100_000).build();

  private YamlWriter() {}

  public static String write(RunConfig config) {
    List<NodeTuple> sections = new ArrayList<>();
    for (Kind<?> kind : Kinds.all()) {
      List<Node> choices =
          config.components(kind).stream()
              .map(choice -> component(choice, FlowStyle.BLOCK))
              .toList();
      if (choices.size() == 1) {
        sections.add(tuple(kind.key(), choices.get(0)));
      } else if (kind.isList() && (kind.isOptional() || !choices.isEmpty())) {
        FlowStyle style = choices.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
        sections.add(tuple(kind.key(), new SequenceNode(Tag.SEQ, choices, style)));
      }
    }
    sections.add(tuple("train", mapping(options(config.train()))));
    sections.add(tuple("evaluate", mapping(options(config.evaluate()))));
    sections.add(tuple("sample", mapping(options(config.sample()))));
    return text(mapping(sections));
  }

  /** One option's value in YAML, on one line. */
  public static String value(Record options, OptionType option) {
    return text(node(option.in(options))).strip();
  }

  /** A component with all its options, as a config has it on one line. */
  public static String line(Choice choice) {
    return text(component(choice, FlowStyle.FLOW)).strip();
  }

  /** Whether an option has the value that it has where a config leaves it out. */
  public static boolean isDefault(Record options, OptionType option) {
    Problems ignored = new Problems();
    return option
        .defaultText()
        .flatMap(text -> YamlParser.fragment(Location.of("default"), text, ignored))
        .flatMap(value -> new Conversion(option, ignored).convert(value, option.name()))
        .map(value -> value.equals(option.in(options)))
        .orElse(false);
  }

  /** What was written, as YAML on one line; a text as it is, without quotes. */
  public static String line(Value value) {
    return value instanceof Scalar scalar ? scalar.text() : text(written(value, 0)).strip();
  }

  /**
   * What was written, as YAML.
   *
   * @param blocks how many levels of maps have a line for each entry; those inside are on one line
   */
  public static String block(Mapping mapping, int blocks) {
    return text(written(mapping, blocks));
  }

  private static Node written(Value value, int blocks) {
    FlowStyle style = blocks > 0 ? FlowStyle.BLOCK : FlowStyle.FLOW;
    if (value instanceof Mapping mapping) {
      List<NodeTuple> tuples = new ArrayList<>();
      for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
        tuples.add(tuple(entry.getKey(), written(entry.getValue().value(), blocks - 1)));
      }
      return new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : style);
    } else if (value instanceof Items items) {
      return new SequenceNode(
          Tag.SEQ,
          items.values().stream().map(item -> written(item, blocks - 1)).toList(),
          FlowStyle.FLOW);
    }
    Scalar scalar = (Scalar) value;
    return scalar.isText() ? string(scalar.text()) : plain(scalar.text());
  }

  private static Node component(Choice choice, FlowStyle style) {
    Node name = string(choice.reference());
    Optional<Record> options = choice.options();
    if (options.isEmpty()) {
      return name;
    }
    List<NodeTuple> tuples = new ArrayList<>(List.of(new NodeTuple(string("type"), name)));
    tuples.addAll(options(options.get()));
    return new MappingNode(Tag.MAP, tuples, style);
  }

  private static List<NodeTuple> options(Record options) {
    return ComponentType.optionTypes(options.getClass()).stream()
        .map(option -> tuple(option.name(), node(option.in(options))))
        .toList();
  }

  private static Node node(Object value) {
    return written(JavaValues.of(value, Location.of("")), 0);
  }

  private static Node plain(String text) {
    return new ScalarNode(SCHEMA.getScalarResolver().resolve(text, true), text, ScalarStyle.PLAIN);
  }

  private static Node string(String text) {
    boolean oneLine = text.chars().noneMatch(Character::isISOControl);
    return new ScalarNode(Tag.STR, text, oneLine ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
  }

  private static NodeTuple tuple(String key, Node value) {
    return new NodeTuple(string(key), value);
  }

  private static Node mapping(List<NodeTuple> tuples) {
    return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
  }

  private static String text(Node node) {
    return new Present(SETTINGS)
        .emitToString(new Serialize(SETTINGS).serializeOne(node).iterator());
  }
}
