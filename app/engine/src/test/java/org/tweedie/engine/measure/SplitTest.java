package org.tweedie.engine.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.Examples;

/** Examples that are chosen by chance. */
class SplitTest {

  private static final Examples INTERLEAVED =
      new Examples() {
        @Override
        public int size() {
          return 1000;
        }

        @Override
        public void read(int index, float[] target, int offset) {
          target[offset] = index % 2;
        }

        @Override
        public int label(int index) {
          return index % 2;
        }
      };

  @Test
  void chosenExamplesAreOfAllClassesWhateverTheirOrder() {
    int[] chosen = Split.chosen(INTERLEAVED, 100, 1);
    double share = Arrays.stream(chosen).map(INTERLEAVED::label).average().orElseThrow();
    assertThat(share).as("of 100, with a standard error of 0.05").isBetween(0.3, 0.7);
    assertThat(chosen).hasSize(100).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void moreThanThereAreAreAll() {
    assertThat(Split.chosen(INTERLEAVED, 5000, 1)).hasSize(1000);
  }

  @Test
  void seedSettlesTheChoice() {
    assertThat(Split.chosen(INTERLEAVED, 50, 1)).isEqualTo(Split.chosen(INTERLEAVED, 50, 1));
    assertThat(Split.chosen(INTERLEAVED, 50, 1)).isNotEqualTo(Split.chosen(INTERLEAVED, 50, 2));
  }
}
