package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.objective.TeacherRun;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.tensor.TrainedTeacher;

/**
 * The trained run that a training learns from, read once: its averaged weights, which its samples
 * are drawn with.
 *
 * @param run as the objective names it
 * @param file its checkpoint
 * @param step the checkpoint's step
 * @param sha256 of its config and of the file
 * @param network what is learned from
 */
public record ReadTeacher(String run, Path file, long step, String sha256, TrainedTeacher network) {

  /** What {@link Provenance} calls it. */
  static final String KEY = "teacher";

  /**
   * Reads the teacher that a run's objective names.
   *
   * @return empty where it names none
   * @throws ConfigException if there is no such run, or it does not go with this one
   */
  public static Optional<ReadTeacher> of(RunConfig config, Assembled parts) {
    if (!parts.isDiffusion()) {
      return Optional.empty();
    }
    Optional<TeacherRun> wanted = parts.assembly().objective().teacher();
    try {
      return wanted.map(
          teacher ->
              new FoundResources(
                      parts.others(),
                      Kind.Stage.TRAINING,
                      config.component(Kinds.OBJECTIVE).location(),
                      Optional.of(config),
                      parts.data(),
                      Optional.of(parts.assembly().schedule()),
                      parts.isInLatents())
                  .teacher(teacher, parts.assembly()));
    } catch (IllegalArgumentException refused) {
      throw refused(config, String.valueOf(refused.getMessage()));
    }
  }

  /**
   * Makes sure that a training goes on with the teacher that it was begun with.
   *
   * @throws ConfigException if the run's provenance names another one
   */
  public void check(RunFolder folder, RunConfig config) throws IOException {
    Optional<String> begun =
        Provenance.read(folder).stream()
            .findFirst()
            .map(entry -> entry.get(KEY))
            .filter(Map.class::isInstance)
            .map(entry -> String.valueOf(((Map<?, ?>) entry).get("sha256")));
    if (begun.isPresent() && !begun.get().equals(sha256)) {
      throw refused(
          config,
          "The teacher '%s' is not what it was when the run was begun: its config or its checkpoint is another one now (step %d)."
              .formatted(run, step),
          "Please put back the checkpoint that it was begun with, or begin another run with --run DIR.");
    }
  }

  /** Who teaches, for people. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "learns from '%s' after step %,d (sha256 %s...)",
        run,
        step,
        sha256.substring(0, 12));
  }

  /** The same for a run's provenance. */
  Map<String, Object> provenance() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("run", run);
    entry.put("checkpoint", file.toString());
    entry.put("after_step", step);
    entry.put("sha256", sha256);
    return entry;
  }

  private static ConfigException refused(RunConfig config, String... lines) {
    Choice objective = config.component(Kinds.OBJECTIVE);
    return new ConfigException(
        List.of(
            new Problem(
                "cannot-learn-from", objective.location(), Kinds.OBJECTIVE.key(), List.of(lines))));
  }
}
