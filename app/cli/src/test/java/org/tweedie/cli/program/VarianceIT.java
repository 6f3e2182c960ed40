package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variance of the bound's estimator, measured on a trained run. */
class VarianceIT {

  @TempDir Path folder;

  @Test
  void schedulesBetweenTheSameEndsShareTheBoundAndDifferInVariance() throws IOException {
    Path run = Shared.digits(folder);
    List<String> said =
        Session.shared()
            .run("variance", run.toString(), "--schedules", "cosine", "--draws", "4")
            .succeeded()
            .out()
            .lines()
            .toList();
    double[] linear = numbers(said, "linear (the run's)");
    double[] cosine = numbers(said, "cosine");
    assertThat(cosine[0])
        .as("the diffusion term under cosine, of standard error %s", cosine[1])
        .isCloseTo(linear[0], within(4 * (linear[1] + cosine[1])));
    assertThat(cosine[2])
        .as("variance under cosine, beside %s under linear log SNR", linear[2])
        .isGreaterThan(2 * linear[2]);
    assertThat(Files.size(run.resolve("variance.png"))).isGreaterThan(1000);
  }

  /** Mean, its standard error, variance, its standard error. */
  private static double[] numbers(List<String> said, String schedule) {
    String line = said.stream().filter(it -> it.startsWith(schedule)).findFirst().orElseThrow();
    String[] words = line.substring(schedule.length()).replace("±", " ").strip().split("\\s+");
    return List.of(words).stream().mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void whatCannotBeComparedIsSaid() {
    Path run = Shared.digits(folder);
    assertThat(refused(run, "--schedules", "cosin")).contains("Did you mean 'cosine'?");
    assertThat(refused(run, "--schedules", "edm"))
        .contains("'edm' does not preserve variance, and only schedules that do can be compared.");
    assertThat(refused(run, "--draws", "0")).contains("--draws must be at least 1, not 0.");
    assertThat(refused(run, "--out", "plot.gif")).contains("A plot is a PNG or an SVG file");
  }

  private static String refused(Path run, String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "variance";
    arguments[1] = run.toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    Program.Ended ended = Session.shared().run(arguments);
    assertThat(ended.status()).as("exit status; said:%n%s", ended.err()).isEqualTo(2);
    return ended.err();
  }
}
