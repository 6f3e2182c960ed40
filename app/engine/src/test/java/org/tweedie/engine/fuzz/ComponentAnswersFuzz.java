package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fuzz.HostileComponents.Hostile;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.TrainingFailure;
import org.tweedie.engine.progress.RunListener;

/**
 * Each method of each kind of component answers wrongly in turn, and throws in turn. Training,
 * measuring and drawing either end as if nothing had been wrong (where nobody asked), with numbers
 * alone in what was written, or in words that name the component.
 */
@Tag("fuzz")
class ComponentAnswersFuzz {

  private static final Set<Class<?>> WORDS =
      Set.of(
          ComponentFailure.class,
          ConfigException.class,
          DataException.class,
          ModelFailure.class,
          RunException.class,
          TrainingFailure.class);

  @TempDir private Path folder;

  @Test
  void whateverAComponentAnswersIsToldInWords() throws IOException {
    Path plugins = folder.resolve("plugins");
    List<Hostile> all = HostileComponents.write(plugins.resolve("acme.jar"));
    List<String> wrong = new ArrayList<>();
    int told = 0;
    try (Tweedie tweedie = Tweedie.load(plugins)) {
      assertThat(tweedie.problems()).isEmpty();
      for (Hostile hostile : all) {
        Path run = folder.resolve(hostile.name());
        try {
          use(tweedie, hostile, run);
          written(run).ifPresent(what -> wrong.add(hostile + " -> " + what));
        } catch (Throwable failure) {
          told++;
          String message = String.valueOf(failure.getMessage());
          if (!WORDS.contains(failure.getClass())) {
            wrong.add(hostile + " -> " + failure);
          } else if (failure instanceof ComponentFailure && !message.contains(hostile.name())) {
            wrong.add(hostile + " blames another: " + message);
          }
        }
      }
    }
    System.out.printf("%d hostile components, %d told%n", all.size(), told);
    assertThat(wrong).isEmpty();
    assertThat(told).isGreaterThan(all.size() / 2);
  }

  private void use(Tweedie tweedie, Hostile hostile, Path folderOfRun) throws IOException {
    String key = hostile.kind().toLowerCase(Locale.ROOT).replace('_', '-');
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            data: points
            schedule: linear
            network: {type: mlp, width: 4, layers: 1}
            objective: simple
            sampler: {type: ddim, steps: 2}
            guidance: [none]
            measures: [{type: bound, examples: 4, draws: 1}]
            train: {steps: 2, batch: 4}
            evaluate: {samples: 4}
            sample: {count: 4}
            """
                    .replaceFirst("(?m)^" + key + ":.*\n", "")
                + "%s: acme/%s\n".formatted(key, hostile.name()));
    RunConfig config = tweedie.read(List.of(file), List.of());
    try (Run run = tweedie.create(folderOfRun, config)) {
      run.train(RunListener.silent());
      run.keep(run.measure(RunListener.silent()));
      run.sample(
          Samples.count(4).seed(1),
          folderOfRun.resolve("drawn"),
          Set.of(Run.Output.GRID, Run.Output.SINGLES),
          RunListener.silent());
    }
  }

  /** What is amiss with what was written. */
  private static java.util.Optional<String> written(Path run) throws IOException {
    String csv = Files.readString(run.resolve("drawn").resolve("samples.csv"));
    return csv.contains("NaN") || csv.contains("Infinity")
        ? java.util.Optional.of("samples without numbers: " + csv.lines().findFirst().orElse(""))
        : java.util.Optional.empty();
  }
}
