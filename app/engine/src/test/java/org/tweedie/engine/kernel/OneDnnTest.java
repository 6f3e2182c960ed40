package org.tweedie.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OneDnnTest {

  @Test
  void isAskedForOnProcessorsWhereItIsFasterUnlessSomethingIsSaidOfIt() {
    assertThat(OneDnn.isWanted(Optional.empty(), "amd64")).isTrue();
    assertThat(OneDnn.isWanted(Optional.empty(), "x86_64")).isTrue();
    assertThat(OneDnn.isWanted(Optional.empty(), "aarch64")).isFalse();
    assertThat(OneDnn.isWanted(Optional.of("0"), "amd64")).isFalse();
    assertThat(OneDnn.isWanted(Optional.of(""), "amd64")).isFalse();
  }

  @Test
  void isAskedForByTheTimeTensorFlowIsLoaded() {
    OneDnn.ensure();
    String said = System.getenv(OneDnn.VARIABLE);
    boolean wanted = OneDnn.isWanted(Optional.ofNullable(said), System.getProperty("os.arch"));
    assertThat(OneDnn.asked()).isEqualTo(wanted ? "1" : said == null ? OneDnn.DEFAULT : said);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nativeCodeSeesWhatIsSet() {
    String name = "TWEEDIE_TEST_" + OneDnnTest.class.getSimpleName();
    assertThat(NativeEnvironment.get(name)).isEmpty();
    NativeEnvironment.set(name, "a b");
    assertThat(NativeEnvironment.get(name)).contains("a b");
    assertThat(System.getenv(name)).isNull();
  }
}
