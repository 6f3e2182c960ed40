package org.tweedie.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.EvaluateOptions;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.OptionType;
import org.tweedie.engine.progress.RunListener;

/**
 * Every whole number of every component and section made as large as its type allows, and less: a
 * run of it begins and takes its first step, or is refused in words.
 */
@Tag("fuzz")
class SizesFuzz {

  private static final int[] LARGE = {Integer.MAX_VALUE, 1 << 30, 100_000_000, 1 << 16};

  /**
   * A walk of so many steps takes half a minute on a quiet machine, two of a step's predictions or
   * repeats more.
   */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static Tweedie tweedie;

  @TempDir private Path folder;

  private int made;

  @BeforeAll
  static void load() {
    tweedie = Tweedie.load();
  }

  @AfterAll
  static void close() {
    tweedie.close();
  }

  static Stream<ComponentType> components() {
    try (Tweedie all = Tweedie.load()) {
      return all.components().all().stream()
          .filter(type -> type.optionTypes().stream().anyMatch(SizesFuzz::isWhole))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("components")
  void ofComponents(ComponentType type) throws IOException {
    for (OptionType option : type.optionTypes()) {
      for (int value : isWhole(option) ? LARGE : new int[0]) {
        Map<String, Object> choice = new LinkedHashMap<>(Map.of("type", type.fullName()));
        choice.put(option.name(), option.typeWord().startsWith("list") ? List.of(value) : value);
        begin(
            type.fullName() + "." + option.name() + " = " + value,
            () -> base(type.kind()).with(type.kind().key(), value(type.kind(), choice)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "sample", "evaluate"})
  void ofSections(String section) throws IOException {
    Class<? extends Record> options =
        switch (section) {
          case "train" -> TrainOptions.class;
          case "sample" -> SampleOptions.class;
          default -> EvaluateOptions.class;
        };
    for (OptionType option : ComponentType.optionTypes(options)) {
      for (int value : isWhole(option) ? LARGE : new int[0]) {
        String path = section + "." + option.name();
        begin(path + " = " + value, () -> base(Kinds.NETWORK).with(path, value));
      }
    }
  }

  private static boolean isWhole(OptionType option) {
    return option.typeWord().contains("whole number");
  }

  private static Object value(Kind<?> kind, Map<String, Object> choice) {
    return kind.isList() ? List.of(choice) : choice;
  }

  private static RunConfig base(Kind<?> kind) {
    boolean latents = Set.<Kind<?>>of(Kinds.MODEL, Kinds.ENCODER, Kinds.DECODER).contains(kind);
    RunConfig config = tweedie.example(latents ? "digits-vae" : "digits");
    if (!latents) {
      config = config.with("network", Map.of("type", "mlp", "width", 8, "layers", 1));
    }
    return config
        .with("measures", List.of(Map.of("type", "bound", "examples", 2)))
        .with("train.batch", 4)
        .with("train.steps", 2)
        .with("train.sample-every", 1)
        .with("train.evaluate-every", 0)
        .with("evaluate.examples", 4)
        .with("evaluate.samples", 24)
        .with("sample.columns", 2)
        .with("sample.count", 2);
  }

  private interface Config {
    RunConfig made();
  }

  private void begin(String what, Config config) throws IOException {
    System.out.println(what);
    Path path = folder.resolve("run-" + made++);
    List<Optional<Throwable>> ended = new ArrayList<>();
    Thread beginning =
        new Thread(
            () -> {
              try {
                Damage.fails(what, () -> oneStep(path, config.made()));
                ended.add(Optional.empty());
              } catch (Throwable failure) {
                ended.add(Optional.of(failure));
              }
            });
    beginning.setDaemon(true);
    beginning.start();
    try {
      beginning.join(LIMIT.toMillis());
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
    assertThat(ended).as(what + " comes to an end").hasSize(1);
    ended
        .get(0)
        .ifPresent(
            failure -> {
              throw new AssertionError(what, failure);
            });
  }

  /** Where a step takes long, as many do, it is the last one. */
  private static void oneStep(Path path, RunConfig config) throws IOException {
    int[] asked = {0};
    try (Run run = tweedie.create(path, config)) {
      run.train(RunListener.silent().stoppedBy(() -> asked[0]++ > 0));
    }
  }
}
