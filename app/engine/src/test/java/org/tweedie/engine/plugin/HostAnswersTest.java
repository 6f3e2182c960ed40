package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.api.network.HostFunction;

/** What networks and text encoders of plugins put out on the host is looked at. */
class HostAnswersTest {

  private static Object[] asked() {
    return new Object[] {new float[4], new float[2], new int[2]};
  }

  @Test
  void outputsAreAsManyAsTheyAreToBeAndNumbers() throws NoSuchMethodException {
    Method output =
        HostFunction.class.getMethod("output", float[].class, float[].class, int[].class);
    assertThat(Answers.wrong(new Object(), output, asked(), new float[8])).isEmpty();
    assertThat(Answers.wrong(new Object(), output, asked(), new float[6]))
        .contains("gives 6 values for latents of 4");
    assertThat(Answers.wrong(new Object(), output, asked(), new float[] {0, 0, Float.NaN, 0}))
        .contains("gives the value NaN");
  }

  @Test
  void featuresOfTokensAreAsManyForEachAndNumbers() throws NoSuchMethodException {
    Method features = FrozenTextEncoder.class.getMethod("features", int[].class);
    Object[] three = {new int[3]};
    assertThat(Answers.wrong(new Object(), features, three, new float[6])).isEmpty();
    assertThat(Answers.wrong(new Object(), features, three, new float[7]))
        .contains("gives 7 numbers for 3 tokens");
    assertThat(Answers.wrong(new Object(), features, three, new float[0]))
        .contains("gives 0 numbers for 3 tokens");
    assertThat(Answers.wrong(new Object(), features, three, new float[] {0, Float.NaN, 0}))
        .contains("gives the number NaN");
    Method width = FrozenTextEncoder.class.getMethod("width");
    assertThat(Answers.wrong(new Object(), width, new Object[0], 0)).isPresent();
  }
}
