package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.NewFolder;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.problem.RunException;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.StudyJson;

/**
 * A folder of pieces, each one file under its name once it is whole; the manifest, which says what
 * of; and what processes work in, until all is done.
 *
 * @param path the folder
 * @param what the work, as in {@code Measuring}
 * @param run whose model works
 * @param step of its checkpoint
 * @param config how it is used
 * @param fingerprint a hash of all that the pieces depend on
 * @param pieces all of them
 */
record PieceFolder(
    Path path,
    String what,
    Path run,
    long step,
    RunConfig config,
    String fingerprint,
    List<Piece> pieces)
    implements Pieces {

  /** Of the file {@code manifest.json}. */
  private static final int FORMAT = 1;

  /**
   * A piece.
   *
   * @param phase that makes it
   * @param file what it is called
   * @param words what it is, to begin a sentence
   * @param first the index of its first example, sample or chunk
   * @param count how many it has
   * @param work what a process is told
   */
  record Piece(Phase phase, String file, String words, int first, int count, Job.Piece work) {}

  /**
   * What the file {@code manifest.json} says.
   *
   * @param format of the file
   * @param run the run's folder
   * @param step of the checkpoint
   * @param fingerprint a hash of all that the pieces depend on
   * @param done whether all pieces are there
   * @param shards all of them, once they are there
   */
  private record Contents(
      int format,
      String run,
      long step,
      String fingerprint,
      boolean done,
      List<Manifest.Shard> shards) {

    Contents {
      Objects.requireNonNull(fingerprint, "fingerprint");
      shards = List.copyOf(shards);
    }
  }

  /** Copies. */
  PieceFolder {
    pieces = List.copyOf(pieces);
  }

  /** The files of pieces of a phase, in order. */
  List<Path> files(Phase phase) {
    return pieces.stream()
        .filter(piece -> piece.phase() == phase)
        .map(piece -> path.resolve(piece.file()))
        .toList();
  }

  private Path manifest() {
    return path.resolve("manifest.json");
  }

  private Path work() {
    return path.resolve("work");
  }

  @Override
  public String unit() {
    return "pieces";
  }

  @Override
  public List<Integer> begin() throws IOException {
    Files.createDirectories(work());
    Optional<Contents> found = StudyJson.read(manifest(), Contents.class);
    if (found.isPresent() && !found.get().fingerprint().equals(fingerprint)) {
      throw new RunException(
          "'%s' holds other work: of %s after %d steps, or with other options. Please name another folder, or delete it."
              .formatted(path, found.get().run(), found.get().step()));
    }
    if (found.isEmpty()) {
      StudyJson.write(manifest(), contents(false, List.of()));
    }
    return IntStream.range(0, pieces.size())
        .filter(number -> !Files.exists(path.resolve(pieces.get(number).file())))
        .boxed()
        .toList();
  }

  private Contents contents(boolean done, List<Manifest.Shard> shards) {
    return new Contents(FORMAT, run.toString(), step, fingerprint, done, shards);
  }

  @Override
  public long total() {
    return pieces.size();
  }

  @Override
  public long size(int number) {
    return 1;
  }

  private StageId stage(int number) {
    return new StageId(pieces.get(number).phase(), "piece%05d".formatted(number));
  }

  private StageFolder stageFolder(int number) {
    return new StageFolder(work().resolve(stage(number).path()));
  }

  @Override
  public Job.Work work(int number) throws IOException {
    StageFolder its = stageFolder(number);
    Files.createDirectories(its.path());
    AtomicFile.write(its.config(), config.toYaml());
    return new Job.Work(
        stage(number),
        its.path().toString(),
        step,
        run.toString(),
        "",
        Optional.of(pieces.get(number).work()));
  }

  @Override
  public int number(StageId stage) {
    return Integer.parseInt(stage.key().substring("piece".length()));
  }

  @Override
  public void take(int number) throws IOException {
    StageFolder its = stageFolder(number);
    Path made = pieces.get(number).phase() == Phase.SAMPLE ? its.samples() : its.part();
    Files.move(made, path.resolve(pieces.get(number).file()));
  }

  @Override
  public void end() throws IOException {
    List<Manifest.Shard> shards = new ArrayList<>();
    for (Piece piece : pieces) {
      shards.add(
          new Manifest.Shard(
              piece.file(), piece.first(), piece.count(), Sha256.of(path.resolve(piece.file()))));
    }
    StudyJson.write(manifest(), contents(true, shards));
    NewFolder.delete(work());
  }

  @Override
  public String words(int number) {
    return pieces.get(number).words();
  }

  @Override
  public Path log(int number) {
    return stageFolder(number).log();
  }

  /** What a piece is made of: those of a range that begin at multiples of a size. */
  interface Ranges {

    /** The piece of a range. */
    Piece of(int number, int from, int to);
  }

  /** Pieces of a range, the last one the rest. */
  static List<Piece> cut(int count, int size, Ranges ranges) {
    List<Piece> pieces = new ArrayList<>();
    for (int from = 0; from < count; from += size) {
      pieces.add(ranges.of(pieces.size(), from, (int) Math.min(count, (long) from + size)));
    }
    return pieces;
  }
}
