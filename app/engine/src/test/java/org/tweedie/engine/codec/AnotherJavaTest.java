package org.tweedie.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.network.NetworkInput;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.StepGrid;
import org.tweedie.engine.data.PixelFormat;
import org.tweedie.engine.file.Safetensors;
import org.tweedie.engine.file.Tensor;
import org.tweedie.laws.graph.TestGraph;

/**
 * What a network of integers compressed in this process, in one thread, comes out of another
 * process as it went in: of another Java, and in two threads. It needs a second JDK on the machine,
 * and is skipped where there is none.
 */
class AnotherJavaTest {

  private static final int COUNT = 40;

  @TempDir private static Path folder;

  private static Map<String, float[]> weights = Map.of();

  /** A network with random weights, whose predictions are far from simple. */
  @BeforeAll
  static void makeWeights() throws IOException {
    try (TestGraph graph = TestGraph.forInference(3)) {
      DataShape shape = HostCodec.DATA.shape();
      HostCodec.network()
          .output(
              graph,
              NetworkInput.of(
                  graph.floats(-1, shape.dimensions().get(0), shape.dimensions().get(1), 1),
                  graph.floats(-1),
                  graph.integers(-1)));
      graph.initialize();
      graph.moveParameters(5);
      weights = graph.values();
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    weights.forEach(
        (name, values) -> tensors.put(name, new Tensor(new long[] {values.length}, values)));
    new Safetensors(tensors, Map.of()).write(folder.resolve("weights.safetensors"));
  }

  private static LevelImages images() {
    int[] labels = new Random(4).ints(COUNT, -1, 3).toArray();
    return LevelImages.of(
        new SeededNoise(1, 0, COUNT, HostCodec.DATA.shape()).draw(0).map(value -> value / 2),
        HostCodec.DATA.levels().orElseThrow(),
        labels);
  }

  private static Codec.Compressed compressed(Order order, int threads) throws IOException {
    Codec codec = HostCodec.of(weights, threads);
    CodecHeader header =
        new CodecHeader(
            "runs/x",
            new CodecModel("abc", "average", 7, Optional.empty(), codec.probe(8)),
            HostCodec.DATA.shape(),
            17,
            3,
            true,
            order,
            StepGrid.even(HostCodec.STEPS),
            12,
            order.usualPrecision(),
            8,
            3,
            PixelFormat.IDX,
            List.of(),
            List.of());
    return codec.compress(images(), header, COUNT, done -> {});
  }

  @Test
  void threadsChangeNothing() throws IOException {
    assertThat(compressed(Order.BOTTOM_UP, 5).bytes())
        .isEqualTo(compressed(Order.BOTTOM_UP, 1).bytes());
  }

  @Test
  void anotherJavaDecodesIt() throws IOException, InterruptedException {
    Optional<Path> java = another();
    assumeTrue(java.isPresent(), "there is no second JDK on this machine");
    List<String> command =
        new ArrayList<>(
            List.of(
                java.get().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:ActiveProcessorCount=2",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                HostCodec.class.getName(),
                "2",
                folder.resolve("weights.safetensors").toString()));
    for (Order order : Order.values()) {
      Path file = folder.resolve(order + ".twd");
      Files.write(file, compressed(order, 1).bytes());
      command.add(file.toString());
    }
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String[] lines = Files.readString(out).split("\n", 2);
    assertThat(lines[0]).isNotEqualTo(Runtime.version().toString());
    assertThat(lines[1]).isEqualTo(HostCodec.text(images()).repeat(Order.values().length));
  }

  /** The program of the newest other JDK that reads these classes. */
  private static Optional<Path> another() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String place :
        List.of(
            "/usr/lib/jvm",
            "/opt/java",
            "/Library/Java/JavaVirtualMachines",
            System.getProperty("user.home") + "/.sdkman/candidates/java",
            System.getProperty("user.home") + "/.jdks")) {
      if (Files.isDirectory(Path.of(place))) {
        try (Stream<Path> jdks = Files.list(Path.of(place))) {
          jdks.flatMap(jdk -> Stream.of(jdk, jdk.resolve("Contents/Home"))).forEach(found::add);
        }
      }
    }
    int own = Runtime.version().feature();
    return found.stream()
        .filter(jdk -> version(jdk) >= 17 && version(jdk) != own)
        .max(Comparator.comparingInt(AnotherJavaTest::version))
        .map(jdk -> jdk.resolve("bin/java"));
  }

  /** 0 where there is no JDK. */
  private static int version(Path jdk) {
    try {
      Matcher line =
          Pattern.compile("JAVA_VERSION=\"(\\d+)")
              .matcher(Files.readString(jdk.resolve("release")));
      boolean there = Files.isExecutable(jdk.resolve("bin/java")) && line.find();
      return there ? Integer.parseInt(line.group(1)) : 0;
    } catch (IOException none) {
      return 0;
    }
  }
}
