package org.tweedie.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OneDnnTest {

  @Test
  void isAskedForOnProcessorsWhereItIsFaster() {
    OneDnn.ensure();
    String said = System.getenv(OneDnn.VARIABLE);
    String otherwise = Platform.isIntel() && Platform.is64Bit() ? "1" : "default";
    assertThat(OneDnn.asked()).isEqualTo(said == null ? otherwise : said);
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
