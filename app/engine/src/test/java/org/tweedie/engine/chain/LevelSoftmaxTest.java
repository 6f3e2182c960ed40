package org.tweedie.engine.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;

class LevelSoftmaxTest {

  @ParameterizedTest
  @CsvSource({"2, 0.1, 0.4", "17, -0.95, 0.03", "256, 0.3, 0.002", "256, 3, 0.5"})
  void theProbabilitiesOfAllLevelsAddUpToOne(int count, double mean, double deviation) {
    Levels levels = new Levels(count);
    double sum = 0;
    for (int level = 0; level < count; level++) {
      sum += Math.exp(-LevelSoftmax.nats(level, mean, deviation, levels));
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "17, -0.95, 0.03",
    "256, 0.3, 0.002",
    "256, 0.3, 0.4",
    "256, -1.7, 0.9",
    "256, -30, 4",
    "256, 2, 50",
    "1024, -1.2, 0.3"
  })
  void itsMeanIsTheSumOverAllLevels(int count, double mean, double deviation) {
    Levels levels = new Levels(count);
    double sum = 0;
    for (int level = 0; level < count; level++) {
      sum += level * Math.exp(-LevelSoftmax.nats(level, mean, deviation, levels));
    }
    LevelSoftmax softmax =
        new LevelSoftmax(DataShape.point(1), levels, new double[] {mean}, new double[] {deviation});
    assertThat(softmax.expected().values()[0])
        .as("the level nearest to %s", sum)
        .isEqualTo(levels.value((int) Math.rint(sum)));
  }

  @Test
  void aLevelFarFromTheMeanHasManyNatsAndNotInfinitelyMany() {
    double nats = LevelSoftmax.nats(0, 1 - 1.0 / 256, 0.01, new Levels(256));
    double distance = 2 * (1 - 1.0 / 256) / 0.01;
    assertThat(nats).isCloseTo(distance * distance / 2, within(10.0));
  }

  @Test
  void ofTwoLevelsItIsBernoulli() {
    double[] logits = {-3, 0.2, 40};
    LevelSoftmax softmax = LevelSoftmax.bernoulli(DataShape.point(3), logits);
    double expected = 0;
    for (double logit : logits) {
      expected += Math.log1p(Math.exp(-logit));
    }
    Batch ones = Batch.of(DataShape.point(3), new float[] {0.5f, 0.5f, 0.5f});
    assertThat(softmax.nats(ones)[0]).isCloseTo(expected, within(1e-9));
    assertThat(softmax.mostLikely().values()).containsExactly(-0.5f, 0.5f, 0.5f);
    assertThat(softmax.expected().values()).containsExactly(-0.5f, 0.5f, 0.5f);
  }

  @Test
  void ofTwoLevelsItIsTheSoftmaxOfTheirDistances() {
    Levels two = new Levels(2);
    for (double mean : new double[] {-2, 0.3, 1}) {
      for (double deviation : new double[] {0.2, 1, 3}) {
        double lower = -Math.pow((mean + 0.5) / deviation, 2) / 2;
        double upper = -Math.pow((mean - 0.5) / deviation, 2) / 2;
        double all = Math.log(Math.exp(lower - upper) + 1) + upper;
        assertThat(LevelSoftmax.nats(0, mean, deviation, two)).isCloseTo(all - lower, within(1e-9));
        assertThat(LevelSoftmax.nats(1, mean, deviation, two)).isCloseTo(all - upper, within(1e-9));
      }
    }
  }
}
