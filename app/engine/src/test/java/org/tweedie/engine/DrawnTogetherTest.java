package org.tweedie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.model.Batch;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.config.SampleOptions;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.progress.WalkListener;

/**
 * Samples of several people, drawn side by side: each gets the files that it would get alone.
 * TensorFlow rounds the last rows of a product otherwise than those before them, so a number in
 * some hundred differs in its last bit; what does not come from there is equal bit for bit ({@code
 * SeedsTest}).
 */
class DrawnTogetherTest {

  @TempDir private static Path folder;

  private static Tweedie tweedie;
  private static Run digits;

  @BeforeAll
  static void train() throws IOException {
    tweedie = Tweedie.load();
    digits =
        trained(
            "digits",
            tweedie
                .example("digits")
                .with("network", Map.of("type", "unet", "channels", 8, "groups", 4))
                .with("sampler", Map.of("type", "ddim", "steps", 4))
                .with("train.steps", 20));
  }

  private static Run trained(String name, RunConfig config) throws IOException {
    Run run =
        tweedie.create(
            folder.resolve(name), config.with("train.sample-every", 0).with("train.batch", 16));
    run.train(RunListener.silent());
    return run;
  }

  @AfterAll
  static void close() {
    digits.close();
    tweedie.close();
  }

  private static Samples.Asked asked(Run run, int count, long seed, String... classes) {
    SampleOptions own = run.config().sample();
    SampleOptions options =
        new SampleOptions(
            count,
            3,
            List.of(classes),
            List.of(),
            own.batch(),
            seed,
            1,
            own.weights(),
            own.noise(),
            own.imageNoise());
    return new Samples.Asked(Samples.asConfigured(), options);
  }

  private static void eachGetsItsOwn(Run run, List<Samples.Asked> all) throws IOException {
    List<Batch> together = run.requests().sample(all, WalkListener.silent());
    for (int i = 0; i < all.size(); i++) {
      SampleOptions options = all.get(i).options();
      RunConfig config =
          run.config()
              .with("sample.count", options.count())
              .with("sample.columns", options.columns())
              .with("sample.classes", options.classes())
              .with("sample.seed", options.seed())
              .with("sample.scale", options.scale());
      try (Run other = run.using(config)) {
        for (Output output : List.of(Output.NPY, Output.GRID)) {
          ByteArrayOutputStream alone = new ByteArrayOutputStream();
          other.sample(Samples.asConfigured(), alone, output, RunListener.silent());
          ByteArrayOutputStream among = new ByteArrayOutputStream();
          run.requests().write(all.get(i), together.get(i), among, output);
          assertThat(among.toByteArray())
              .as("%s of request %d, of %d samples", output, i, options.count())
              .isEqualTo(alone.toByteArray());
        }
        // In the order of files: each class fills a row.
        Batch alone = other.requests().sample(List.of(all.get(i)), WalkListener.silent()).get(0);
        assertThat(together.get(i).values())
            .as("numbers of request %d", i)
            .containsExactly(alone.values(), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ddim", "ancestral", "stochastic-runge-kutta"})
  void ofADiffusion(String sampler) throws IOException {
    RunConfig config =
        digits
            .config()
            .with("sampler", Map.of("type", sampler, "steps", 4))
            .with("sample.batch", 16)
            .with("sample.noise", sampler.startsWith("stochastic") ? "brownian" : "independent");
    try (Run run = digits.using(config)) {
      // More than one batch, so that requests are divided too.
      eachGetsItsOwn(
          run,
          List.of(
              asked(run, 5, 1),
              asked(run, 1, 1, "3"),
              asked(run, 9, 7, "1", "2"),
              asked(run, 2, -4),
              asked(run, 16, 1)));
    }
  }

  @Test
  void ofAChainOfLatents() throws IOException {
    try (Run run =
        trained(
            "vae",
            tweedie
                .example("digits-vae")
                .with("train.steps", 4)
                .with("encoder.width", 10)
                .with("decoder.width", 10)
                .with("sample.batch", 4))) {
      eachGetsItsOwn(run, List.of(asked(run, 3, 1), asked(run, 1, 2), asked(run, 6, 3)));
    }
  }

  @Test
  void everyStepIsHeardWithWhatTheModelTakesTheSamplesToBe() throws IOException {
    List<String> heard = new ArrayList<>();
    List<Batch> drawn =
        digits
            .requests()
            .sample(
                List.of(asked(digits, 2, 1), asked(digits, 1, 2)),
                (from, to, step, steps, signal) ->
                    heard.add(
                        "%d-%d %d/%d %d".formatted(from, to, step, steps, signal.get().count())));
    assertThat(heard).containsExactly("0-3 1/4 3", "0-3 2/4 3", "0-3 3/4 3", "0-3 4/4 3");
    assertThat(drawn).extracting(Batch::count).containsExactly(2, 1);
  }

  @Test
  void whatNobodyWantsIsDrawnNoFurther() {
    int[] steps = {0};
    WalkListener impatient =
        new WalkListener() {
          @Override
          public void step(int from, int to, int step, int all, Supplier<Batch> signal) {
            steps[0] = step;
          }

          @Override
          public boolean isStopWanted() {
            return steps[0] == 2;
          }
        };
    assertThatThrownBy(() -> digits.requests().sample(List.of(asked(digits, 2, 1)), impatient))
        .isInstanceOf(CancellationException.class);
    assertThat(steps[0]).isEqualTo(2);
  }

  @Test
  void whatCannotBeDrawnIsRefusedBefore() {
    assertThatThrownBy(() -> digits.requests().check(asked(digits, 1, 1, "eleven"), Output.NPY))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("There is no class 'eleven'.");
    assertThatThrownBy(() -> digits.requests().check(asked(digits, 1, 1), Output.ANIMATION))
        .isInstanceOf(RunException.class);
  }
}
