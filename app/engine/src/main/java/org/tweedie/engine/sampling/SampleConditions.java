package org.tweedie.engine.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.network.EncodedText;
import org.tweedie.api.plugin.Assembly;

/**
 * What samples are to be: conditions in turn.
 *
 * @param each the conditions, in the order of a grid's rows; of no example for samples without one
 * @param names what to call each; empty where there is nothing to call them
 * @param kind how they are taken in turn
 */
public record SampleConditions(Condition each, List<String> names, Turns kind) {

  /** How conditions are taken in turn. */
  public enum Turns {
    /** As they were asked for, a row of a grid each. */
    ASKED,
    /** The same of test examples, since nothing was asked for. */
    OF_EXAMPLES,
    /** One sample each. */
    ONE_EACH
  }

  /** Copies. */
  public SampleConditions {
    names = List.copyOf(names);
  }

  /** No condition. */
  public static SampleConditions none() {
    return new SampleConditions(Condition.none(0), List.of(), Turns.ASKED);
  }

  /**
   * A condition for each sample.
   *
   * @param rows what to call the rows of a grid
   */
  public static SampleConditions oneEach(Condition each, List<String> rows) {
    return new SampleConditions(each, rows, Turns.ONE_EACH);
  }

  /** Whether they are those of test examples. */
  public boolean ofExamples() {
    return kind == Turns.OF_EXAMPLES;
  }

  /** Classes. */
  public static SampleConditions of(Classes classes) {
    return new SampleConditions(
        Condition.labels(classes.labels().stream().mapToInt(Integer::intValue).toArray()),
        classes.names(),
        Turns.ASKED);
  }

  /**
   * What is asked for. Where nothing is, all classes in turn; of a network that is told more than
   * classes, all that it is told of test examples, one after the other.
   *
   * @param most how many conditions are wanted at most
   * @throws IllegalArgumentException in words for the user, if the network is not told what is
   *     asked for, does not know a word, or cannot do without what is not asked for
   */
  public static SampleConditions of(
      Assembly assembly, DataSource data, AskedParts asked, int most) {
    boolean classesAlone = assembly.told().stream().allMatch(part -> part == ConditionPart.CLASS);
    refuseWhatIsNotTold(assembly, asked);
    if (classesAlone) {
      return of(Classes.of(assembly, asked.classes()));
    }
    return asked.isNothing() ? ofExamples(assembly, data, most) : ofAsked(assembly, asked);
  }

  private static void refuseWhatIsNotTold(Assembly assembly, AskedParts asked) {
    refuse(!asked.captions().isEmpty(), ConditionPart.CAPTION, assembly, "captions");
    refuse(!asked.numbers().isEmpty(), ConditionPart.NUMBERS, assembly, "numbers");
    refuse(!asked.images().isEmpty(), ConditionPart.IMAGE, assembly, "images");
  }

  private static void refuse(boolean isAsked, ConditionPart part, Assembly assembly, String word) {
    if (isAsked && !assembly.told().contains(part)) {
      throw new IllegalArgumentException(
          "The model was trained without %s, so it cannot be asked for samples by them.%s"
              .formatted(word, toldInWords(assembly)));
    }
  }

  private static String toldInWords(Assembly assembly) {
    String told =
        assembly.told().stream().map(ConditionPart::word).collect(Collectors.joining(", "));
    return told.isEmpty() ? " It was told nothing." : " What it was told: " + told + ".";
  }

  private static SampleConditions ofExamples(Assembly assembly, DataSource data, int most) {
    DataDescription description = data.description();
    int count = Math.min(most, data.test().size());
    Set<ConditionPart> told = assembly.told();
    Condition each =
        Condition.of(description, data.test(), IntStream.range(0, count).toArray())
            .hiding((part, i) -> !told.contains(part));
    assembly
        .conditioning()
        .text()
        .ifPresent(
            text ->
                IntStream.range(0, count)
                    .mapToObj(each::caption)
                    .flatMap(Optional::stream)
                    .forEach(text::tokens));
    return new SampleConditions(each, names(assembly, each), Turns.OF_EXAMPLES);
  }

