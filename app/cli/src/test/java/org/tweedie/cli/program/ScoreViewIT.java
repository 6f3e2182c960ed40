package org.tweedie.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.fake.TestJar;

/**
 * Whatever a network was trained to predict, it gives the score, and Langevin dynamics that know
 * nothing but the score find the data. They are Song and Ermon's mixture ("Generative Modeling by
 * Estimating Gradients of the Data Distribution", arXiv 1907.05600, section 3.2.2, figure 3): one
 * normal distribution with a fifth of the data and one with four fifths, too far apart for dynamics
 * at one noise level to pass between them. Samples start on both sides alike, so nothing but the
 * noise levels between can give the two their weights.
 *
 * <p>The modes lie 2 apart, 20 of their deviations, within what a run's noise of variance 1
 * reaches. 1000 steps of a small network take about two seconds.
 */
@Tag("long")
class ScoreViewIT {

  private static final int SAMPLES = 1000;
  private static final double WEIGHT = 0.2;
  private static final double DEVIATION = 0.1;

  /** Of the share of a mode of weight 1/5. */
  private static final double STANDARD_ERROR = Math.sqrt(WEIGHT * (1 - WEIGHT) / SAMPLES);

  /**
   * So much more than its fifth the same chain of 60 levels gives the small mode with the exact
   * score, as a simulation of 6,000 samples finds (0.216 with a standard error of 0.005). With 4
   * steps of size 0.1 at each level it would be 0.056: the modes part faster than the chain mixes.
   */
  private static final double LEFT_BY_ANNEALING = 0.02;

  @TempDir static Path folder;

  @BeforeAll
  static void writeThePluginOfTheMixture() {
    new TestJar()
        .plugin("acme", "components.data(\"lopsided\", Lopsided.class);")
        .source(
            "acme.Lopsided",
            """
            package acme;
            import jakarta.inject.Inject;
            import java.util.*;
            import org.tweedie.api.data.*;
            import org.tweedie.api.model.Condition;
            import org.tweedie.api.plugin.*;
            @Description("two modes in the plane, of weights 1/5 and 4/5")
            public final class Lopsided implements DataSource {
              @Inject public Lopsided() {}
              public DataDescription description() {
                return new DataDescription(DataShape.point(2), Optional.empty(), List.of());
              }
              public Examples train() { return examples(1, 5000); }
              public Examples test() { return examples(2, 200); }
              private static Examples examples(long seed, int count) {
                Random random = new Random(seed);
                float[] values = new float[2 * count];
                for (int k = 0; k < values.length; k++) {
                  double side = k / 2 % 5 == 0 ? -1 : 1;
                  values[k] = (float) (side * Math.sqrt(0.5) + 0.1 * random.nextGaussian());
                }
                return new Examples() {
                  public int size() { return count; }
                  public int label(int index) { return Condition.NONE; }
                  public void read(int index, float[] target, int offset) {
                    target[offset] = values[2 * index];
                    target[offset + 1] = values[2 * index + 1];
                  }
                };
              }
            }
            """)
        .write(folder.resolve("plugins/lopsided.jar"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise", "signal", "velocity", "score"})
  void annealedLangevinFindsTheModesWithTheirWeights(String predict) throws IOException {
    Path run = trained(predict);
    List<double[]> samples =
        samples(
            run, "sampler={type: annealed-langevin, steps: 60, inner-steps: 10, step-size: 0.3}");
    long small = samples.stream().filter(point -> distance(point, -1) < 5 * DEVIATION).count();
    long large = samples.stream().filter(point -> distance(point, 1) < 5 * DEVIATION).count();
    assertThat(small + large)
        .as("samples within five standard deviations of a mode")
        .isGreaterThan(SAMPLES * 97 / 100);
    assertThat((double) small / (small + large))
        .as("weight of the small mode, with a standard error of %s", STANDARD_ERROR)
        .isCloseTo(WEIGHT, within(4 * STANDARD_ERROR + LEFT_BY_ANNEALING));
  }

  /** Each sample goes to the mode on its side of the middle, whatever that weighs. */
  @Test
  void langevinAtOneNoiseLevelDoesNotFindTheWeights() throws IOException {
    Path run = trained("noise");
    List<double[]> samples =
        samples(run, "sampler={type: langevin, steps: 240, time: 0.15, step-size: 0.2}");
    long small = samples.stream().filter(point -> point[0] + point[1] < 0).count();
    assertThat((double) small / SAMPLES)
        .as("share of the samples on the small mode's side")
        .isGreaterThan(2 * WEIGHT);
  }

  private static Path trained(String predict) {
    Path run = folder.resolve(predict);
    if (!Files.exists(run)) {
      run(
          "train",
          "--example",
          "moons",
          "--run",
          run.toString(),
          "--set",
          "data=lopsided",
          "--set",
          "objective.predict=" + predict,
          "--set",
          "network={width: 64, layers: 2}",
          "--set",
          "train={steps: 1000, batch: 128, learning-rate: 4e-3, warmup: 20, ema: 0.97, sample-every: 0}",
          "--set",
          "evaluate.examples=1",
          "--set",
          "schedule={type: linear, gamma-min: -6}",
          "--set",
          "sampler={type: ddim, steps: 1}",
          "--set",
          "sample={count: 1, batch: 1000}");
    }
    return run;
  }

  private static List<double[]> samples(Path run, String sampler) throws IOException {
    Path out = Files.createTempDirectory(folder, "samples");
    run(
        "sample",
        run.toString(),
        "--count",
        String.valueOf(SAMPLES),
        "--out",
        out.resolve("all").toString(),
        "--set",
        sampler);
    List<double[]> samples = new ArrayList<>();
    List<String> lines = Files.readAllLines(out.resolve("all/samples.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] numbers = line.split(",");
      samples.add(new double[] {Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])});
    }
    assertThat(samples).hasSize(SAMPLES);
    return samples;
  }

  private static void run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--plugins", folder.resolve("plugins").toString()));
    Session.shared().run(all.toArray(String[]::new)).succeeded();
  }

  /** From the middle of the mode on a side. */
  private static double distance(double[] point, int side) {
    return Math.hypot(point[0] - side * Math.sqrt(0.5), point[1] - side * Math.sqrt(0.5));
  }
}
