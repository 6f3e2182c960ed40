package org.tweedie.serve;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.OptionType;

/**
 * What a client may not choose, though a config may: too much work, and texts, which may name files
 * of the server.
 *
 * @param options how runs are served
 */
record ClientLimits(ServingOptions options) {

  private static final String STEPS = "steps";

  /** What a text that is one of a few words, or a number in letters, is not. */
  private static final List<String> PATHS = List.of("/a/b.c", "../a", "b.c", "abc", "C:\\\\b");

  /** Of the picture of all samples: 60 MB while it is drawn. */
  private static final long MOST_PIXELS = 15_000_000;

  /**
   * Checks a config that a request made of the run's own.
   *
   * @param kinds whose components the request may choose
   */
  void check(RunConfig asked, RunConfig own, List<Kind<?>> kinds, Fields fields) {
    for (Kind<?> kind : kinds) {
      for (Choice choice : asked.components(kind)) {
        choice.options().ifPresent(values -> check(kind, choice, values, own, fields));
      }
    }
  }

  private void check(Kind<?> kind, Choice choice, Record values, RunConfig own, Fields fields) {
    for (OptionType option : choice.type().optionTypes()) {
      Object value = option.in(values);
      String path = kind.key() + "." + option.name();
      if (isOwn(kind, choice, option, value, own)) {
        continue;
      }
      if (isText(option) && !isHarmless(option, value)) {
        fields
            .problems()
            .add(
                "not-for-clients",
                fields.place(path),
                path,
                "'%s' is a text, as names of files are, and those are the server's alone."
                    .formatted(option.name()),
                "It can be chosen where the server is started: --set %s=...".formatted(path));
      }
      if (option.name().contains(STEPS)
          && value instanceof Number number
          && number.longValue() > options.maxSteps()) {
        fields
            .problems()
            .add(
                "too-much",
                fields.place(path),
                path,
                "'%s' is %s, and a request may ask for %d at most here."
                    .formatted(option.name(), number, options.maxSteps()));
      }
    }
  }

  /**
   * Whether an option may be any text: a path, or a word that is a file in the working directory.
   */
  private static boolean isText(OptionType option) {
    return OptionType.element(option.type()) == String.class
        && option
            .range()
            .pattern()
            .map(pattern -> PATHS.stream().anyMatch(path -> path.matches(pattern)))
            .orElse(true);
  }

  private static boolean isHarmless(OptionType option, Object value) {
    return value instanceof List<?> list
        ? list.isEmpty()
        : value.toString().isEmpty()
            || option.defaultText().filter(value.toString()::equals).isPresent();
  }

  private static boolean isOwn(
      Kind<?> kind, Choice choice, OptionType option, Object value, RunConfig own) {
    return own.components(kind).stream()
        .filter(other -> other.type().equals(choice.type()))
        .map(Choice::options)
        .flatMap(Optional::stream)
        .anyMatch(values -> Objects.equals(option.in(values), value));
  }

  /**
   * Checks how many conditions samples are asked for by in turn; more than samples are of no use.
   *
   * @return whether they are not too many
   */
  boolean checkItems(String field, int count, Fields fields) {
    if (count <= options.maxCount()) {
      return true;
    }
    fields
        .problems()
        .add(
            "too-much",
            fields.place(field),
            field,
            "'%s' has %d entries, and a request may have %d at most here."
                .formatted(field, count, options.maxCount()));
    return false;
  }

  /**
   * Checks how much is asked for.
   *
   * @param count how many samples
   * @param pictured whether they are to be shown in one picture
   */
  void checkCount(int count, boolean pictured, RunConfig asked, DataShape shape, Fields fields) {
    if (count > options.maxCount()) {
      fields
          .problems()
          .add(
              "too-much",
              fields.place("count"),
              "sample.count",
              "'count' is %d, and a request may ask for %d samples at most here."
                  .formatted(count, options.maxCount()),
              "Ask for the others with other seeds.");
    } else if (pictured && shape.isImage()) {
      long scale = Math.max(1, asked.sample().scale());
      long each = shape.dimensions().get(0) * scale * shape.dimensions().get(1) * scale;
      if (each > MOST_PIXELS / count) {
        fields
            .problems()
            .add(
                "too-much",
                fields.place("scale"),
                "sample.scale",
                "A picture of %d samples, each of %d pixels, is larger than the %d pixels that are drawn here."
                    .formatted(count, each, MOST_PIXELS),
                "Take a smaller scale, fewer samples, or a format of numbers.");
      }
    }
  }
}
