package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataException;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fuzz.HostileComponents.Hostile;
import org.tweedie.engine.fuzz.HostileKinds.Made;
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

  /**
   * A wrong answer that nothing need be said of.
   *
   * @param kind the constant of its kind
   * @param method which is wrong
   * @param way how: the beginning of what it does
   * @param reason why nobody is harmed
   */
  private record Harmless(String kind, String method, String way, String reason) {

    boolean fits(Hostile hostile) {
      return hostile.made().kind().equals(kind)
          && !hostile.made().isOfLearnedSchedule()
          && hostile.method().equals(method)
          && hostile.way().startsWith(way);
    }
  }

  private static final List<Harmless> HARMLESS =
      List.of(
          new Harmless(
              "SCHEDULE",
              "timesteps/0",
              "",
              "samplers that step along the schedule's chain ask it"),
          new Harmless("OBJECTIVE", "isBound/0", "", "asked where the schedule is learned"),
          new Harmless("TIMES", "isUniform/0", "", "asked where the schedule is learned"),
          new Harmless("OBJECTIVE", "dependsOnTheErrorAlone/0", "", "tests of objectives ask it"),
          new Harmless("OBJECTIVE", "timesteps/0", "return OptionalInt.of(Int", "a very fine grid"),
          new Harmless(
              "OBJECTIVE", "earlierLevels/0", "", "asked where the loss looks at earlier levels"),
          new Harmless("SAMPLER", "sample/4", "l.onStep(-1,", "no step of those that are shown"),
          new Harmless("SAMPLER", "sample/4", "l.onStep(1, 1, z, d.predict(z, 1)); l", "one frame"),
          new Harmless("GUIDANCE", "guidesByCondition/0", "", "asked where there are classes"),
          new Harmless("GUIDANCE", "bringsClasses/0", "", "asked where there are classes"),
          new Harmless("GUIDANCE", "guide/2", "", "asked where several guide"),
          new Harmless(
              "OBJECTIVE", "isDenoiser/0", "", "asked for advice, and by a sampler of students"),
          new Harmless("SAMPLER", "takesPathEnds/0", "", "asked for advice on students"),
          new Harmless("TEXT_ENCODER", "restored/1", "", "asked when the run is opened again"),
          new Harmless("LATENTS", "autoencoder/1", "return Optional.empty", "the data themselves"),
          new Harmless("MEASURES", "of/1", "return List.of(Reading.of(\"odd\", ", "not defined"));

  @TempDir private Path folder;

  @Test
  void whateverAComponentAnswersIsToldInWords() throws IOException {
    Path plugins = folder.resolve("plugins");
    List<Hostile> all = HostileComponents.write(plugins.resolve("acme.jar"));
    List<String> wrong = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    try (Tweedie tweedie = Tweedie.load(plugins)) {
      assertThat(tweedie.problems()).isEmpty();
      for (Hostile hostile : all) {
        Path run = folder.resolve(hostile.name());
        try {
          use(tweedie, hostile, run);
          written(run).ifPresent(what -> wrong.add(hostile + " -> " + what));
          if (HARMLESS.stream().noneMatch(one -> one.fits(hostile))) {
            silent.add(hostile.toString());
          }
        } catch (Throwable failure) {
          String message = String.valueOf(failure.getMessage());
          if (!WORDS.contains(failure.getClass())) {
            wrong.add(hostile + " -> " + failure);
          } else if (failure instanceof ComponentFailure && !message.contains(hostile.name())) {
            wrong.add(hostile + " blames another: " + message);
          }
        }
      }
    }
    System.out.printf("%d hostile components%n", all.size());
    wrong.forEach(System.out::println);
    silent.forEach(one -> System.out.println("silent: " + one));
    assertThat(wrong).isEmpty();
    assertThat(silent).isEmpty();
  }

  @Test
  void noMethodOfAKindIsLeftOut() throws IllegalAccessException {
    Map<String, Set<String>> asked = new TreeMap<>();
    for (Made made : HostileKinds.all()) {
      made.all()
          .forEach(
              method ->
                  asked
                      .computeIfAbsent(made.kind(), any -> new TreeSet<>())
                      .add(method.method() + "/" + method.parameters()));
    }
    List<String> missing = new ArrayList<>();
    for (Field constant : Kinds.class.getFields()) {
      Class<?> spi = ((Kind<?>) constant.get(null)).type();
      for (Method method : spi.getMethods()) {
        String name = method.getName() + "/" + method.getParameterCount();
        if (!Modifier.isStatic(method.getModifiers())
            && !asked.getOrDefault(constant.getName(), Set.of()).contains(name)) {
          missing.add(constant.getName() + "." + name);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private void use(Tweedie tweedie, Hostile hostile, Path folderOfRun) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), hostile.config());
    RunConfig config = tweedie.read(List.of(file), List.of());
    try (Run run = tweedie.create(folderOfRun, config)) {
      run.train(RunListener.silent());
      run.keep(run.measure(RunListener.silent()));
      run.sample(
          Samples.count(4).seed(1),
          folderOfRun.resolve("drawn"),
          Set.of(Run.Output.values()),
          RunListener.silent());
    }
  }

  /** What is amiss with what was written. */
  private static Optional<String> written(Path run) throws IOException {
    Path table = run.resolve("drawn").resolve("samples.csv");
    String csv = Files.exists(table) ? Files.readString(table) : "";
    return csv.contains("NaN") || csv.contains("Infinity")
        ? Optional.of("samples without numbers: " + csv.lines().findFirst().orElse(""))
        : Optional.empty();
  }
}
