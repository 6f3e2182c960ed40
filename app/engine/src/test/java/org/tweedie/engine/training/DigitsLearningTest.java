package org.tweedie.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.likelihood.BoundEstimate;
import org.tweedie.engine.likelihood.Evaluation;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.TrainedModels;
import org.tweedie.engine.tensor.NetworkModel;

/**
 * A short training beats what is known of held-out digits without a model of their shape: an
 * independent histogram for each pixel, which has 2.407 bits/dim (guessing has log2(17) = 4.087).
 */
@Tag("long")
class DigitsLearningTest {

  private static final String CONFIG =
      """
      data: digits
      schedule: {type: linear, gamma-min: -9}
      network: {type: unet, channels: 16, channel-multipliers: [1, 2], blocks: 1, fourier: true}
      objective: vlb
      averages: {type: exponential, decay: 0.99}
      train: {steps: 500, batch: 32, learning-rate: 4e-3, sample-every: 0, warmup: 20}
      """;

  @TempDir private Path folder;

  @Test
  void beatsAHistogramOfEachPixelOnHeldOutDigits() throws IOException {
    RunConfig config =
        ConfigReader.read(
            "digits", CONFIG, List.of(), new PluginLoader().load(List.of()).registry());
    Assembled parts = Assembler.assemble(config);
    RunFolder run = new RunFolder(folder);
    run.create();
    new TrainingRun(config, parts, run, Progress.silent(), Optional.empty(), Optional.empty())
        .run(Optional.empty(), config.train().steps(), () -> false);
    double histogram = histogramBits(parts.data(), false);
    assertThat(histogram).as("bits/dim of the histogram").isBetween(2.406, 2.408);
    assertThat(histogramBits(parts.data(), true))
        .as("bits/dim of a histogram for each class, which the README states")
        .isBetween(2.188, 2.190);
    BoundEstimate bound = bound(config, parts, run);
    assertThat(bound.total().mean())
        .as(
            "bits/dim on %d held-out digits, standard error %s",
            bound.examples(), bound.total().standardError())
        .isLessThan(histogram - 5 * bound.total().standardError());
  }

  private static BoundEstimate bound(RunConfig config, Assembled parts, RunFolder run)
      throws IOException {
    try (NetworkModel model =
        TrainedModels.open(
            parts.assembly(),
            run.checkpoints(),
            run.checkpoints().read(config.train().steps()),
            ChosenWeights.average(),
            TrainedModels.settings(config.train()))) {
      VariationalBound bound =
          new VariationalBound(parts.assembly().data(), OptionalInt.empty(), 4, 1);
      return new Evaluation(bound, 128, true, Integer.MAX_VALUE)
          .of(model, parts.data().test(), done -> {});
    }
  }

  /**
   * Bits per dimension of the test split under counts of the training split, one more for each
   * level.
   */
  private static double histogramBits(DataSource data, boolean byClass) {
    DataDescription description = data.description();
    int levels = description.levels().orElseThrow().count();
    int size = description.shape().size();
    double[][][] counts = new double[description.classes().size()][size][levels];
    double[] examples = new double[counts.length];
    int[][] train = levels(data.train(), description);
    for (int i = 0; i < train.length; i++) {
      int label = byClass ? data.train().label(i) : 0;
      examples[label]++;
      for (int k = 0; k < size; k++) {
        counts[label][k][train[i][k]]++;
      }
    }
    double bits = 0;
    int[][] test = levels(data.test(), description);
    for (int i = 0; i < test.length; i++) {
      int label = byClass ? data.test().label(i) : 0;
      for (int k = 0; k < size; k++) {
        double probability = (counts[label][k][test[i][k]] + 1) / (examples[label] + levels);
        bits -= Math.log(probability) / Math.log(2);
      }
    }
    return bits / test.length / size;
  }

  private static int[][] levels(Examples examples, DataDescription description) {
    int size = description.shape().size();
    int[][] levels = new int[examples.size()][size];
    float[] values = new float[size];
    for (int i = 0; i < levels.length; i++) {
      examples.read(i, values, 0);
      for (int k = 0; k < size; k++) {
        levels[i][k] = description.levels().orElseThrow().level(values[k]);
      }
    }
    return levels;
  }
}
