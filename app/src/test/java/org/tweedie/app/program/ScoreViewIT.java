package org.tweedie.app.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a network was trained to predict, it gives the score, and Langevin dynamics that know
 * nothing but the score find the data: eight normal distributions around a circle, of equal weight.
 */
class ScoreViewIT {

  private static final int SAMPLES = 600;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"noise", "signal", "velocity", "score"})
  void annealedLangevinFindsEveryModeWithItsWeight(String predict) throws IOException {
    String run = folder.resolve("run").toString();
    InProcess.run(
            "train",
            "--example",
            "moons",
            "--run",
            run,
            "--set",
            "data={shape: gaussians, noise: 0.2}",
            "--set",
            "objective.predict=" + predict,
            "--set",
            "network={width: 64, layers: 2}",
            "--set",
            "train={steps: 1000, batch: 128, learning-rate: 4e-3, warmup: 20, ema: 0.97, label-dropout: 1, sample-every: 0}",
            "--set",
            "evaluate.examples=1",
            "--set",
            "schedule={type: linear, gamma-min: -5}",
            "--set",
            "sampler={type: annealed-langevin, steps: 60, inner-steps: 3}",
            "--set",
            "sample={count: 1, batch: 600}")
        .succeeded();
    InProcess.run(
            "sample",
            run,
            "--count",
            String.valueOf(SAMPLES),
            "--out",
            folder.resolve("samples").toString())
        .succeeded();
    int[] counts = new int[8];
    int near = 0;
    for (String line : lines()) {
      String[] numbers = line.split(",");
      double x = Double.parseDouble(numbers[0]);
      double y = Double.parseDouble(numbers[1]);
      int mode = (int) Math.floorMod(Math.round(Math.atan2(y, x) / (Math.PI / 4)), 8L);
      counts[mode]++;
      double angle = mode * Math.PI / 4;
      near +=
          Math.hypot(x - Math.sqrt(2) * Math.cos(angle), y - Math.sqrt(2) * Math.sin(angle)) < 0.6
              ? 1
              : 0;
    }
    assertThat(near).as("samples within three standard deviations of a mode").isGreaterThan(540);
    double error = Math.sqrt(1 / 8.0 * 7 / 8 / SAMPLES);
    for (int mode = 0; mode < 8; mode++) {
      assertThat((double) counts[mode] / SAMPLES)
          .as("weight of mode %s of %s, standard error %s", mode, List.of(counts), error)
          .isCloseTo(1 / 8.0, within(4 * error));
    }
  }

  private List<String> lines() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("samples/samples.csv"));
    assertThat(lines).hasSize(SAMPLES);
    return lines;
  }
}
