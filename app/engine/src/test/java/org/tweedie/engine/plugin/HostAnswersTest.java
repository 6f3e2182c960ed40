package org.tweedie.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.tweedie.api.network.HostFunction;

/** What a network of a plugin puts out on the host is looked at. */
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
}
