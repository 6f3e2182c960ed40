package org.tweedie.engine;

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
import org.tweedie.engine.run.UsedModel;
import org.tweedie.engine.tensor.SessionSettings;

/**
 * A run as a codec: what its networks are opened with, so that both ways have the same bits.
 *
 * @param run whose model
 * @param models its networks
 * @param session how TensorFlow runs them
 */
record RunCodec(Run run, OpenedModels models, SessionSettings session) {

  Report compress(
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

  Report compress(
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

  Report decompress(
      CompressedImages images, Optional<Path> into, Optional<String> format, RunListener listener)
      throws IOException {
    Optional<PixelFormat> wanted = format.map(RunCodec::format);
    Decompressing.checkWeights(
        run, images, models.fingerprint(run.config().evaluate().chosenWeights()));
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
                    "The run's data are continuous, and no number of bits holds them without loss."));
  }

  private Compressing compressing(Compression how, RunListener listener) throws IOException {
    CodecNetwork network =
        models.isForHost()
            ? onHost()
            : inGraph(new SessionSettings(threads(), false, session.optimized()));
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
    if (!models.isForHost()) {
      throw new RunException(
          "The file was coded by a network on the host, and that of the run in '%s' is for graphs alone."
              .formatted(run.path()));
    }
    return onHost();
  }

  private int threads() {
    return session.threads() == 0 ? Runtime.getRuntime().availableProcessors() : session.threads();
  }

  private CodecNetwork inGraph(SessionSettings settings) throws IOException {
    return network(models.open(weights(), settings), Optional.of(settings));
  }

  /** Its threads are this machine's own, since they change no bits. */
  private CodecNetwork onHost() throws IOException {
    return network(models.onHost(weights(), threads()), Optional.empty());
  }

  private CodecNetwork network(UsedModel model, Optional<SessionSettings> settings)
      throws IOException {
    return new CodecNetwork(
        run, model, new AtomicLong(), settings, models.fingerprint(weights()), models.step());
  }

  private ChosenWeights weights() {
    return run.config().evaluate().chosenWeights();
  }
}
