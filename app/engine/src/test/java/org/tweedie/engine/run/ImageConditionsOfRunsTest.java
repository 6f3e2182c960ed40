package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.PluginLoader;
import org.tweedie.engine.plugin.Registry;

/** Images that go with examples, as configs choose them. */
class ImageConditionsOfRunsTest {

  private static final Registry REGISTRY = new PluginLoader().load(List.of()).registry();

  private static RunConfig config(String yaml) {
    return ConfigReader.read("run.yaml", yaml, List.of(), REGISTRY);
  }

  @Test
  void digitsGoWithSmallerOnes() {
    DataSource data = Assembler.data(config("data: digits\nimage-condition: {type: upscaling}\n"));
    assertThat(data.description().conditionImage()).contains(DataShape.image(4, 4, 1));
    assertThat(data.train().conditionImage(0).orElseThrow()).hasSize(16);
    assertThat(Assembler.data(config("data: digits\n")).description().conditionImage()).isEmpty();
  }

  @Test
  void whatNoImageCanBeMadeOfIsRefusedInWords() {
    RunConfig config = config("data: digits\nimage-condition: colourising\n");
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Assembler.data(config));
    assertThat(refused.getMessage())
        .contains("these have no colours: their shape is 8x8x1")
        .contains("run.yaml:");
  }
}
