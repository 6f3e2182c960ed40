package org.tweedie.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.Levels;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.engine.chain.DiffusionChain;
import org.tweedie.engine.likelihood.BoundTerms;
import org.tweedie.engine.likelihood.VariationalBound;
import org.tweedie.laws.exact.GaussianModel;

/** On the exact model of data N(0, 1/4), log SNR linear from 9 to -5, cut to 32 levels. */
class CodingOrderTest {

  private static final DataShape SHAPE = DataShape.point(16);
  private static final Levels LEVELS = new Levels(32);
  private static final DataDescription DATA = DataDescription.of(SHAPE).withLevels(LEVELS);
  private static final GaussianModel MODEL =
      new GaussianModel(t -> 9 - 14 * t, 0.5, Parameterization.NOISE);
  private static final int COUNT = 600;
  private static final int BATCH = 20;
  private static final Batch X =
      new SeededNoise(5, 0, COUNT, SHAPE)
          .draw(0)
          .map(value -> LEVELS.value(LEVELS.level(value / 2)));

  private static CodingOrder order(String name, int steps) {
    DiffusionChain chain = DiffusionChain.even(MODEL, DATA, steps);
    return name.equals("top-down") ? new TopDownOrder(chain, 12, 24) : new BottomUpOrder(chain, 31);
  }

  /** Encodes all; what the model gives them in bits a dimension, and its standard error. */
  private static double[] encode(CodingOrder order, Rans rans) {
    double[] bits = new double[COUNT / BATCH];
    for (int i = 0; i < bits.length; i++) {
      Batch x = X.slice(i * BATCH, (i + 1) * BATCH);
      bits[i] = order.encode(rans, x, Condition.none(BATCH)) / BATCH / SHAPE.size();
    }
    return meanAndError(bits);
  }

  /** The bound with every step of every example, and its standard error over examples. */
  private static double[] bound(int steps) {
    BoundTerms terms =
        new VariationalBound(DATA, OptionalInt.of(steps), 8 * steps, 3)
            .terms(MODEL, X, Condition.none(COUNT), 0);
    double[] bits = new double[COUNT];
    double unit = SHAPE.size() * Math.log(2);
    Arrays.setAll(
        bits, i -> (terms.prior()[i] + terms.reconstruction()[i] + terms.diffusion()[i]) / unit);
    return meanAndError(bits);
  }

  private static double[] meanAndError(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new double[] {mean, Math.sqrt(squares) / values.length};
  }

  @ParameterizedTest
  @CsvSource({"top-down, 5", "top-down, 20", "bottom-up, 5", "bottom-up, 20", "bottom-up, 100"})
  void decodesWhatItEncodedAtTheLengthOfTheBound(String name, int steps) {
    CodingOrder order = order(name, steps);
    Rans rans = new Rans(BitSource.seeded(7));
    double[] information = encode(order, rans);
    double net = (rans.bits() - rans.takenBits()) / COUNT / SHAPE.size();
    Rans stored = Rans.of(rans.state(), rans.words(), COUNT * order.draws());
    for (int from = COUNT - BATCH; from >= 0; from -= BATCH) {
      assertThat(order.decode(stored, Condition.none(BATCH)))
          .isEqualTo(X.slice(from, from + BATCH));
    }
    stored.checkEmpty(BitSource.seeded(7));
    // Latents rounded to 1/16 of a standard deviation have 1/3072 more variance. What would cost
    // more than some 36 bits costs no more, which makes the largest steps cheaper.
    double cheaper = steps == 5 ? 0.2 : 5e-4;
    assertThat(net / information[0]).isBetween(1 - cheaper, 1 + 5e-4);
    // One draw of the latents of each example against eight: each has its own error.
    double[] bound = bound(steps);
    double error = Math.hypot(information[1], bound[1]);
    assertThat(information[0]).isCloseTo(bound[0], within(4 * error));
    if (steps > 5) {
      assertThat(net).isCloseTo(bound[0], within(4 * error));
    }
  }

  /** Bits that one example takes before it gives any back. */
  private static double beforehand(String name, int steps) {
    Rans rans = new Rans(BitSource.seeded(7));
    order(name, steps).encode(rans, X.slice(0, 1), Condition.none(1));
    return rans.takenBits() / SHAPE.size();
  }

  @Test
  void whatBottomUpTakesBeforehandDoesNotGrowWithTheSteps() {
    assertThat(beforehand("bottom-up", 400)).isLessThan(beforehand("bottom-up", 10) + 5);
    assertThat(beforehand("bottom-up", 400)).isLessThan(20);
    assertThat(beforehand("top-down", 400)).isBetween(0.9 * 12 * 401, 1.01 * 12 * 401);
  }
}
