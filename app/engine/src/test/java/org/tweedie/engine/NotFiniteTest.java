package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.Checkpoint;
import org.tweedie.engine.run.Checkpoints;

/** Models that give no numbers, with components of the program alone. */
class NotFiniteTest {

  private static final String CONFIG =
      """
      data: points
      network: {type: mlp, width: 4, layers: 1}
      sampler: {type: ddim, steps: 2}
      measures: [{type: bound, examples: 4, draws: 1}]
      train: {steps: 2, batch: 4}
      """;

  @TempDir private Path folder;

  private RunConfig config(Tweedie tweedie, String more) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), CONFIG + more);
    return tweedie.read(List.of(file), List.of());
  }

  @Test
  void weightsThatAreNoNumbersAreToldBeforeAnythingIsMadeOfThem() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      try (Run run = tweedie.create(folder.resolve("run"), config(tweedie, ""))) {
        run.train(RunListener.silent());
        Checkpoints checkpoints = new Checkpoints(run.checkpoint().getParent());
        Checkpoint good = checkpoints.read(2);
        good.values().values().forEach(values -> Arrays.fill(values, Float.NaN));
        checkpoints.write(good, 2);
      }
      Path drawn = folder.resolve("drawn");
      try (Run run = tweedie.open(folder.resolve("run"))) {
        assertThatThrownBy(
                () ->
                    run.sample(
                        Samples.count(4).seed(1),
                        drawn,
                        Set.of(Run.Output.GRID, Run.Output.SINGLES),
                        RunListener.silent()))
            .isInstanceOf(ModelFailure.class)
            .hasMessageContaining("The weights of step 2 are no numbers: ")
            .hasMessageContaining(run.checkpoint().toString());
        assertThat(drawn).doesNotExist();
        assertThatThrownBy(() -> run.measure(RunListener.silent()))
            .isInstanceOf(ModelFailure.class);
      }
    }
  }

  /** What is advised follows from what the config says: there is no norm to make smaller. */
  @Test
  void adviceAfterALossWithoutNumbersFollowsFromTheConfig() throws IOException {
    try (Tweedie tweedie = Tweedie.load();
        Run run =
            tweedie.create(
                folder.resolve("run"),
                config(tweedie, "")
                    .with("train.learning-rate", 1e30)
                    .with("train.clip", 0.0)
                    .with("train.steps", 20))) {
      assertThatThrownBy(() -> run.train(RunListener.silent()))
          .isInstanceOf(TrainingFailure.class)
          .hasMessageContaining("a smaller train.learning-rate (now 1.0E30)")
          .hasMessageContaining("train.clip: 1, which bounds the gradient's norm (now unbounded)")
          .hasMessageNotContaining("0.0)")
          .hasMessageNotContaining("verify");
    }
  }

  /** It is the option that is wrong, not the objective. */
  @Test
  void aLearnedScheduleWithABoundInStepsIsToldWhichOptionToChange() throws IOException {
    try (Tweedie tweedie = Tweedie.load()) {
      RunConfig config =
          config(tweedie, "schedule: learned\nobjective: {type: vlb, timesteps: 100}\n");
      assertThatThrownBy(() -> tweedie.create(folder.resolve("run"), config))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("Please set objective.timesteps to 0 (now 100)");
    }
  }

  /** A record that is private to a package cannot be made by who writes Java against it. */
  @Test
  void theOptionsOfAllComponentsCanBeMadeByAnybody() {
    try (Tweedie tweedie = Tweedie.load()) {
      Map<String, Class<?>> hidden = new java.util.TreeMap<>();
      tweedie
          .components()
          .all()
          .forEach(
              type ->
                  type.options()
                      .ifPresent(options -> collectHidden(type.fullName(), options, hidden)));
      assertThat(hidden).isEmpty();
    }
  }

  private static void collectHidden(String name, Class<?> record, Map<String, Class<?>> hidden) {
    if (record.getConstructors().length == 0
        || !java.lang.reflect.Modifier.isPublic(record.getModifiers())) {
      hidden.put(name, record);
    }
    for (var component : record.getRecordComponents()) {
      if (component.getType().isRecord()) {
        collectHidden(name, component.getType(), hidden);
      }
    }
  }
}
