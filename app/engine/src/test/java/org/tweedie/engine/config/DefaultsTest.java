package org.tweedie.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.PluginLoader;

class DefaultsTest {

  /** Nothing that a config could leave out: a table needs its numbers. */
  private static final Set<String> NEED_SOMETHING = Set.of("table");

  static Stream<ComponentType> components() {
    return new PluginLoader()
        .load(List.of()).registry().all().stream()
            .filter(type -> !NEED_SOMETHING.contains(type.name()));
  }

  @ParameterizedTest
  @MethodSource("components")
  void ourOwnComponentsHaveDefaultsThatAreAllowed(ComponentType type) {
    assertThat(Defaults.of(type)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.tweedie.engine.config.DefaultsTest#tables")
  void aTableIsRefusedForWantOfNumbersAlone(ComponentType type) {
    assertThat(Defaults.of(type)).singleElement().asString().contains("give either values or file");
  }

  static Stream<ComponentType> tables() {
    return new PluginLoader()
        .load(List.of()).registry().all().stream()
            .filter(type -> NEED_SOMETHING.contains(type.name()));
  }
}
