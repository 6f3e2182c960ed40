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
import org.tweedie.engine.codec.CodecModel;
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

  /**
   * Compresses the run's own data.
   *
   * @param split {@code test} or {@code train}
   * @param limit at most so many examples
   * @param file where the result goes
   * @param check looks at it before it gets its name
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   */
  public Report compress(
      Compression how,
      String split,
      int limit,
      Path file,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    Compressing compressing = compressing(how, listener);
    LevelImages images =
        LevelImages.of(
            split.equals("train") ? run.data().train() : run.data().test(),
            run.assembly().data().shape(),
            quantised(),
            limit);
    return compressing.write(images, PixelFormat.IDX, List.of(), file, check, listener);
  }

  /**
   * Compresses pixels in files.
   *
   * @param files PNG files, or one with an array
   * @param file where the result goes
   * @param check looks at it before it gets its name
   * @throws RunException if the model cannot do so, or there is no checkpoint yet
   * @throws org.tweedie.api.data.DataException if a file cannot be read without loss
   */
  public Report compress(
      Compression how, List<Path> files, Path file, AtomicFile.Check check, RunListener listener)
      throws IOException {
    quantised();
    Compressing compressing = compressing(how, listener);
    PixelFiles read = PixelFiles.read(files, run.assembly().data());
    int[] labels = new int[read.levels().length];
    Arrays.fill(labels, Condition.NONE);
    return compressing.write(
        new LevelImages(read.levels(), labels), read.format(), read.names(), file, check, listener);
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
    return run.assembly()
        .data()
        .levels()
        .orElseThrow(
            () ->
                new RunException(
                    "The run's data are continuous, and no number of bits holds them without"
                        + " loss."));
  }

  private Compressing compressing(Compression how, RunListener listener) throws IOException {
    run.needsData();
    CodecNetwork network =
        run.models().isForHost()
            ? onHost()
            : inGraph(new SessionSettings(threads(), false, run.session().optimized()));
    StepGrid grid =
        how.optimal() && network.latents().isEmpty()
            ? network.bestGrid(how.steps(), run.data().train(), listener)
            : StepGrid.even(network.latents().orElse(how.steps()));
    return new Compressing(run, network, how, grid);
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
