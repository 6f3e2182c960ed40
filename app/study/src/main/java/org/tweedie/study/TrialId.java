package org.tweedie.study;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;

/**
 * Names of trials that stay the same however a study's file is reordered or extended: a hash of the
 * options that settle the numbers, the seed among them, of the software that calculates them, and
 * of the content of what it reads: a trial of other data is another trial.
 */
final class TrialId {

  /** Hexadecimal digits of an id: 48 bits, so a million trials share one with chance 0.002. */
  private static final int DIGITS = 12;

  /** What is only looked at, and in what portions: no number of the result depends on it. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "train.log-every",
          "train.checkpoint-every",
          "train.keep",
          "train.sample-every",
          "train.evaluate-every",
          "evaluate.batch",
          "sample.batch");

  private TrialId() {}

  static String of(RunConfig config, Map<String, String> software, Map<String, String> inputs) {
    StringBuilder text = new StringBuilder();
    for (Kind<?> kind : Kinds.all()) {
      for (Choice choice : config.components(kind)) {
        text.append(kind.key()).append('=').append(choice.reference()).append('\n');
        choice.options().ifPresent(options -> options(options, kind.key(), text));
      }
    }
    options(config.train(), "train", text);
    options(config.evaluate(), "evaluate", text);
    options(config.sample(), "sample", text);
    software.forEach((name, version) -> text.append(name).append(' ').append(version).append('\n'));
    inputs.forEach((name, content) -> text.append(name).append(' ').append(content).append('\n'));
    return hash(text.toString());
  }

  private static void options(Record options, String section, StringBuilder text) {
    for (OptionType option : ComponentType.optionTypes(options.getClass())) {
      String path = section + "." + option.name();
      if (!WITHOUT_EFFECT.contains(path)) {
        text.append(path).append('=').append(YamlWriter.value(options, option)).append('\n');
      }
    }
  }

  private static String hash(String text) {
    byte[] digest = Software.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest).substring(0, DIGITS);
  }
}
