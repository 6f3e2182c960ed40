package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.plugin.Conditioning;
import org.tweedie.engine.file.CheckedJson;
import org.tweedie.engine.problem.RunException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How numbers and captions reach a run's network, as it was fitted when the run began.
 *
 * @param numbers the scales of the numbers; empty where none are told
 * @param captions the tokenizer of the captions; empty where none are told
 */
public record ConditioningFile(List<NumberScale> numbers, Optional<Captions> captions) {

  /**
   * A tokenizer.
   *
   * @param longest the tokens of the longest caption that is trained on
   * @param tokenizer what it is made of again
   */
  public record Captions(int longest, String tokenizer) {}

  private static final JsonMapper JSON = JsonMapper.shared();

  private static final String NUMBERS = "numbers";
  private static final String NAME = "name";
  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";
  private static final String CAPTIONS = "captions";
  private static final String LONGEST = "longest";
  private static final String TOKENIZER = "tokenizer";

  /** Copies the list. */
  public ConditioningFile {
    numbers = List.copyOf(numbers);
  }

  /** Whether how these parts are told is fitted, and kept. */
  static boolean keeps(Set<ConditionPart> parts) {
    return parts.contains(ConditionPart.NUMBERS) || parts.contains(ConditionPart.CAPTION);
  }

  /** Writes what was fitted; nothing where nothing was. */
  public static void write(Conditioning conditioning, Path file) throws IOException {
    if (conditioning.numbers().isEmpty() && conditioning.text().isEmpty()) {
      return;
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    if (!conditioning.numbers().isEmpty()) {
      kept.put(NUMBERS, conditioning.numbers().stream().map(ConditioningFile::written).toList());
    }
    conditioning
        .text()
        .ifPresent(
            text -> {
              Map<String, Object> captions = new LinkedHashMap<>();
              captions.put(LONGEST, text.longest());
              captions.put(TOKENIZER, text.tokenizer().saved());
              kept.put(CAPTIONS, captions);
            });
    CheckedJson.write(JSON.valueToTree(kept), file);
  }

  private static Map<String, Object> written(NumberScale scale) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put(NAME, scale.name());
    written.put(MEAN, scale.mean());
    written.put(DEVIATION, scale.deviation());
    return written;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RunException if it is another file, or a damaged one
   */
  static ConditioningFile read(Path file) {
    ObjectNode tree = CheckedJson.read(file, what -> damaged(file, what));
    Map<String, Object> read =
        JSON.convertValue(tree, new TypeReference<LinkedHashMap<String, Object>>() {});
    List<NumberScale> numbers = new ArrayList<>();
    for (Object one : read.get(NUMBERS) instanceof List<?> list ? list : List.of()) {
      numbers.add(scale(file, one));
    }
    return new ConditioningFile(
        numbers, Optional.ofNullable(read.get(CAPTIONS)).map(own -> captions(file, own)));
  }

  private static NumberScale scale(Path file, Object written) {
    if (written instanceof Map<?, ?> scale
        && scale.get(NAME) instanceof String name
        && scale.get(MEAN) instanceof Number mean
        && scale.get(DEVIATION) instanceof Number deviation
        && deviation.doubleValue() > 0) {
      return new NumberScale(name, mean.doubleValue(), deviation.doubleValue());
    }
    throw damaged(file, "one of its numbers has no name, mean and deviation");
  }

  private static Captions captions(Path file, Object written) {
    if (written instanceof Map<?, ?> captions
        && captions.get(LONGEST) instanceof Integer longest
        && longest > 0
        && captions.get(TOKENIZER) instanceof String tokenizer) {
      return new Captions(longest, tokenizer);
    }
    throw damaged(file, "its captions have no tokenizer and no longest one");
  }

  private static RunException damaged(Path file, String what) {
    return new RunException(
        "%s is damaged, so how captions and numbers reach the run's network is not known: %s.\nPlease put back a good copy."
            .formatted(file, what));
  }
}
