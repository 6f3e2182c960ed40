package org.tweedie.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.Run;
import org.tweedie.engine.Run.Output;
import org.tweedie.engine.Samples;
import picocli.CommandLine.Option;

/** Where samples go, and as what. */
final class SampleOutput {

  private static final Path PIPE = Path.of("-");

  /** What samples are written as. */
  private enum Format {
    PNG(Output.GRID),
    NPY(Output.NPY),
    NPZ(Output.NPZ),
    SAFETENSORS(Output.SAFETENSORS),
    CSV(Output.CSV),
    PARQUET(Output.PARQUET);

    /** The one file of it. */
    private final Output whole;

    Format(Output whole) {
      this.whole = whole;
    }
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "png: a picture of all, and each image by itself (the default; points are a table then);"
              + " npy or npz: an array of NumPy, of levels where the data have up to 256, else of"
              + " floats, npz with the labels; safetensors, csv, parquet: numbers between -1 and 1.")
  private Optional<Format> format = Optional.empty();

  @Option(names = "--gif", description = "An animation of the way from noise to samples too.")
  private boolean animated;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write (default: samples/seed-N in the run's folder); - for one file to standard"
              + " output, with --format: of png the picture of all.")
  private Optional<Path> out = Optional.empty();

  /** Refuses what does not go together, before anything is opened. */
  void check(Console console) {
    if (isPipe() && format.isEmpty()) {
      throw console.wrong("--out - writes one file to standard output. Say which: --format npz.");
    }
    if (isPipe() && animated) {
      throw console.wrong("--out - writes one file: leave --gif out, or give --out a folder.");
    }
  }

  private boolean isPipe() {
    return out.filter(PIPE::equals).isPresent();
  }

  /** Draws samples and writes them. */
  void write(Run run, Samples samples, Console console) throws IOException {
    if (isPipe()) {
      pipe(run, samples, console);
      return;
    }
    console.wrote(run.sample(samples, folder(run), outputs(), console.listener()));
  }

  /** Draws samples and writes what another run makes of them. */
  void write(Run run, Run next, Samples samples, Console console) throws IOException {
    if (isPipe()) {
      throw console.wrong("--then writes to a folder: leave --out - out.");
    }
    console.wrote(run.sample(samples, next, folder(next), outputs(), console.listener()));
  }

  /** Where shards go. */
  Path bulkFolder(Run run, Console console) {
    if (isPipe() || animated) {
      throw console.wrong("Partitions write to a folder: leave --out - and --gif out.");
    }
    return folder(run);
  }

  /** What a shard is: each image by itself, or a file of numbers. */
  Output bulkOutput() {
    return format.filter(it -> it != Format.PNG).map(it -> it.whole).orElse(Output.SINGLES);
  }

  private Path folder(Run run) {
    return out.orElseGet(() -> run.samples().resolve("seed-" + run.config().sample().seed()));
  }

  private Set<Output> outputs() {
    Set<Output> outputs =
        format.filter(it -> it != Format.PNG).isPresent()
            ? EnumSet.of(format.get().whole)
            : EnumSet.of(Output.GRID, Output.SINGLES);
    if (animated) {
      outputs.add(Output.ANIMATION);
    }
    return outputs;
  }

  /** Nothing else goes to standard output then. */
  private void pipe(Run run, Samples samples, Console console) throws IOException {
    PrintStream to = System.out;
    run.sample(samples, to, format.orElseThrow().whole, console.listener());
    // A print stream keeps to itself that a disk is full, or nobody reads on.
    if (to.checkError()) {
      throw new IOException("standard output did not take all of the samples");
    }
  }
}
