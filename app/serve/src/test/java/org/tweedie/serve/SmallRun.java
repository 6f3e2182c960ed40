package org.tweedie.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import org.tweedie.engine.Tweedie;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.NewFolder;
import org.tweedie.engine.progress.RunListener;

/** A run of the digits with a small network, trained once for all tests. */
final class SmallRun {

  private static final Tweedie TWEEDIE = Tweedie.load();
  private static final Path FOLDER = trained();
  private static final Run OWN = open(UnaryOperator.identity());

  private SmallRun() {}

  private static Path trained() {
    // Graphs as they are start sooner.
    System.setProperty("tweedie.optimize", "false");
    try {
      Path folder = Files.createTempDirectory("tweedie-served");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      Path run = folder.resolve("digits");
      RunConfig config =
          TWEEDIE
              .example("digits")
              .with("network", Map.of("type", "unet", "channels", 8, "groups", 4))
              .with("sampler", Map.of("type", "ddim", "steps", 4))
              .with("train.steps", 40)
              .with("train.batch", 16)
              .with("train.sample-every", 0)
              .with("measures", List.of(Map.of("type", "bound", "examples", 20)));
      try (Run made = TWEEDIE.create(run, config)) {
        made.train(RunListener.silent());
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      NewFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Run open(UnaryOperator<RunConfig> changes) {
    return TWEEDIE.open(FOLDER, changes);
  }

  /** What is served. */
  static List<ServedRun> served() {
    return List.of(new ServedRun("digits", () -> open(UnaryOperator.identity())));
  }

  /** What {@code tweedie sample --format ... --out -} writes with some settings. */
  static byte[] sampled(Output output, UnaryOperator<RunConfig> changes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Run run = OWN.using(changes.apply(OWN.config()))) {
      run.sample(Samples.asConfigured(), bytes, output, RunListener.silent());
    }
    return bytes.toByteArray();
  }
}
