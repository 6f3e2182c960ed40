package org.tweedie.engine.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kind.Stage;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.api.training.LearningRate;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.config.YamlWriter;
import org.tweedie.engine.data.DataWithoutExamples;
import org.tweedie.engine.kernel.FusedOperations;
import org.tweedie.engine.kernel.OneDnn;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problems;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * Whether a run can go on under a config: as if it had never stopped, or not at all. What does not
 * change the numbers may differ: how far to go, how often to look, and how to measure and sample.
 */
public final class Resumption {

  private static final Set<String> FREE_OPTIONS =
      Set.of(
          "steps",
          "log-every",
          "checkpoint-every",
          "keep",
          "sample-every",
          "evaluate-every",
          "measure-every",
          "threads",
          // Read before the first step alone; then it must be the content that it was.
          "from");

  /** What is said of an option that must not differ and does. */
  private record Words(String sentence, String advice) {}

  private static final Words GOING_ON =
      new Words(
          "The run was begun with %s and cannot go on with %s.",
          "Please go on with its own config, or begin another run with --run DIR.");
  private static final Words USING =
      new Words(
          "The model was trained with %s and cannot be used with %s.",
          "Please leave the option as it was, or train another model.");

  private Resumption() {}

  /**
   * Checks.
   *
   * @param folder the run
   * @param begun the config that it was begun with
   * @param wanted the config that it is to go on with
   * @param parts the components of that config
   * @param session how TensorFlow is to run
   * @throws ConfigException with everything that must not differ and does
   * @throws IOException if the checkpoints cannot be listed
   */
  public static void check(
      RunFolder folder, RunConfig begun, RunConfig wanted, Assembled parts, SessionSettings session)
      throws IOException {
    Problems problems = new Problems();
    Location location = Location.of(folder.config().toString());
    long taken = folder.checkpoints().latest().orElse(0L);
    for (Kind<?> kind : Kinds.all()) {
      // When to end changes no step, as little as train.steps does.
      if (kind.stage().compareTo(Stage.TRAINING) <= 0
          && !kind.equals(Kinds.STOPPING)
          && !(kind.equals(Kinds.DATA) && isFirst(begun, taken))) {
        compare(kind, begun, wanted, GOING_ON, problems);
      }
    }
    compare("train", begun.train(), wanted.train(), location, GOING_ON, problems);
    if (wanted.train().steps() < taken) {
      problems.add(
          "too-few-steps",
          location,
          "train.steps",
          "The run has been trained for %d steps already, and %d are fewer."
              .formatted(taken, wanted.train().steps()),
          "Please go on to train.steps=%d or more, or begin another run with --run DIR."
              .formatted(taken));
    } else if (problems.isEmpty()) {
      checkLength(begun, wanted, parts.components().one(Kinds.LEARNING_RATE), taken, problems);
    }
    boolean sameData = begun.component(Kinds.DATA).equals(wanted.component(Kinds.DATA));
    checkProvenance(folder, sameData, parts, session, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
  }

  /** Whether a run that came without data is to have its first ones. */
  private static boolean isFirst(RunConfig begun, long taken) {
    return taken == 0
        && DataWithoutExamples.class.equals(begun.component(Kinds.DATA).type().type());
  }

  /**
   * Checks that a run's model is measured and sampled as what it was trained to be.
   *
   * @param folder the run
   * @param trained the config that it was trained with
   * @param wanted the config under which its model is to be used
   * @throws ConfigException with everything that must not differ and does
   */
  public static void checkModel(RunFolder folder, RunConfig trained, RunConfig wanted) {
    Problems problems = new Problems();
    for (Kind<?> kind : Kinds.all()) {
      if (kind.stage() == Stage.MODEL) {
        compare(kind, trained, wanted, USING, problems);
      }
    }
    for (ConditionPart part : ConditionPart.values()) {
      String before = String.valueOf(trained.train().dropout(part));
      String now = String.valueOf(wanted.train().dropout(part));
      if (!before.equals(now)) {
        Location location = Location.of(folder.config().toString());
        String option = "train." + TrainOptions.dropoutOption(part);
        changed(option, before, now, location, USING, problems);
      }
    }
    double noise = trained.train().imageNoise();
    if (noise != wanted.train().imageNoise()) {
      changed(
          "train.image-noise",
          String.valueOf(noise),
          String.valueOf(wanted.train().imageNoise()),
          Location.of(folder.config().toString()),
          USING,
          problems);
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.all());
    }
  }

  private static void compare(
      Kind<?> kind, RunConfig from, RunConfig to, Words words, Problems problems) {
    List<Choice> begun = from.components(kind);
    List<Choice> wanted = to.components(kind);
    if (begun.size() != wanted.size()
        || (begun.size() > 1 && !types(begun).equals(types(wanted)))) {
      Location location =
          wanted.stream().findFirst().map(Choice::location).orElse(Location.of(kind.key()));
      changed(kind.key(), names(begun), names(wanted), location, words, problems);
      return;
    }
    for (int i = 0; i < begun.size(); i++) {
      String path = kind.key() + (begun.size() > 1 ? "." + i : "");
      compare(path, begun.get(i), wanted.get(i), words, problems);
    }
  }

  private static List<ComponentType> types(List<Choice> choices) {
    return choices.stream().map(Choice::type).toList();
  }

  private static String names(List<Choice> choices) {
    return choices.stream().map(Choice::reference).toList().toString();
  }

