package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tweedie.engine.Run;
import org.tweedie.engine.compression.ChosenSteps;
import org.tweedie.engine.compression.Compression;
import org.tweedie.engine.compression.ToCompress;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.NewFolder;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.progress.RunListener;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Phase;

/**
 * Has examples compressed by processes side by side, a chunk at a time: a chunk stands for itself,
 * so the file is that of one process, byte for byte. Used by one thread.
 *
 * @param run whose config has as many threads as each process
 * @param step of the run's checkpoint
 * @param how they are compressed
 * @param what is compressed
 * @param out the file; until it is whole, the chunks are in the folder of its name and {@code
 *     .parts}
 */
public record BulkCompressing(Run run, long step, Compression how, ToCompress what, Path out) {

  /** Where the chunks go. */
  public Path path() {
    return out.resolveSibling(out.getFileName() + ".parts");
  }

  /**
   * Has done what is not there yet, and puts all together.
   *
   * @param notes hears what a person should know
   * @param stop asked several times a second whether to stop
   * @param check looks at the file before it gets its name
   * @return empty where it was stopped, or a chunk cannot be compressed
   * @throws org.tweedie.engine.problem.RunException if the folder holds other work, or another
   *     process works there
   */
  public Optional<Report> run(
      BulkWork.Crew crew,
      Consumer<String> notes,
      BooleanSupplier stop,
      AtomicFile.Check check,
      RunListener listener)
      throws IOException {
    ChosenSteps grid = run.codec().grid(how, listener);
    PieceFolder folder =
        new PieceFolder(
            path(),
            "Compressing",
            run.path(),
            step,
            run.config(),
            fingerprint(grid),
            PieceFolder.cut(
                run.codec().chunks(how, what),
                1,
                (number, from, to) ->
                    new PieceFolder.Piece(
                        Phase.MEASURE,
                        "chunk-%05d.json".formatted(number),
                        "Compressing chunk %d".formatted(number + 1),
                        from,
                        to - from,
                        Job.Piece.of(new Job.Chunks(how, grid, what, from, to)))));
    if (new BulkWork(folder, crew, notes).run(stop, listener) != BulkWork.Ending.COMPLETE) {
      return Optional.empty();
    }
    Report report =
        run.codec().together(how, grid, what, folder.files(Phase.MEASURE), out, check, listener);
    NewFolder.delete(path());
    return Optional.of(report);
  }

  private String fingerprint(ChosenSteps grid) throws IOException {
    return Fingerprints.of(
        run.config().toYaml(),
        Sha256.of(run.checkpoint()),
        how,
        what,
        grid,
        what.files().isEmpty() ? "" : Sha256.of(what.files().toArray(Path[]::new)));
  }
}
