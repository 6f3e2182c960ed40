package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose schedule leaves pure noise, sampled with what goes with it and what does not. */
class PureNoiseIT {

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    Session.shared()
        .run(
            Runs.moons(
                3,
                "--run",
                folder.resolve("run").toString(),
                "--set",
                "schedule={type: zero-terminal, base: cosine}",
                "--set",
                "objective={type: simple, predict: velocity}"))
        .succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"heun", "dpm-2", "dpm-solver", "annealed-langevin", "restart"})
  void samplersWithoutAFirstStepAreRefusedInWords(String sampler) {
    Program.Ended ended = sample(sampler, "sampler={type: %s}".formatted(sampler)).endedWith(2);
    assertThat(ended.err())
        .contains("The sampler %s has no first step from pure noise".formatted(sampler))
        .contains("The run has the schedule 'zero-terminal' and the objective 'simple'.")
        .contains("Start later, with grid: leading", "or take a schedule", "or one of the samplers")
        .doesNotContain("Exception", "\tat ");
    assertThat(folder.resolve(sampler)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: lms, steps: 4}",
        "{type: deis, steps: 4}",
        "{type: pndm, steps: 4}",
        "{type: euler-ancestral, steps: 4}",
        "{type: heun, grid: leading, steps: 4}"
      })
  void othersDrawSamples(String sampler) throws Exception {
    String out = "drawn" + Math.abs(sampler.hashCode());
    sample(out, "sampler=" + sampler).succeeded();
    assertThat(Files.readString(folder.resolve(out).resolve("samples.csv")))
        .doesNotContain("NaN", "Infinity");
  }

  private static Program.Ended sample(String out, String sampler) {
    return Session.shared()
        .run(
            "sample",
            folder.resolve("run").toString(),
            "--count",
            "5",
            "--out",
            folder.resolve(out).toString(),
            "--set",
            sampler);
  }
}