  private static void compare(
      String path, Choice begun, Choice wanted, Words words, Problems problems) {
    if (!begun.type().equals(wanted.type())) {
      changed(path, begun.reference(), wanted.reference(), wanted.location(), words, problems);
    } else if (begun.options().isPresent()) {
      compare(
          path,
          begun.options().get(),
          wanted.options().orElseThrow(),
          wanted.location(),
          words,
          problems);
    }
  }

  private static void compare(
      String path, Record begun, Record wanted, Location location, Words words, Problems problems) {
    for (OptionType option : ComponentType.optionTypes(begun.getClass())) {
      String before = YamlWriter.value(begun, option);
      String now = YamlWriter.value(wanted, option);
      boolean free = begun instanceof TrainOptions && FREE_OPTIONS.contains(option.name());
      if (!free && !before.equals(now)) {
        changed(path + "." + option.name(), before, now, location, words, problems);
      }
    }
  }

  private static void changed(
      String path, String before, String now, Location location, Words words, Problems problems) {
    problems.add(
        "changed-option", location, path, words.sentence().formatted(before, now), words.advice());
  }

  /** The learning rates of the steps that were taken must be those of the length that is wanted. */
  private static void checkLength(
      RunConfig begun, RunConfig wanted, LearningRate rate, long taken, Problems problems) {
    long before = begun.train().steps();
    long now = wanted.train().steps();
    double base = wanted.train().learningRate();
    boolean same =
        LongStream.rangeClosed(1, before == now ? 0 : taken)
            .allMatch(step -> rate.at(step, before, base) == rate.at(step, now, base));
    if (!same) {
      problems.add(
          "changed-option",
          wanted.component(Kinds.LEARNING_RATE).location(),
          "train.steps",
          "The run was begun for %d steps. For %d steps its learning rate ('%s') would have been another before step %d, after which it is to go on."
              .formatted(before, now, wanted.component(Kinds.LEARNING_RATE).reference(), taken),
          "Please go on with train.steps=%d, or begin another run with --run DIR."
              .formatted(before));
    }
  }

  private static void checkProvenance(
      RunFolder folder,
      boolean sameData,
      Assembled parts,
      SessionSettings session,
      Problems problems)
      throws IOException {
    Optional<Map<String, Object>> first = Provenance.read(folder).stream().findFirst();
    if (first.isEmpty()) {
      return;
    }
    Location location = Location.of(folder.provenance().toString());
    Map<?, ?> data = part(first.get(), "data", "sha256", String.class, location, problems);
    if (sameData && !data.isEmpty() && !parts.fingerprint().equals(data.get("sha256"))) {
      problems.add(
          "changed-data",
          location,
          "data",
          "The data are not those that the run was begun with.",
          "Please put them back as they were, or begin another run with --run DIR.");
    }
    Map<?, ?> tensorflow =
        part(first.get(), "tensorflow", "threads", Integer.class, location, problems);
    if (!tensorflow.isEmpty()
        && !Integer.valueOf(session.threads()).equals(tensorflow.get("threads"))) {
      problems.add(
          "changed-machine",
          location,
          "train.threads",
          "The run was begun with %s threads (0: no fixed number), and here it would have %d, which may change the numbers."
              .formatted(tensorflow.get("threads"), session.threads()),
          "Please go on with --set train.threads=" + tensorflow.get("threads") + ".");
    }
    // Versions that left it to TensorFlow did not say so.
    Object begunBy = tensorflow.get(ProvenanceEntry.ONE_DNN);
    String asked = begunBy instanceof String said ? said : OneDnn.DEFAULT;
    if (!tensorflow.isEmpty() && !asked.equals(OneDnn.asked())) {
      problems.add(
          "changed-machine",
          location,
          OneDnn.VARIABLE,
          "The run was begun with %s as %s in the environment, and here it is %s, which may change the numbers."
              .formatted(OneDnn.VARIABLE, asked, OneDnn.asked()),
          OneDnn.DEFAULT.equals(asked)
              ? "Please go on with the version of the program that it was begun with, or begin another run with --run DIR."
              : "Please go on with %s=%s.".formatted(OneDnn.VARIABLE, asked));
    }
    if (Provenance.asBegun(folder, session).fused()) {
      FusedOperations.objection()
          .ifPresent(
              why ->
                  problems.add(
                      "changed-machine",
                      location,
                      "tensorflow",
                      "The run was begun with operations of the program's own for normalisation, which are not there now: %s. Without it the numbers would be rounded otherwise."
                          .formatted(why),
                      "Please go on where they are there, or begin another run with --run DIR."));
    }
  }

  /** A part of a record of provenance; empty, and a problem, where a damaged file has none. */
  private static Map<?, ?> part(
      Map<String, Object> record,
      String key,
      String needed,
      Class<?> type,
      Location location,
      Problems problems) {
    boolean whole = false;
    if (record.get(key) instanceof Map<?, ?> part && !part.isEmpty()) {
      if (type.isInstance(part.get(needed))) {
        return part;
      }
      whole = true;
    }
    String missing = whole ? key + "." + needed : key;
    problems.add(
        "damaged-file",
        location,
        missing,
        "The record of how the run was begun has no '%s', so this program cannot tell whether it would go on in the same way."
            .formatted(missing),
        "Please put back the file as it was written, or begin another run with --run DIR.");
    return Map.of();
  }
}
