package org.tweedie.engine.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisOrderTest {

  private static final AxisOrder TURNED = new AxisOrder(List.of(3, 2, 0, 1));

  @Test
  void aMatrixIsTransposed() {
    AxisOrder order = new AxisOrder(List.of(1, 0));
    assertThat(order.of(new float[] {1, 2, 3, 4, 5, 6}, new long[] {2, 3}))
        .containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(order.sizes(new long[] {2, 3})).containsExactly(3, 2);
  }

  @Test
  void anElementIsWhereItsAxesSay() {
    long[] sizes = {2, 3, 4, 5};
    float[] values = new float[2 * 3 * 4 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    float[] turned = TURNED.of(values, sizes);
    assertThat(TURNED.sizes(sizes)).containsExactly(5, 4, 2, 3);
    // [a, b, c, d] = [1, 2, 3, 4] becomes [d, c, a, b].
    assertThat(turned[((4 * 4 + 3) * 2 + 1) * 3 + 2]).isEqualTo(((1 * 3 + 2) * 4 + 3) * 5 + 4);
    assertThat(TURNED.back().of(turned, TURNED.sizes(sizes))).containsExactly(values);
    assertThat(TURNED.back().sizes(TURNED.sizes(sizes))).containsExactly(sizes);
  }

  @Test
  void nothingAndOneNumberStayAsTheyAre() {
    assertThat(new AxisOrder(List.of()).of(new float[] {3}, new long[0])).containsExactly(3);
    assertThat(new AxisOrder(List.of(0)).of(new float[] {3, 4}, new long[] {2}))
        .containsExactly(3, 4);
  }
}
