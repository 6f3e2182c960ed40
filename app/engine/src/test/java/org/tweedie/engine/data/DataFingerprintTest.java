package org.tweedie.engine.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.Levels;

class DataFingerprintTest {

  private record Fixed(DataDescription description, Examples train, Examples test)
      implements DataSource {}

  private static DataSource source(
      int levels, List<String> classes, DataShape shape, byte[][] train, int[] labels) {
    Levels k = new Levels(levels);
    return new Fixed(
        new DataDescription(shape, Optional.of(k), classes),
        new LevelExamples(k, Records.of(train), labels),
        new LevelExamples(k, Records.of(new byte[] {1, 1}), new int[] {0}));
  }

  @Test
  void tellsApartWhatAModelWouldLearnDifferently() {
    byte[][] values = {{0, 1}, {1, 0}};
    int[] labels = {0, 1};
    DataShape shape = DataShape.point(2);
    List<String> classes = List.of("ab", "c");
    assertThat(
            List.of(
                source(2, classes, shape, values, labels),
                source(3, classes, shape, values, labels),
                source(2, List.of("a", "bc"), shape, values, labels),
                source(2, classes, DataShape.image(1, 2, 1), values, labels),
                source(2, classes, shape, new byte[][] {{0, 1}, {1, 1}}, labels),
                source(2, classes, shape, new byte[][] {{1, 0}, {0, 1}}, labels),
                source(2, classes, shape, new byte[][] {{0, 1}}, new int[] {0}),
                source(2, classes, shape, values, new int[] {1, 0})))
        .extracting(DataFingerprint::sha256)
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }

  @Test
  void ofTheDigitsStaysAsItIs() {
    assertThat(DataFingerprint.sha256(new Digits()))
        .isEqualTo("7f1ec8a75d5b784eb374aff084e1accaf5ddcc34accce6a2c38f84aa66b1ab6d");
  }
}
