package org.tweedie.study.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.picture.Png;
import org.tweedie.study.report.TrialOutcome.StageTime;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Status;

/** Outcomes of trials that were never run. */
final class Trials {

  static final String METRIC = "test_bpd";

  private Trials() {}

  /** A trial that came to its end. */
  static TrialOutcome done(int number, Map<String, String> settings, long seed, double value) {
    return trial(number, settings, seed, Status.DONE, reading(value));
  }

  /** A trial without curves and pictures. */
  static TrialOutcome trial(
      int number, Map<String, String> settings, long seed, Status status, Reading... readings) {
    return new TrialOutcome(
        number,
        "id-" + number,
        settings,
        seed,
        status,
        List.of(),
        byKey(readings),
        Map.of(),
        Optional.empty(),
        Path.of("nowhere", "id-" + number),
        times(number));
  }

  static Reading reading(double value) {
    return Reading.of(METRIC, value).inUnit("bits/dim").lessIsBetter();
  }

  private static List<StageTime> times(int number) {
    return List.of(
        new StageTime(Phase.TRAIN, "train-" + number, 55.25),
        new StageTime(Phase.SAMPLE, "sample-" + number, 4.25),
        new StageTime(Phase.MEASURE, "measure-" + number, 2));
  }

  /** Settings from names and values in turn, in this order. */
  static Map<String, String> settings(String... namesAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  /**
   * A grid of three schedules and two predictions with three seeds, with curves and pictures in a
   * folder; the last trial failed with a message in its {@code trial.json}.
   */
  static List<TrialOutcome> grid(Path folder) throws IOException {
    Random random = new Random(1);
    List<TrialOutcome> trials = new ArrayList<>();
    String[] schedules = {"linear", "cosine", "{type: sigmoid, start: -3}"};
    String[] predictions = {"noise", "velocity"};
    for (int s = 0; s < schedules.length; s++) {
      for (int p = 0; p < predictions.length; p++) {
        for (int seed = 1; seed <= 3; seed++) {
          int number = trials.size() + 1;
          double value = 1.70 + 0.03 * s - 0.05 * p + 0.01 * seed + 0.004 * random.nextGaussian();
          trials.add(
              trial(
                  number,
                  settings("schedule", schedules[s], "objective.predict", predictions[p]),
                  seed,
                  value,
                  Files.createDirectories(folder.resolve("trials/t" + number)),
                  number == schedules.length * predictions.length * 3));
        }
      }
    }
    return trials;
  }

  /** A trial whose bits per dimension grow, with seeds that differ by more than their mean. */
  static TrialOutcome diverging(int number, Map<String, String> settings, long seed) {
    List<double[]> bits = new ArrayList<>();
    for (int step = 50; step <= 2000; step += 50) {
      bits.add(new double[] {step, seed == 1 ? 4 + step / 4.0 : 4 + step / 100.0});
    }
    return new TrialOutcome(
        number,
        "diverging-" + number,
        settings,
        seed,
        Status.DONE,
        List.of(),
        byKey(reading(bits.get(bits.size() - 1)[1])),
        Map.of("test/bits_per_dim", bits),
        Optional.empty(),
        Path.of("nowhere", "diverging-" + number),
        times(number));
  }

  private static TrialOutcome trial(
      int number, Map<String, String> settings, long seed, double value, Path folder, boolean fails)
      throws IOException {
    List<double[]> bits = new ArrayList<>();
    List<double[]> loss = new ArrayList<>();
    for (int step = 50; step <= 2000; step += 50) {
      bits.add(new double[] {step, value + 2.2 * Math.exp(-step / 250.0)});
      loss.add(new double[] {step, 40 * value + 300 * Math.exp(-step / 100.0) + step * seed % 7});
    }
    Path picture = folder.resolve("grid.png");
    Png.write(picture, picture(number));
    return new TrialOutcome(
        number,
        "a1b2c3d4e5f6-" + number,
        settings,
        seed,
        fails ? Status.FAILED : Status.DONE,
        fails ? List.of("Training stopped at step 120: the loss is NaN.") : List.of(),
        fails
            ? Map.of()
            : byKey(
                reading(value).withStandardError(0.003),
                Reading.of("recall", 0.5 + 0.02 * number).moreIsBetter(),
                Reading.of("seconds", 0.001 * (1 + number / 3)).inUnit("s").lessIsBetter()),
        Map.of("test/bits_per_dim", bits, "train/loss", loss, "train/learning_rate", loss),
        fails ? Optional.empty() : Optional.of(picture),
        folder,
        times(number));
  }

  /** In this order, which Map.of does not keep. */
  private static Map<String, Reading> byKey(Reading... readings) {
    Map<String, Reading> byKey = new LinkedHashMap<>();
    for (Reading reading : readings) {
      byKey.put(reading.key(), reading);
    }
    return byKey;
  }

  private static BufferedImage picture(int number) {
    BufferedImage image = new BufferedImage(84, 84, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    Random random = new Random(number);
    for (int i = 0; i < 100; i++) {
      graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
      graphics.fillRect(2 + i % 10 * 8, 2 + i / 10 * 8, 7, 7);
    }
    graphics.dispose();
    return image;
  }
}
