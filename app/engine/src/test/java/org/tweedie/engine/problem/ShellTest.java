package org.tweedie.engine.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellTest {

  @Test
  void leavesPlainPathsAlone() {
    assertThat(Shell.quoted(Path.of("runs/digits-2.yaml"))).isEqualTo("runs/digits-2.yaml");
  }

  @Test
  void quotesWhatAShellWouldTakeApart() {
    assertThat(Shell.quoted(Path.of("my run"))).isEqualTo("'my run'");
    assertThat(Shell.quoted(Path.of("Ann's"))).isEqualTo("'Ann'\\''s'");
  }
}
