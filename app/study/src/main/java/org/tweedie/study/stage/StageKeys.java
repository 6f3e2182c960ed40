package org.tweedie.study.stage;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;

/**
 * Names of stages that stay the same however a study's file is reordered or extended: a hash of the
 * options that settle the numbers, of the software that calculates them, and of the content of what
 * is read. What a stage does not depend on is not in its name: another sampler changes no weight.
 */
final class StageKeys {

  /** Hexadecimal digits of a key: 48 bits, so a million stages share one with chance 0.002. */
  private static final int DIGITS = 12;

  /** What is only looked at, and in what portions: no number of the result depends on it. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "train.log-every",
          "train.checkpoint-every",
          "train.keep",
          "train.sample-every",
          "train.evaluate-every",
          "train.measure-every",
          // The content of the weights is in the name, wherever they lie.
          "train.from",
          "evaluate.batch",
          // The stage that draws them has their number in its name.
          "evaluate.samples",
          "sample.batch",
          "sample.columns",
          "sample.scale");

  private final StringBuilder text = new StringBuilder();

  /** Adds the components of some kinds. */
  StageKeys components(RunConfig config, Set<Kind.Stage> stages) {
    config
        .components()
        .forEach(
            (kind, choices) -> {
              if (stages.contains(kind.stage())) {
                choices.forEach(choice -> component(kind.key(), choice));
              }
            });
    return this;
  }

  /** Adds one component. */
  StageKeys component(String section, Choice choice) {
    text.append(section).append('=').append(choice.reference()).append('\n');
    choice.options().ifPresent(options -> options(section, options));
    return this;
  }

  /** Adds options. */
  StageKeys options(String section, Record options) {
    for (OptionType option : ComponentType.optionTypes(options.getClass())) {
      String path = section + "." + option.name();
      if (!WITHOUT_EFFECT.contains(path)) {
        text.append(path).append('=').append(YamlWriter.value(options, option)).append('\n');
      }
    }
    return this;
  }

  /** Adds names with versions or hashes. */
  StageKeys all(Map<String, String> contents) {
    contents.forEach((name, content) -> text.append(name).append(' ').append(content).append('\n'));
    return this;
  }

  /** All that was added. */
  @Override
  public String toString() {
    return text.toString();
  }

  static String hash(String text) {
    byte[] digest = Software.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, DIGITS);
  }
}