  private static SampleConditions ofAsked(Assembly assembly, AskedParts asked) {
    List<Integer> labels =
        asked.classes().isEmpty() ? List.of() : Classes.of(assembly, asked.classes()).labels();
    for (ConditionPart part : assembly.told()) {
      boolean isAsked =
          switch (part) {
            case CLASS -> !labels.isEmpty();
            case NUMBERS -> !asked.numbers().isEmpty();
            case CAPTION -> !asked.captions().isEmpty();
            case IMAGE -> !asked.images().isEmpty();
          };
      if (!isAsked && assembly.dropout(part) == 0) {
        throw new IllegalArgumentException(
            "The model was always told the %s in training, so it has not learned to draw without: please give it too."
                .formatted(part.word()));
      }
    }
    int count =
        Stream.of(labels.size(), asked.captions().size(), asked.images().size(), 1)
            .max(Integer::compare)
            .orElseThrow();
    Condition each = Condition.none(count);
    if (!labels.isEmpty()) {
      each = Condition.labels(inTurn(labels, count).stream().mapToInt(label -> label).toArray());
    }
    if (!asked.captions().isEmpty()) {
      EncodedText text = assembly.conditioning().text().orElseThrow();
      asked.captions().forEach(text::tokens);
      each = each.withCaptions(inTurn(asked.captions(), count).toArray(String[]::new));
    }
    if (!asked.numbers().isEmpty()) {
      each = each.withNumbers(Collections.nCopies(count, Optional.of(numbers(assembly, asked))));
    }
    if (!asked.images().isEmpty()) {
      DataShape shape = assembly.data().conditionImage().orElseThrow();
      each =
          each.withImages(
              shape,
              inTurn(asked.images(), count).stream()
                  .map(image -> Optional.of(values(image, shape)))
                  .toList());
    }
    return new SampleConditions(each, names(assembly, each), Turns.ASKED);
  }

  private static <T> List<T> inTurn(List<T> some, int count) {
    return IntStream.range(0, count).mapToObj(i -> some.get(i % some.size())).toList();
  }

  private static float[] values(Batch image, DataShape shape) {
    if (!image.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "The image has %s, and the model goes by images of %s (height, width, channels)."
              .formatted(image.shape(), shape));
    }
    return image.example(0);
  }

  private static float[] numbers(Assembly assembly, AskedParts asked) {
    List<String> known = assembly.conditioning().numbers().stream().map(NumberScale::name).toList();
    asked.numbers().keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "There is no number '%s'. Numbers that the model knows: %s"
                      .formatted(name, String.join(", ", known)));
            });
    List<String> missing =
        known.stream().filter(name -> !asked.numbers().containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "The model was told the numbers %s together; please give %s too."
              .formatted(String.join(", ", known), String.join(", ", missing)));
    }
    float[] numbers = new float[known.size()];
    for (int k = 0; k < numbers.length; k++) {
      double number = Objects.requireNonNull(asked.numbers().get(known.get(k)));
      numbers[k] = (float) number;
      if (!Float.isFinite(numbers[k])) {
        throw new IllegalArgumentException(
            "The number '%s' is %s, and the network is told finite ones."
                .formatted(known.get(k), number));
      }
    }
    return numbers;
  }

  /** The class and the caption; none where no condition has either. */
  private static List<String> names(Assembly assembly, Condition each) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < each.count(); i++) {
      int label = each.label(i);
      names.add(
          Stream.of(
                  label == Condition.NONE
                      ? Optional.<String>empty()
                      : Optional.of(assembly.data().classes().get(label)),
                  each.caption(i))
              .flatMap(Optional::stream)
              .collect(Collectors.joining(", ")));
    }
    return names.stream().allMatch(String::isEmpty) ? List.of() : names;
  }

  /**
   * A condition for each of {@code count} samples: {@code repeat} of one, then the next, from the
   * first again after the last.
   */
  public Condition inTurn(int count, int repeat) {
    return inTurn(0, count, repeat);
  }

  /**
   * The same of some of the samples.
   *
   * @param first the index of the first of them
   */
  public Condition inTurn(int first, int count, int repeat) {
    int different = each.count();
    if (different == 0) {
      return Condition.none(count);
    }
    int[] turns = new int[count];
    int same = kind == Turns.ONE_EACH ? 1 : repeat;
    Arrays.setAll(turns, i -> (first + i) / same % different);
    return each.at(turns);
  }
}
