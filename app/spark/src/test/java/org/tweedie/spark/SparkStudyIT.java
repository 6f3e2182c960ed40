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
