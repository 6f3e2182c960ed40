package org.tweedie.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of the packaged program on a real Spark cluster of this machine. */
class SparkStudyIT {

  private static final Path TARGET = Path.of("..", "target").toAbsolutePath().normalize();
  private static final Path PROGRAM = TARGET.resolve("tweedie/bin/tweedie");
  private static final Path SPARK = TARGET.resolve("tweedie-spark");
  private static final int LOOK_MILLIS = 100;

  private static final String STUDY =
      """
      base:
        data: {type: points, shape: moons}
        network: {type: mlp, width: 16, layers: 1}
        objective: {type: simple, predict: velocity}
        sampler: {type: ddim, steps: 4}
        train: {steps: %d, batch: 16, log-every: 100, checkpoint-every: 100, sample-every: 0}
        evaluate: {draws: 1, examples: 40}
        sample: {count: 12}
      axes: {schedule: [linear, cosine]}
      """;

  @TempDir Path folder;

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TWEEDIE_SPARK", SPARK.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("TWEEDIE_OPTS", "-Dtweedie.optimize=false -XX:TieredStopAtLevel=1");
    return builder.start();
  }

  private Path log() {
    return folder.resolve("out.txt");
  }

  private String out() throws IOException {
    return Files.readString(log());
  }

  private static String on(String master) {
    return master + ",conf=[spark.driver.host=127.0.0.1,spark.driver.bindAddress=127.0.0.1]";
  }

  /** Weights and pictures of samples, byte for byte; beside samples stands how long they took. */
  private Map<String, Integer> results(String study) throws IOException {
    Path path = folder.resolve(study);
    Map<String, Integer> results = new TreeMap<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(SparkStudyIT::isSettled).toList()) {
        results.put(path.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return results;
  }

  private static boolean isSettled(Path file) {
    String name = file.toString();
    return name.endsWith(".safetensors") ? name.contains("/checkpoints/") : name.endsWith(".png");
  }

  @Test
  void aStudyOnSparkHasTheBytesOfALocalOneAlsoWhereAnExecutorDies()
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "the program is not packaged: build app/cli too");
    Path study = Files.writeString(folder.resolve("study.yaml"), STUDY.formatted(3000));
    assertThat(
            start("ablate", study.toString(), "--study", "no", "--on", on("spark://127.0.0.1:1"))
                .waitFor())
        .as("no such master: %s", out())
        .isEqualTo(2);
    assertThat(out()).contains("nobody answers there");
    assertThat(
            start(
                    "ablate",
                    study.toString(),
                    "--study",
                    "local",
                    "--parallel",
                    "2",
                    "--threads",
                    "1")
                .waitFor())
        .as(out())
        .isZero();
    try (TinySpark spark = TinySpark.start(SPARK.resolve("lib"), folder.resolve("spark"))) {
      Process there =
          start("ablate", study.toString(), "--study", "there", "--on", on(spark.master()));
      // In the middle of a training.
      while (there.isAlive() && trainings() < 2) {
        Thread.sleep(LOOK_MILLIS);
      }
      assertThat(spark.killExecutors(1)).as("there was an executor; %s", out()).isTrue();
      assertThat(there.waitFor()).as(out()).isZero();
    }
    assertThat(out())
        .contains("on Spark at spark://", "2 trials: 2 done.")
        .contains("its worker was lost, and it goes on elsewhere", "its executor was lost");
    assertThat(results("there")).isNotEmpty().isEqualTo(results("local"));
  }

  @Test
  void whereWorkersDoNotSeeTheFolderFilesGoWithTasksAndComeBack()
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "the program is not packaged: build app/cli too");
    Path study = Files.writeString(folder.resolve("study.yaml"), STUDY.formatted(300));
    succeeds("ablate", study.toString(), "--study", "local", "--threads", "1");
    try (TinySpark spark = TinySpark.start(SPARK.resolve("lib"), folder.resolve("spark"))) {
      succeeds(
          "ablate",
          study.toString(),
          "--study",
          "there",
          "--on",
          on(spark.master()) + ",files=carried");
    }
    assertThat(results("there")).isNotEmpty().isEqualTo(results("local"));
    try (Stream<Path> files = Files.walk(folder.resolve("there"))) {
      assertThat(files.filter(file -> file.endsWith("provenance.json")).toList())
          .hasSize(2)
          .allSatisfy(file -> assertThat(file).content().contains("tweedie-task"));
    }
    assertThat(tables("there")).isNotEmpty().isEqualTo(tables("local"));
  }

  /** Readings of the report, without the seconds that each trial took. */
  private List<String> tables(String study) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(study).resolve("report"))) {
      List<Path> tables = files.filter(file -> file.endsWith("variants.csv")).toList();
      return tables.isEmpty() ? List.of() : Files.readAllLines(tables.get(0));
    }
  }

  @Test
  void partitionsOnSparkGiveTheBytesOfOneProcessAlsoWhereAnExecutorDies()
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "the program is not packaged: build app/cli too");
    succeeds(
        "train",
        "--example",
        "moons",
        "--run",
        "run",
        "--set",
        "network={width: 16, layers: 1}",
        "--set",
        "train={steps: 50, batch: 16, threads: 1, sample-every: 0}");
    succeeds(sampled("one", 1));
    succeeds(sampled("four", 4));
    succeeds("evaluate", "run", "--measure", "bound", "--measure", "frechet", "--json");
    String alone = lastJson();
    try (TinySpark spark = TinySpark.start(SPARK.resolve("lib"), folder.resolve("spark"))) {
      List<String> there = new ArrayList<>(List.of(sampled("there", 2)));
      there.addAll(List.of("--on", on(spark.master())));
      Process drawing = start(there.toArray(String[]::new));
      while (drawing.isAlive() && !Files.exists(folder.resolve("there/shard-00000.parquet"))) {
        Thread.sleep(LOOK_MILLIS);
      }
      assertThat(spark.killExecutors(1)).as("there was an executor; %s", out()).isTrue();
      assertThat(drawing.waitFor()).as(out()).isZero();
      assertThat(out()).contains("A process died, and its work is done by another");
      succeeds(
          "evaluate",
          "run",
          "--measure",
          "bound",
          "--measure",
          "frechet",
          "--json",
          "--partitions",
          "2",
          "--on",
          on(spark.master()) + ",files=carried");
      assertThat(lastJson()).isEqualTo(alone);
    }
    assertThat(files("one")).hasSize(9).isEqualTo(files("four")).isEqualTo(files("there"));
  }

  private static String[] sampled(String into, int partitions) {
    return new String[] {
      "sample",
      "run",
      "--count",
      "4000",
      "--set",
      "sampler.steps=200",
      "--set",
      "sample.batch=100",
      "--shard",
      "500",
      "--format",
      "parquet",
      "--out",
      into,
      "--partitions",
      Integer.toString(partitions)
    };
  }

  private void succeeds(String... words) throws IOException, InterruptedException {
    assertThat(start(words).waitFor()).as("%s: %s", List.of(words), out()).isZero();
  }

  /** The last JSON object that was printed. */
  private String lastJson() throws IOException {
    String out = out();
    return out.substring(out.lastIndexOf("\n{") + 1, out.lastIndexOf("\n}") + 2);
  }

  /** Shards and manifest of samples. */
  private Map<String, Integer> files(String samples) throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder.resolve(samples))) {
      for (Path file :
          all.filter(Files::isRegularFile).filter(it -> !it.endsWith("lock")).toList()) {
        files.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private long trainings() throws IOException {
    Path train = folder.resolve("there/train");
    if (!Files.isDirectory(train)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(train)) {
      return files.filter(file -> file.endsWith("metrics.jsonl")).count();
    }
  }
}
