package org.tweedie.engine.compression;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.codec.Codec;
import org.tweedie.engine.codec.CodecModel;
import org.tweedie.engine.codec.EncodedChunks;
import org.tweedie.engine.codec.LevelImages;
import org.tweedie.engine.config.ChosenWeights;
import org.tweedie.engine.data.PixelFiles;
import org.tweedie.engine.data.PixelFormat;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run's model as a codec, whose networks are opened so that both ways have the same bits. Made by
 * {@link org.tweedie.engine.Run#codec}, and used while that is open, by one thread.
 *
 * @param run whose model
 */
public record RunCodec(UsedRun run) {

  /** A level is a byte. */
  private static final int MOST_LEVELS = 256;

  /**
   * Compresses.
   *
   * @param file where the result goes
   * @param check looks at it before it gets its name
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   * @throws org.tweedie.api.data.DataException if a file cannot be read without loss
   */
  public Report compress(
      Compression how, ToCompress what, Path file, AtomicFile.Check check, RunListener listener)
      throws IOException {
    quantised();
    CodecNetwork network = network();
    Compressing compressing = new Compressing(run, network, how, grid(network, how, listener));
    Examples read = read(what);
    return compressing.write(
        read.images, read.format, read.names, Optional.empty(), file, check, listener);
  }

  /**
   * Compresses the run's own data.
   *
   * @param split {@code test} or {@code train}
   * @param limit at most so many examples
   * @param file where the result goes
   * @param check looks at it before it gets its name
   */
  public Report compress(
      Compression how,
      String split,
      int limit,
      Path file,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    return compress(how, new ToCompress(split, limit, List.of()), file, check, listener);
  }

  /** The times of the steps, which are measured first where they are to be the best. */
  public ChosenSteps grid(Compression how, RunListener listener) throws IOException {
    quantised();
    return ChosenSteps.of(grid(network(), how, listener));
  }

  /** How many chunks the file would have. */
  public int chunks(Compression how, ToCompress what) throws IOException {
    quantised();
    return Codec.chunks(read(what).images, how.chunk());
  }

  /**
   * Encodes some chunks for {@link #together} of another process, whose TensorFlow has as many
   * threads.
   *
   * @param grid that {@link #grid} gave
   * @param from the number of the first chunk, from 0
   * @param to the number after the last
   * @param file where they go
   */
  public void encode(
      Compression how,
      ChosenSteps grid,
      ToCompress what,
      int from,
      int to,
      Path file,
      RunListener listener)
      throws IOException {
    quantised();
    Examples read = read(what);
    new Compressing(run, network(), how, grid.grid())
        .encoded(read.images, read.format, read.names, from, to, listener)
        .write(file);
  }

  /**
   * Puts chunks together that other processes encoded: the bytes are those of one process.
   *
   * @param chunks the files of all chunks
   * @param file where the result goes
   * @param check looks at it before it gets its name
   * @throws RunException if a chunk is missing
   */
  public Report together(
      Compression how,
      ChosenSteps grid,
      ToCompress what,
      List<Path> chunks,
      Path file,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    Examples read = read(what);
    return new Compressing(run, network(), how, grid.grid())
        .write(
            read.images,
            read.format,
            read.names,
            Optional.of(EncodedChunks.read(chunks)),
            file,
            check,
            listener);
  }

  private record Examples(LevelImages images, PixelFormat format, List<String> names) {}

  private Examples read(ToCompress what) {
    if (what.files().isEmpty()) {
      return new Examples(
          LevelImages.of(
              what.split().equals("train") ? run.data().train() : run.data().test(),
              run.assembly().data().shape(),
              quantised(),
              what.limit()),
          PixelFormat.IDX,
          List.of());
    }
    PixelFiles read = PixelFiles.read(what.files(), run.assembly().data());
    int[] labels = new int[read.levels().length];
    Arrays.fill(labels, Condition.NONE);
    return new Examples(new LevelImages(read.levels(), labels), read.format(), read.names());
  }

  /**
   * Decompresses a file.
   *
   * @param into a folder where the examples are written; empty to look whether they can be decoded
   * @param format of the files, {@code png}, {@code idx} or {@code npy}; empty for what they came
   *     from
   * @throws RunException if the run's model is not the one that compressed it, or does not give the
   *     same bits here, or there is no such format
   * @throws org.tweedie.engine.file.FileFormatException if a part is damaged, after the others were
   *     written
   */
  public Report decompress(
      CompressedImages images, Optional<Path> into, Optional<String> format, RunListener listener)
      throws IOException {
    Optional<PixelFormat> wanted = format.map(RunCodec::format);
    Decompressing.checkWeights(
        run, images, run.models().fingerprint(run.config().evaluate().chosenWeights()));
    CodecNetwork network = asCoded(images.file().header().model().inGraph());
    return new Decompressing(run, network, images.path(), images.file())
        .write(into, wanted, listener);
  }

  private Levels quantised() {
    Levels levels =
        run.assembly()
            .data()
            .levels()
            .orElseThrow(
                () ->
                    new RunException(
                        "The run's data are continuous, and no number of bits holds them without"
                            + " loss."));
    if (levels.count() > MOST_LEVELS) {
      throw new RunException(
          "The run's data have %d levels, and files of pixels hold %d at most."
              .formatted(levels.count(), MOST_LEVELS));
    }
    return levels;
  }

  private CodecNetwork network() throws IOException {
    run.needsData();
    return run.models().isForHost()
        ? onHost()
        : inGraph(new SessionSettings(threads(), false, run.session().optimized()));
  }

  private StepGrid grid(CodecNetwork network, Compression how, RunListener listener) {
    return how.optimal() && network.latents().isEmpty()
        ? network.bestGrid(how.steps(), run.data().train(), listener)
        : StepGrid.even(network.latents().orElse(how.steps()));
  }

  private static PixelFormat format(String name) {
    return Arrays.stream(PixelFormat.values())
        .filter(format -> format.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new RunException("--format is png, idx or npy, not '%s'.".formatted(name)));
  }

  private CodecNetwork asCoded(Optional<CodecModel.InGraph> inGraph) throws IOException {
    if (inGraph.isPresent()) {
      return inGraph(
          new SessionSettings(inGraph.get().threads(), false, inGraph.get().optimized()));
    }
    if (!run.models().isForHost()) {
      throw new RunException(
          "The file was coded by a network on the host, and that of the run in '%s' is for graphs alone."
              .formatted(run.path()));
    }
    return onHost();
  }

  private int threads() {
    return run.session().threads() == 0
        ? Runtime.getRuntime().availableProcessors()
        : run.session().threads();
  }

  private CodecNetwork inGraph(SessionSettings settings) throws IOException {
    return network(run.models().open(weights(), settings), Optional.of(settings));
  }

  /** Its threads are this machine's own, since they change no bits. */
  private CodecNetwork onHost() throws IOException {
    return network(run.models().onHost(weights(), threads()), Optional.empty());
  }

  private CodecNetwork network(UsedModel model, Optional<SessionSettings> settings)
      throws IOException {
    return new CodecNetwork(
        run,
        model,
        new AtomicLong(),
        settings,
        run.models().fingerprint(weights()),
        run.models().step());
  }

  private ChosenWeights weights() {
    return run.config().evaluate().chosenWeights();
  }
}
