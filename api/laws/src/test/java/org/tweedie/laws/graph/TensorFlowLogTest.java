package org.tweedie.laws.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFlowLogTest {

  private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  /** Who sets it is told what was set, before anything can be done about it. */
  private static final String ONE_DNN = "TF_ENABLE_ONEDNN_OPTS";

  @ParameterizedTest
  @ValueSource(strings = {"", "2"})
  void theFirstSessionOfAJvmIsQuiet(String level) throws Exception {
    assertThat(saidByASession(level)).isEmpty();
  }

  @Test
  void whoAsksForMoreHearsIt() throws Exception {
    assertThat(saidByASession("0")).contains("MLIR", "cpu_feature_guard");
  }

  /** What a JVM of its own says, its environment holding a level or, for an empty one, none. */
  private static String saidByASession(String level) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dsun.misc.unsafe.memory.access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TensorFlowLogTest.class.getName())
            .redirectErrorStream(true);
    builder.environment().remove(LEVEL);
    builder.environment().remove(ONE_DNN);
    if (!level.isEmpty()) {
      builder.environment().put(LEVEL, level);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  /** Opens two sessions, one after the other. */
  public static void main(String... none) {
    for (int i = 0; i < 2; i++) {
      try (TestGraph graph = TestGraph.forInference(1)) {
        graph.run(List.of(graph.tf().constant(1f)));
      }
    }
  }
}
