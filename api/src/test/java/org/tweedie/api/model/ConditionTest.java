package org.tweedie.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionTest {

  @Test
  void speaksOfEachExample() {
    Condition condition = Condition.labels(3, Condition.NONE, 0);
    assertThat(condition.count()).isEqualTo(3);
    assertThat(condition.label(0)).isEqualTo(3);
    assertThat(condition.label(1)).isEqualTo(Condition.NONE);
    assertThat(condition.isNone()).isFalse();
    assertThat(condition.slice(1, 2).isNone()).isTrue();
    assertThat(condition.slice(0, 1).followedBy(condition.slice(1, 3))).isEqualTo(condition);
    assertThat(Condition.all(7, 2)).isEqualTo(Condition.labels(7, 7));
    assertThat(Condition.none(2)).isEqualTo(Condition.labels(Condition.NONE, Condition.NONE));
    assertThat(Condition.none(0).isNone()).isTrue();
  }

  @Test
  void doesNotChangeWithTheArrayItWasMadeOf() {
    int[] labels = {1, 2};
    Condition condition = Condition.labels(labels);
    labels[0] = 9;
    assertThat(condition).isEqualTo(Condition.labels(1, 2)).hasToString("Condition[1, 2]");
  }
}
