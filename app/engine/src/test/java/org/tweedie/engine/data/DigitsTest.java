package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Levels;
import org.tweedie.laws.contract.DataSourceContract;

class DigitsTest extends DataSourceContract {

  @Override
  protected DataSource construct() {
    return new Digits();
  }

  @Test
  void areEightByEightWithSeventeenLevelsInTenClasses() {
    assertThat(new Digits().description().shape()).isEqualTo(DataShape.image(8, 8, 1));
    assertThat(new Digits().description().levels()).contains(new Levels(17));
    assertThat(new Digits().description().classes())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void everyFifthIsHeldOut() {
    assertThat(new Digits().train().size()).isEqualTo(1438);
    assertThat(new Digits().test().size()).isEqualTo(359);
    // The file begins with the digits 0 to 9 in turn: 4 and 9 are the first that are held out.
    assertThat(new Digits().test().label(0)).isEqualTo(4);
    assertThat(new Digits().test().label(1)).isEqualTo(9);
    assertThat(new Digits().train().label(4)).isEqualTo(5);
  }

  @Test
  void firstImageIsTheOneOfTheFile() {
    Digits digits = new Digits();
    Levels levels = new Levels(17);
    float[] values = read(digits, digits.train(), 0);
    assertThat(Arrays.copyOf(values, 8))
        .containsExactly(
            levels.value(0),
            levels.value(0),
            levels.value(5),
            levels.value(13),
            levels.value(9),
            levels.value(1),
            levels.value(0),
            levels.value(0));
  }

  @Test
  void splitsHaveNoImageInCommon() {
    Digits digits = new Digits();
    Set<String> train = new HashSet<>();
    for (int i = 0; i < digits.train().size(); i++) {
      train.add(Arrays.toString(read(digits, digits.train(), i)));
    }
    for (int i = 0; i < digits.test().size(); i++) {
      assertThat(train).doesNotContain(Arrays.toString(read(digits, digits.test(), i)));
    }
  }
}
