package org.tweedie.cli.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs that are trained once and copied for each test that wants one. */
final class Shared {

  private Shared() {}

  /** A run of six steps on two moons, in the folder {@code run} of a folder. */
  static Path moons(Path folder) {
    return FolderContents.copy(Moons.RUN, folder.resolve("run"));
  }

  /** A run on digits with a network that has learnt something, in the folder {@code run}. */
  static Path digits(Path folder) {
    return FolderContents.copy(Digits.RUN, folder.resolve("run"));
  }

  private static final class Moons {
    static final Path RUN = trained(Runs.moons(6, "--run", "run"));
  }

  private static final class Digits {
    static final Path RUN =
        trained(
            Runs.digits(
                150,
                "--run",
                "run",
                "--set",
                "optimizer=adamw",
                "--set",
                "learning-rate=constant",
                "--set",
                "preconditioning=none",
                "--set",
                "times=low-discrepancy",
                "--set",
                "train={learning-rate: 4e-3, ema: 0.9, warmup: 20, parts: 1}",
                "--set",
                "network.dropout=0"));
  }

  private static Path trained(String... arguments) {
    try {
      Path folder = Files.createTempDirectory("tweedie-run");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> FolderContents.delete(folder)));
      Program.in(folder).run(arguments).succeeded();
      return folder.resolve("run");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
