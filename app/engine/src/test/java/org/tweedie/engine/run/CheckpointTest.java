package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.Tensor;

class CheckpointTest {

  private static Checkpoint with(String seen) {
    return new Checkpoint(
        3,
        "2, continuous, 0 classes",
        Map.of("w", new Tensor(new long[] {1}, new float[] {2})),
        seen,
        "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "test_bpd LESS 10=1.5 20=NaN",
        "test/bits_per_dim MORE 1=-1.0E-5 2=Infinity 3=-Infinity 4=1.0E10"
      })
  void whatWasMeasuredIsReadAsItWasWritten(String seen) throws IOException {
    assertThat(Checkpoint.of(with(seen).file(), "c").seen()).isEqualTo(seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_bpd",
        "test_bpd LESS",
        "test_bpd LES 1=2",
        "a LESS 1=x",
        "a LESS 1",
        "a LESS 1=.."
      })
  void whatIsDamagedThereIsToldWithTheFile(String seen) {
    assertThatThrownBy(() -> Checkpoint.of(with(seen).file(), "run/step-3.safetensors"))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("run/step-3.safetensors is damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7 1.0E-4 -2.5 NaN", "1 0.25"})
  void whatIsAveragedIsReadAsItWasWritten(String window) throws IOException {
    assertThat(Checkpoint.of(with("").averaging(window).file(), "c").unwritten()).isEqualTo(window);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "x 1.0", "7 1..0", "7 1.0 ", "99999999999 1.0"})
  void averagesThatCannotBeReadAreToldWithTheFile(String window) {
    assertThatThrownBy(() -> Checkpoint.of(with("").averaging(window).file(), "run/step-3"))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("run/step-3 is damaged");
  }
}
