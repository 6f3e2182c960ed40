package org.tweedie.engine.compression;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.engine.codec.Codec;
import org.tweedie.engine.codec.CodecHeader;
import org.tweedie.engine.codec.CodecModel;
import org.tweedie.engine.codec.CompressedFile;
import org.tweedie.engine.data.PixelFiles;
import org.tweedie.engine.data.PixelFormat;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedRun;

/**
 * Decompresses with a run's model.
 *
 * @param run whose model
 * @param networks its network
 * @param name of the file, for messages
 * @param file the file
 */
record Decompressing(UsedRun run, CodecNetwork networks, Path name, CompressedFile file) {

  /**
   * Decodes all that can be decoded.
   *
   * @param into where the examples are written; empty to look whether they can be decoded
   * @param format of the files; empty for what they came from
   * @throws RunException if the run's model is not the one, or does not give its bits here
   * @throws FileFormatException if a part is damaged, after the others were written
   */
  Report write(Optional<Path> into, Optional<PixelFormat> format, RunListener listener)
      throws IOException {
    CodecHeader header = file.header();
    PixelFormat as = format.orElse(header.format());
    if (into.isPresent()) {
      checkRoom(into.get(), as);
    }
    Codec codec = networks.codec(header.grid());
    checkModel(codec);
    Codec.Decompressed found;
    long begun = System.nanoTime();
    try (Progress progress = listener.begin("Decompressing", "examples", 0, header.count())) {
      found = codec.decompress(file, done -> progress.advance(done, ""));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    List<Path> written = new ArrayList<>();
    if (into.isPresent() && found.images().count() > 0) {
      written.addAll(
          PixelFiles.write(
              into.get(),
              as,
              as == header.format() ? names(found.places()) : places(as, found.places()),
              run.assembly().data(),
              found.images().levels(),
              found.images().labels()));
    }
    if (!found.problems().isEmpty()) {
      throw new FileFormatException(
          "%s is damaged.%n%s%n%d of %d examples were decoded%s."
              .formatted(
                  name,
                  String.join(System.lineSeparator(), found.problems()),
                  found.images().count(),
                  header.count(),
                  written.isEmpty() ? "" : " and written to " + into.orElseThrow()));
    }
    return new Report(
        String.format(
            Locale.ROOT,
            "%d examples, as they were when they were compressed; %.1f examples/s",
            header.count(),
            header.count() / seconds),
        "",
        written);
  }

  /**
   * Before hours are spent on what cannot be written then, or would be written over.
   *
   * @throws RunException if examples cannot be files of this kind, or some are there
   */
  private void checkRoom(Path into, PixelFormat as) {
    DataShape shape = run.assembly().data().shape();
    if (!as.holds(shape)) {
      throw new RunException(
          "Examples of %s cannot be written as %s. Take another one: --format npy."
              .formatted(shape, as));
    }
    if (Files.exists(into) && !Files.isDirectory(into)) {
      throw new RunException(
          "'%s' is a file, and what is decompressed goes into a folder: --out DIR."
              .formatted(into));
    }
    int[] all = IntStream.range(0, file.header().count()).toArray();
    List<String> names = as == file.header().format() ? names(all) : places(as, all);
    // Beside one file of all examples there may be one of their classes.
    boolean hasClasses = file.header().classes() > 0;
    PixelFiles.paths(into, as, names, all.length, shape).stream()
        .limit(as == PixelFormat.PNG || hasClasses ? all.length + 1L : 1)
        .filter(Files::exists)
        .findFirst()
        .ifPresent(
            there -> {
              throw new RunException(
                  "'%s' is there already, and would be lost. Please name another folder: --out DIR."
                      .formatted(there));
            });
  }

  private List<String> names(int[] places) {
    List<String> names = file.header().names();
    return names.size() == file.header().count()
        ? Arrays.stream(places).mapToObj(names::get).toList()
        : names.isEmpty() ? places(file.header().format(), places) : names;
  }

  private static List<String> places(PixelFormat format, int[] places) {
    return format == PixelFormat.PNG
        ? Arrays.stream(places).mapToObj("%06d.png"::formatted).toList()
        : List.of();
  }

  /**
   * Before a network is made of them.
   *
   * @throws RunException if the weights are not those that compressed the file
   */
  static void checkWeights(UsedRun run, CompressedImages images, String fingerprint) {
    String then = images.file().header().model().weights();
    String now = CodecNetwork.shortened(fingerprint);
    if (!then.equals(now)) {
      throw new RunException(
          "%s was compressed by other weights than those of the run in '%s' (%s then, %s now). Name the run that compressed it: --run RUN."
              .formatted(images.path(), run.path(), then, now));
    }
  }

  private void checkModel(Codec codec) {
    CodecModel then = file.header().model();
    CodecModel now = networks.model(codec.probe(file.header().batch()));
    if (then.probe() != now.probe()) {
      List<String> differences = then.differences(now);
      throw new RunException(
          "The network does not give the same bits here as where %s was compressed, so it cannot be decoded here. %s"
              .formatted(
                  name,
                  then.portable() && differences.isEmpty()
                      ? "It was coded on the host, to be the same everywhere: the network or the schedule has functions that are not."
                      : differences.isEmpty()
                          ? "Processor, libraries or what the run's config says of its schedule and latents differ: decode it on the machine that compressed it, by the config as it was."
                          : "Not as it was: " + String.join("; ", differences) + "."));
    }
  }
}
