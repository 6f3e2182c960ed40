package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.Readings;
import org.tweedie.engine.Run;
import org.tweedie.engine.RunPieces;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Phase;

/**
 * Has a run's model measured by processes side by side: they draw the samples that measures look
 * at, and take the likelihoods of single examples. What is left, and all sums, this process does
 * over all samples and examples in their order, so the readings are those of one process to the
 * last bit. Used by one thread.
 */
public final class BulkMeasuring {

  /** Held-out examples of a piece, unless a batch has more. */
  private static final int EXAMPLES = 1024;

  private final Run run;
  private final PieceFolder folder;

  /**
   * With nothing begun yet.
   *
   * @param run with the config whose measures are taken
   * @param step of the run's checkpoint
   * @param threads of each process
   * @param folder where the pieces go; empty for one in the run's folder
   */
  public BulkMeasuring(Run run, long step, int threads, Optional<Path> folder) throws IOException {
    this.run = run;
    RunConfig config = run.config().with("train.threads", threads);
    RunPieces shares = run.pieces();
    int batch = config.sample().batch();
    int samples = BulkSamples.usual(batch, run.data().description().shape().size());
    List<PieceFolder.Piece> pieces = new ArrayList<>();
    pieces.addAll(
        PieceFolder.cut(
            shares.samples(),
            Math.min(samples, Math.max(1, EXAMPLES / batch) * batch),
            (number, from, to) ->
                new PieceFolder.Piece(
                    Phase.SAMPLE,
                    "samples-%05d.safetensors".formatted(number),
                    "Drawing samples %d to %d".formatted(from, to - 1),
                    from,
                    to - from,
                    Job.Piece.of(new Job.Share(from, to)))));
    pieces.addAll(
        PieceFolder.cut(
            shares.examples(),
            Math.max(EXAMPLES, config.evaluate().batch()),
            (number, from, to) ->
                new PieceFolder.Piece(
                    Phase.MEASURE,
                    "likelihoods-%05d.json".formatted(number),
                    "Measuring examples %d to %d".formatted(from, to - 1),
                    from,
                    to - from,
                    Job.Piece.of(new Job.Share(from, to)))));
    String fingerprint = Fingerprints.of(config.toYaml(), Sha256.of(run.checkpoint()));
    this.folder =
        new PieceFolder(
            folder.orElseGet(
                () -> run.path().resolve("partitions").resolve(fingerprint.substring(0, 12))),
            "Measuring",
            run.path(),
            step,
            config,
            fingerprint,
            pieces);
  }

  /** Where the pieces go. */
  public Path path() {
    return folder.path();
  }

  /**
   * Has done what is not there yet, and puts all together.
   *
   * @param notes hears what a person should know
   * @param stop asked several times a second whether to stop
   * @return empty where it was stopped, or a piece cannot be done
   * @throws org.tweedie.engine.problem.RunException if the folder holds other work, or another
   *     process works there
   */
  public Optional<Readings> run(
      BulkWork.Crew crew, Consumer<String> notes, BooleanSupplier stop, RunListener listener)
      throws IOException {
    BulkWork.Ending ending = new BulkWork(folder, crew, notes).run(stop, listener);
    return ending == BulkWork.Ending.COMPLETE
        ? Optional.of(
            run.pieces().measure(folder.files(Phase.MEASURE), folder.files(Phase.SAMPLE), listener))
        : Optional.empty();
  }
}
