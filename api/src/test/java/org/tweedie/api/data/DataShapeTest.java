package org.tweedie.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataShapeTest {

  @Test
  void sizeIsTheProductOfTheDimensions() {
    assertThat(DataShape.image(28, 20, 3).size()).isEqualTo(1680);
    assertThat(DataShape.image(28, 20, 3).isImage()).isTrue();
    assertThat(DataShape.point(2).size()).isEqualTo(2);
    assertThat(DataShape.point(2).isImage()).isFalse();
    assertThat(DataShape.image(8, 8, 1)).hasToString("8x8x1");
  }

  @Test
  void sizesBeyondAnIntAreNotWrapped() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> DataShape.image(65536, 65536, 1).size());
  }

  @Test
  void shapesWithoutPositiveSizesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DataShape(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataShape.image(8, 0, 1))
        .withMessage("a shape has one or more positive sizes, not [8, 0, 1]");
  }

  @Test
  void doesNotChangeWithTheListItWasMadeOf() {
    List<Integer> sizes = new ArrayList<>(List.of(4, 4, 1));
    DataShape shape = new DataShape(sizes);
    sizes.set(0, 9);
    assertThat(shape).isEqualTo(DataShape.image(4, 4, 1));
  }
}
