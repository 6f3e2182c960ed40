package org.tweedie.study.bulk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * The folder of many samples: the shards, each under its number once it is whole; the manifest; and
 * what processes work in, until all is done.
 *
 * @param path the folder
 * @param samples which samples
 */
record ShardFolder(Path path, BulkSamples samples) implements Pieces {

  private static final Pattern NAME = Pattern.compile("shard-(\\d{5,9})(\\.[a-z]+)?");

  @Override
  public String what() {
    return "Sampling";
  }

  @Override
  public String unit() {
    return "samples";
  }

  @Override
  public long total() {
    return samples.count();
  }

  @Override
  public long size(int number) {
    return (long) samples.end(number) - samples.first(number);
  }

  @Override
  public String words(int number) {
    return "Drawing samples %d to %d".formatted(samples.first(number), samples.end(number) - 1);
  }

  @Override
  public Path log(int number) {
    return stageFolder(number).log();
  }

  Path manifest() {
    return path.resolve("manifest.json");
  }

  private Path work() {
    return path.resolve("work");
  }

  /** The stage that draws a shard. */
  static StageId stage(int number) {
    return new StageId(Phase.SAMPLE, "shard%05d".formatted(number));
  }

  @Override
  public int number(StageId stage) {
    return Integer.parseInt(stage.key().substring("shard".length()));
  }

  private StageFolder stageFolder(int number) {
    return new StageFolder(work().resolve(stage(number).path()));
  }

  @Override
  public Job.Work work(int number) throws IOException {
    StageFolder its = stageFolder(number);
    Files.createDirectories(its.path());
    AtomicFile.write(its.config(), samples.config().toYaml());
    return new Job.Work(
        stage(number),
        its.path().toString(),
        samples.step(),
        samples.run().toString(),
        "",
        Optional.of(
            Job.Piece.of(
                new Job.Shard(
                    samples.samples().part(samples.first(number), samples.end(number)),
                    samples.output()))));
  }

  @Override
  public List<Integer> begin() throws IOException {
    Files.createDirectories(work());
    Manifest wanted = Manifest.begun(samples);
    Optional<Manifest> found = StudyJson.read(manifest(), Manifest.class);
    if (found.isPresent() && !found.get().fingerprint().equals(wanted.fingerprint())) {
      throw new RunException(
          "'%s' holds other samples: %d of %s after %d steps, seed %d, in shards of %d, or drawn otherwise. Please name another folder: --out DIR."
              .formatted(
                  path,
                  found.get().count(),
                  found.get().run(),
                  found.get().step(),
                  found.get().seed(),
                  found.get().shard()));
    }
    if (found.isEmpty()) {
      StudyJson.write(manifest(), wanted);
    }
    return missing();
  }

  /** The shards that are there whole, by number. */
  private Map<Integer, Path> there() throws IOException {
    Map<Integer, Path> there = new HashMap<>();
    try (Stream<Path> files = Files.list(path)) {
      files.forEach(
          file -> {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
              there.put(Integer.parseInt(name.group(1)), file);
            }
          });
    }
    return there;
  }

  private List<Integer> missing() throws IOException {
    Map<Integer, Path> there = there();
    return IntStream.range(0, samples.shards())
        .filter(number -> !there.containsKey(number))
        .boxed()
        .toList();
  }

  /** Takes a shard that was drawn from where it was. */
  @Override
  public void take(int number) throws IOException {
    Path drawn;
    try (Stream<Path> files = Files.list(stageFolder(number).path())) {
      drawn =
          files
              .filter(file -> file.getFileName().toString().matches("samples\\..*|images"))
              .findFirst()
              .orElseThrow(() -> new IOException("shard %d has no samples".formatted(number)));
    }
    String name = drawn.getFileName().toString();
    String end = name.contains(".") ? name.substring(name.indexOf('.')) : "";
    Files.move(drawn, path.resolve("shard-%05d%s".formatted(number, end)));
  }

  /** Writes down what is there, once all is, and takes away what processes worked in. */
  @Override
  public void end() throws IOException {
    List<Manifest.Shard> shards = new ArrayList<>();
    Map<Integer, Path> there = there();
    for (int number = 0; number < samples.shards(); number++) {
      Path shard = Objects.requireNonNull(there.get(number));
      shards.add(
          new Manifest.Shard(
              shard.getFileName().toString(),
              samples.first(number),
              samples.end(number) - samples.first(number),
              Sha256.of(files(shard))));
    }
    StudyJson.write(manifest(), Manifest.begun(samples).done(shards));
    NewFolder.delete(work());
  }

  private static Path[] files(Path shard) throws IOException {
    if (!Files.isDirectory(shard)) {
      return new Path[] {shard};
    }
    try (Stream<Path> files = Files.list(shard)) {
      return files.sorted().toArray(Path[]::new);
    }
  }
}
