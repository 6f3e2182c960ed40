package org.tweedie.engine.compression;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.codec.Codec;
import org.tweedie.engine.codec.CodecHeader;
import org.tweedie.engine.codec.CodecModel;
import org.tweedie.engine.codec.EncodedChunks;
import org.tweedie.engine.codec.LevelImages;
import org.tweedie.engine.config.TrainOptions;
import org.tweedie.engine.data.PixelFormat;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Progress;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedRun;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compresses examples with a run's model.
 *
 * @param run whose model
 * @param networks its network
 * @param how in which way
 * @param grid the times of the chain
 */
record Compressing(UsedRun run, CodecNetwork networks, Compression how, StepGrid grid) {

  /** A class is one byte in the files that are written when they are decompressed. */
  private static final int MOST_CLASSES = 256;

  /** What stands for the grid of a chain that has none. */
  private static final String LATENTS = "latents";

  /**
   * Encodes some chunks, for {@link #write} of another process.
   *
   * @param from the number of the first chunk, from 0
   * @param to the number after the last
   */
  EncodedChunks encoded(
      LevelImages images,
      PixelFormat format,
      List<String> names,
      int from,
      int to,
      RunListener listener) {
    Codec codec = networks.codec(grid);
    check(codec, images, names);
    CodecHeader header = header(codec, images, format, names);
    int last = Math.min(to, Codec.chunks(images, how.chunk()));
    int count = Math.min(images.count(), last * how.chunk()) - from * how.chunk();
    try (Progress progress = listener.begin("Compressing", "examples", 0, count)) {
      return codec.encoded(
          images, header, how.chunk(), from, last, done -> progress.advance(done, ""));
    }
  }

  /**
   * Compresses.
   *
   * @param encoded chunks that others encoded; empty where all are encoded here
   */
  Report write(
      LevelImages images,
      PixelFormat format,
      List<String> names,
      Optional<EncodedChunks> encoded,
      Path file,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    Codec codec = networks.codec(grid);
    check(codec, images, names);
    CodecHeader header = header(codec, images, format, names);
    long begun = System.nanoTime();
    networks.resetClock();
    Codec.Compressed compressed;
    try (Progress progress = listener.begin("Compressing", "examples", 0, images.count())) {
      compressed =
          encoded.isPresent()
              ? codec.together(images, header, how.chunk(), encoded.get())
              : codec.compress(images, header, how.chunk(), done -> progress.advance(done, ""));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    AtomicFile.write(file, compressed.bytes(), check);
    Result result = result(compressed, images.count(), encoded.isPresent() ? Double.NaN : seconds);
    return new Report(result.text(), JsonMapper.shared().writeValueAsString(result), List.of(file));
  }

  private CodecHeader header(
      Codec codec, LevelImages images, PixelFormat format, List<String> names) {
    DataDescription data = run.assembly().data();
    int batch = Math.min(how.batch(), images.count());
    CodecModel model = networks.model(codec.probe(batch));
    return new CodecHeader(
        run.path().toString(),
        model,
        data.shape(),
        data.levels().orElseThrow().count(),
        data.classes().size(),
        codec.conditional(),
        how.chosenOrder(),
        grid,
        how.bits(),
        how.chosenPrecision(),
        batch,
        how.seed(),
        format,
        names,
        List.of());
  }

  private void check(Codec codec, LevelImages images, List<String> names) {
    codec
        .objection(how.chosenOrder())
        .ifPresent(
            objection -> {
              throw new RunException(objection);
            });
    if (run.assembly().data().classes().size() > MOST_CLASSES) {
      throw new RunException("The data have more than %d classes.".formatted(MOST_CLASSES));
    }
    if (run.assembly().data().classes().size() == MOST_CLASSES
        && Arrays.stream(images.labels()).anyMatch(label -> label == Condition.NONE)) {
      throw new RunException(
          "A byte holds one of %d classes, or says that there is none, and not both."
              .formatted(MOST_CLASSES));
    }
    if ((long) images.count() * run.assembly().data().shape().size() > Integer.MAX_VALUE) {
      throw new RunException(
          "One file holds at most %,d numbers, and these are %,d examples of %d: compress them apart."
              .formatted(Integer.MAX_VALUE, images.count(), run.assembly().data().shape().size()));
    }
    names.stream()
        .filter(name -> !CodecHeader.isName(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new RunException(
                  "The file '%s' has a name that some systems do not allow: it is kept, and must do anywhere. Please rename the file."
                      .formatted(name));
            });
    if (new HashSet<>(names).size() < names.size()) {
      throw new RunException(
          "Two of the files have one name, and would come out as one: compress them apart.");
    }
    if (codec.conditional()
        && run.assembly().labelDropout() == 0
        && Arrays.stream(images.labels()).anyMatch(label -> label == Condition.NONE)) {
      throw new RunException(
          "The model was trained with every label shown, and files of pixels have none: it"
              + " compresses its own data (--data).");
    }
    run.assembly().told().stream()
        .filter(part -> part != ConditionPart.CLASS && run.assembly().dropout(part) == 0)
        .findFirst()
        .ifPresent(
            part -> {
              throw new RunException(
                  "The model was always told the %s in training, and compressed files hold none: it cannot do without. That takes train.%s above 0."
                      .formatted(part.word(), TrainOptions.dropoutOption(part)));
            });
  }

  /** What it came to, in bits a dimension where nothing else is said. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  private record Result(
      int examples,
      String order,
      int steps,
      String grid,
      int bits,
      int precision,
      int batch,
      int bytes,
      double net,
      double information,
      double file,
      double first,
      double beforehandBytes,
      double classesBytes,
      @Nullable Double seconds,
      @Nullable Double examplesPerSecond,
      @Nullable Double coderShare,
      boolean portable) {

    String text() {
      return String.format(
          Locale.ROOT,
          "%d examples, %s, %s:%n"
              + "  net            %9.4f bits/dim, %.4f by what the model finds probable%n"
              + "  file           %9.4f bits/dim, %d bytes (%.0f taken beforehand, %.0f for classes)%n"
              + "  first example  %9.4f bits/dim by itself%s%s",
          examples,
          order,
          grid.equals(LATENTS)
              ? "%d latents".formatted(steps)
              : "%d steps (%s)".formatted(steps, grid),
          net,
          information,
          file,
          bytes,
          beforehandBytes,
          classesBytes,
          first,
          examplesPerSecond == null || coderShare == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%n  %.1f examples/s, of which the coder took %.1f%%",
                  examplesPerSecond,
                  100 * coderShare),
          portable ? "%n  any machine decodes it".formatted() : "");
    }
  }

  private Result result(Codec.Compressed compressed, int count, double seconds) {
    int size = run.assembly().data().shape().size();
    double dimensions = (double) count * size;
    // What others did took their time.
    boolean isTimed = !Double.isNaN(seconds);
    return new Result(
        count,
        how.order(),
        grid.steps(),
        networks.latents().isPresent() ? LATENTS : grid.isEven() ? "even" : "optimal",
        how.bits(),
        how.chosenPrecision(),
        how.batch(),
        compressed.bytes().length,
        compressed.net() / dimensions,
        compressed.information() / dimensions,
        8.0 * compressed.bytes().length / dimensions,
        compressed.first() / size,
        compressed.beforehand() / 8,
        compressed.labels() / 8,
        isTimed ? seconds : null,
        isTimed ? count / seconds : null,
        isTimed ? (seconds - networks.seconds()) / seconds : null,
        networks.settings().isEmpty());
  }
}
