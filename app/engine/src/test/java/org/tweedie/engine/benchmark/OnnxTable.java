package org.tweedie.engine.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.Run;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.export.ExportFormat;
import org.tweedie.engine.export.OnnxModel;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.sampling.Sampling;

/**
 * A run's network in TensorFlow and, exported, in ONNX Runtime: images a second of DDIM in batches,
 * in turns, and how far apart predictions and whole chains are. A table in Markdown.
 *
 * <p>{@code mvn -q -Pbenchmark verify -pl app/engine -am -Dbenchmark=OnnxTable -Drounds=5
 * -Dsteps=20}, and {@code -Drun=RUN} for another run than a U-Net of the digits that is trained for
 * a few steps here.
 */
final class OnnxTable {

  private static final int BATCH = 50;

  private OnnxTable() {}

  /** Trains what is to be exported, and prints. */
  public static void main(String[] arguments) throws IOException {
    int rounds = Integer.getInteger("rounds");
    int steps = Integer.getInteger("steps");
    Path given = Path.of(System.getProperty("run", ""));
    try (Tweedie tweedie = Tweedie.load();
        Run run =
            opened(
                tweedie,
                given.toString().isEmpty()
                    ? Path.of(System.getProperty("folder"), "onnx-digits")
                    : given,
                steps)) {
      print(run, rounds, steps);
    }
  }

  private static Run opened(Tweedie tweedie, Path path, int steps) throws IOException {
    if (!Tweedie.isRun(path)) {
      Files.createDirectories(path.toAbsolutePath().getParent());
      RunConfig config =
          tweedie.example("digits").with("train.steps", 50).with("train.sample-every", 0);
      try (Run made = tweedie.create(path, config)) {
        made.train(RunListener.silent());
      }
    }
    return tweedie.open(path, own -> own.with("sampler", Map.of("type", "ddim", "steps", steps)));
  }

  private static void print(Run run, int rounds, int steps) throws IOException {
    Assembly parts = run.assembly();
    Path folder = Files.createTempDirectory("tweedie-onnx");
    Path into = folder.resolve("export");
    run.export().write(ExportFormat.ONNX, into);
    DiffusionModel tensorFlow = run.export().run().inspectedDiffusion();
    try (OnnxModel onnx =
        new OnnxModel(
            Files.readAllBytes(into.resolve("model.onnx")), parts.data(), tensorFlow.schedule())) {
      List<DiffusionModel> models = List.of(tensorFlow, onnx);
      double[][] rates = new double[models.size()][rounds];
      double[] apart = new double[rounds];
      models.forEach(model -> draw(parts, model, 0));
      for (int round = 0; round < rounds; round++) {
        Batch[] ends = new Batch[models.size()];
        for (int i = 0; i < models.size(); i++) {
          long begun = System.nanoTime();
          ends[i] = draw(parts, models.get(i), 1 + round);
          rates[i][round] = BATCH / ((System.nanoTime() - begun) / 1e9);
        }
        apart[round] = OnnxModel.difference(ends[1], ends[0]);
      }
      System.out.printf(
          Locale.ROOT,
          "%,d parameters, DDIM of %d steps, batches of %d, %d rounds, %d cores%n%n",
          run.parameters(),
          steps,
          BATCH,
          rounds,
          Runtime.getRuntime().availableProcessors());
      System.out.println("| | images/s (range) |\n|---|--:|");
      System.out.println("| TensorFlow | " + spread(rates[0]) + " |");
      System.out.println("| ONNX Runtime | " + spread(rates[1]) + " |");
      System.out.printf(
          Locale.ROOT,
          "%nLargest difference of a prediction %.2g, of a chain's end %.2g%n",
          prediction(parts, tensorFlow, onnx),
          Arrays.stream(apart).max().orElseThrow());
    }
  }

  private static Batch draw(Assembly parts, DiffusionModel model, int seed) {
    return new Sampling(parts.sampler(), parts.guidance(), BATCH, seed)
        .draw(model, parts.data().shape(), classes(parts), done -> {});
  }

  private static Condition classes(Assembly parts) {
    int classes = parts.data().classes().size();
    int[] labels = new int[BATCH];
    Arrays.setAll(labels, i -> classes == 0 ? Condition.NONE : i % classes);
    return Condition.labels(labels);
  }

  private static double prediction(Assembly parts, DiffusionModel one, OnnxModel other) {
    Batch latents = new SeededNoise(1, 0, BATCH, parts.data().shape()).draw(0);
    double[] times = new double[BATCH];
    Arrays.setAll(times, i -> (i + 0.5) / BATCH);
    return OnnxModel.difference(
        other.views(latents, times, classes(parts)).get("noise"),
        one.predict(latents, times, classes(parts)).noise());
  }

  private static String spread(double... rates) {
    double[] sorted = Arrays.stream(rates).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f to %.0f)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
