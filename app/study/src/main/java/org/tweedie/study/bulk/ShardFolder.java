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
import org.tweedie.engine.file.NewFolder;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.problem.RunException;
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
record ShardFolder(Path path, BulkSamples samples) {

  private static final Pattern NAME = Pattern.compile("shard-(\\d{5,9})(\\.[a-z]+)?");

  /** Taken by the process that has the samples drawn. */
  Path lock() {
    return path.resolve("lock");
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

  /** The shard that a stage draws. */
  static int number(StageId stage) {
    return Integer.parseInt(stage.key().substring("shard".length()));
  }

  /** Where a process draws a shard. */
  StageFolder work(int number) {
    return new StageFolder(work().resolve(stage(number).path()));
  }

  /**
   * Begins, or goes on with what was begun here.
   *
   * @throws RunException if other samples were begun here
   */
  void begin() throws IOException {
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

  /** The shards that are not there. */
  List<Integer> missing() throws IOException {
    Map<Integer, Path> there = there();
    return IntStream.range(0, samples.shards())
        .filter(number -> !there.containsKey(number))
        .boxed()
        .toList();
  }

  /** Takes a shard that was drawn from where it was. */
  void take(int number) throws IOException {
    Path drawn;
    try (Stream<Path> files = Files.list(work(number).path())) {
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
  void end() throws IOException {
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
