package org.tweedie.denoisers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.optimizer.Optimizer;
import org.tweedie.denoisers.optimizer.WeightDecay.Which;
import org.tweedie.laws.contract.OptimizerContract;
import org.tweedie.laws.graph.OptimizerSteps;

/** Optimizers against their papers' algorithms, in double precision. */
class OptimizersTest {

  private static final int STEPS = 6;
  private static final double[] START = {1, -2, 0.5};

  /** One step of an algorithm: takes weights, a gradient and a step's number. */
  private interface Algorithm {
    void step(double[] w, double[] g, int step);
  }

  private static double rate(int step) {
    return 0.1 / step;
  }

  private static double[] gradient(int step) {
    return new double[] {Math.sin(step), 0.1 * (step - 1), -Math.cos(3 * step - 3)};
  }

  private static void checkAgainst(Algorithm algorithm, Optimizer optimizer) {
    double[] w = START.clone();
    try (OptimizerSteps steps = new OptimizerSteps(optimizer, true, 3)) {
      steps.set(floats(w));
      for (int step = 1; step <= STEPS; step++) {
        algorithm.step(w, gradient(step), step);
        steps.step(rate(step), floats(gradient(step)));
        for (int i = 0; i < w.length; i++) {
          assertThat((double) steps.parameter()[i])
              .as("weight %d after step %d", i, step)
              .isCloseTo(w[i], within(2e-6));
        }
      }
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static WeightDecay decay(double share) {
    return new WeightDecay(share, Which.ALL);
  }

  /** Loshchilov and Hutter, arXiv 1711.05101, algorithm 2; without decay arXiv 1412.6980's. */
  private static Algorithm adamw(double decay, double beta1, double beta2) {
    double[] m = new double[3];
    double[] v = new double[3];
    return (w, g, step) -> {
      for (int i = 0; i < w.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        double unbiasedM = m[i] / (1 - Math.pow(beta1, step));
        double unbiasedV = v[i] / (1 - Math.pow(beta2, step));
        w[i] -= rate(step) * (unbiasedM / (Math.sqrt(unbiasedV) + 1e-8) + decay * w[i]);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"0, 0.9, 0.99", "0.3, 0.9, 0.99", "0.1, 0, 0.9"})
  void adamWFollowsThePaper(double decay, double beta1, double beta2) {
    checkAgainst(
        adamw(decay, beta1, beta2),
        new AdamW(new AdamW.Options(decay(decay), new Moments(beta1, beta2, 1e-8))));
  }

  @Test
  void adamFollowsThePaper() {
    checkAgainst(adamw(0, 0.8, 0.95), new Adam(new Adam.Options(new Moments(0.8, 0.95, 1e-8))));
  }

  /** Of the first step Adam's size is the rate, whatever the gradient's. */
  @Test
  void adamsFirstStepIsAsLongAsTheRate() {
    try (OptimizerSteps steps =
        new OptimizerSteps(new Adam(new Adam.Options(new Moments(0.9, 0.999, 1e-8))), true, 3)) {
      steps.step(0.01, 1000, 0.1f, -3);
      assertThat(steps.parameter())
          .containsExactly(new float[] {-0.01f, -0.01f, 0.01f}, within(1e-6f));
    }
  }

  /** Chen et al., arXiv 2302.06675, program 1. */
  @ParameterizedTest
  @CsvSource({"0, 0.9, 0.99", "0.5, 0.9, 0.99", "0.1, 0.95, 0.98"})
  void lionFollowsThePaper(double decay, double beta1, double beta2) {
    double[] m = new double[3];
    checkAgainst(
        (w, g, step) -> {
          for (int i = 0; i < w.length; i++) {
            double update = Math.signum(beta1 * m[i] + (1 - beta1) * g[i]) + decay * w[i];
            w[i] -= rate(step) * update;
            m[i] = beta2 * m[i] + (1 - beta2) * g[i];
          }
        },
        new Lion(new Lion.Options(decay(decay), beta1, beta2)));
  }

  @ParameterizedTest
  @CsvSource({"0, false, 0", "0.9, false, 0.2", "0.9, true, 0", "0.5, true, 0.3"})
  void sgdFollowsItsVelocity(double momentum, boolean nesterov, double decay) {
    double[] v = new double[3];
    checkAgainst(
        (w, g, step) -> {
          for (int i = 0; i < w.length; i++) {
            v[i] = momentum * v[i] + g[i];
            double along = nesterov ? g[i] + momentum * v[i] : v[i];
            w[i] -= rate(step) * (along + decay * w[i]);
          }
        },
        new Sgd(new Sgd.Options(momentum, nesterov, decay(decay))));
  }

  @Test
  void sgdWithoutMomentumKeepsNothing() {
    assertThat(new Sgd(new Sgd.Options(0, false, decay(0))).slots()).isEmpty();
    assertThatThrownBy(() -> new Sgd.Options(0, true, decay(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Without a gradient what is left of a weight is {@code (1 - rate decay)^steps}. */
  @ParameterizedTest
  @EnumSource(Which.class)
  void kernelsAloneDecayWhereThatIsAsked(Which which) {
    AdamW optimizer =
        new AdamW(new AdamW.Options(new WeightDecay(0.5, which), new Moments(0.9, 0.99, 1e-8)));
    for (long[] shape : new long[][] {{}, {4}, {2, 2}, {2, 1, 1, 2}}) {
      for (boolean mayDecay : new boolean[] {true, false}) {
        try (OptimizerSteps steps = new OptimizerSteps(optimizer, mayDecay, shape)) {
          float[] ones = new float[steps.size()];
          Arrays.fill(ones, 1);
          steps.set(ones);
          for (int i = 0; i < 3; i++) {
            steps.step(0.1, new float[steps.size()]);
          }
          boolean decays = mayDecay && (which == Which.ALL || shape.length > 1);
          assertThat((double) steps.parameter()[0])
              .as("a weight of %d dimensions, which may decay: %s", shape.length, mayDecay)
              .isCloseTo(decays ? Math.pow(0.95, 3) : 1, within(1e-6));
        }
      }
    }
  }

  private static Muon muon(double momentum, double decay) {
    return muon(momentum, 5, decay);
  }

  private static Muon muon(double momentum, int rounds, double decay) {
    return new Muon(new Muon.Options(momentum, rounds, decay(decay), new Moments(0.8, 0.95, 1e-8)));
  }

  /** What is no kernel takes AdamW's steps. */
  @Test
  void muonMovesBiasesAsAdamWDoes() {
    checkAgainst(adamw(0.1, 0.8, 0.95), muon(0.95, 0.1));
  }

  /** A row, a column, and a learned schedule's matrix: none has directions to be made alike. */
  @ParameterizedTest
  @CsvSource({"1, 4, true", "4, 1, true", "2, 2, false"})
  void muonMovesWhatIsNoMatrixAsAdamWDoes(int rows, int columns, boolean mayDecay) {
    AdamW adamW = new AdamW(new AdamW.Options(decay(0), new Moments(0.8, 0.95, 1e-8)));
    try (OptimizerSteps one = new OptimizerSteps(muon(0.95, 0), mayDecay, rows, columns);
        OptimizerSteps other = new OptimizerSteps(adamW, mayDecay, rows, columns)) {
      for (int step = 1; step <= 3; step++) {
        one.step(0.1, 1, -2, 0.5f, 3);
        other.step(0.1, 1, -2, 0.5f, 3);
        assertThat(one.parameter()).containsExactly(other.parameter());
      }
    }
  }

  /**
   * A gradient of the singular values 7 and 0.07 between two rotations, wide, tall and square: the
   * step is along both alike, in the gradient's own directions, as long as the rate says.
   */
  @ParameterizedTest
  @CsvSource({"2, 2", "2, 5", "5, 2"})
  void muonsStepHasAllSingularValuesNearOne(int rows, int columns) {
    double[][] left = directions(rows, 0.3);
    double[][] right = directions(columns, 1.1);
    float[] gradient = new float[rows * columns];
    for (int i = 0; i < gradient.length; i++) {
      int row = i / columns;
      int column = i % columns;
      gradient[i] =
          (float) (7 * left[0][row] * right[0][column] + 0.07 * left[1][row] * right[1][column]);
    }
    try (OptimizerSteps steps = new OptimizerSteps(muon(0, 0), true, rows, columns)) {
      steps.step(0.1, gradient);
      double unit = 0.1 * 0.2 * Math.sqrt(Math.max(rows, columns));
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          double along = 0;
          for (int k = 0; k < gradient.length; k++) {
            along -= steps.parameter()[k] * left[i][k / columns] * right[j][k % columns] / unit;
          }
          assertThat(along).isBetween(i == j ? 0.65 : -1e-4, i == j ? 1.25 : 1e-4);
        }
      }
    }
  }

  /**
   * Long thin kernels whose gradients have directions that are not there stay finite, and small.
   */
  @ParameterizedTest
  @CsvSource({"5, 288, 32", "12, 288, 32", "50, 32, 288", "50, 40, 32"})
  void muonIsBoundedWhateverTheRounds(int rounds, int rows, int columns) {
    float[] gradient = new float[rows * columns];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (float) Math.sin(i / columns) * (i % columns % 3);
    }
    try (OptimizerSteps steps = new OptimizerSteps(muon(0, rounds, 0), true, rows, columns)) {
      steps.step(1, gradient);
      double squares = 0;
      for (float value : steps.parameter()) {
        squares += (double) value * value;
      }
      double norm = Math.sqrt(squares) / (0.2 * Math.sqrt(Math.max(rows, columns)));
      assertThat(norm).isBetween(0.65, 1.25 * Math.sqrt(Math.min(rows, columns)));
    }
  }

  /** Two orthonormal vectors. */
  private static double[][] directions(int size, double angle) {
    double[][] directions = new double[2][size];
    directions[0][0] = Math.cos(angle);
    directions[0][size - 1] = Math.sin(angle);
    directions[1][0] = -Math.sin(angle);
    directions[1][size - 1] = Math.cos(angle);
    return directions;
  }

  /**
   * Three steps with momentum and decay of a kernel of 2 by 1 by 2 by 3, against the algorithm in
   * double precision on its matrix of 4 by 3.
   */
  @Test
  void muonFollowsItsAlgorithm() {
    double[] w = new double[12];
    double[] m = new double[12];
    try (OptimizerSteps steps = new OptimizerSteps(muon(0.9, 0.3), true, 2, 1, 2, 3)) {
      for (int step = 1; step <= 3; step++) {
        double[] g = new double[12];
        double[] along = new double[12];
        for (int i = 0; i < 12; i++) {
          g[i] = Math.sin(i * i + step);
          m[i] = 0.9 * m[i] + 0.1 * g[i];
          along[i] = 0.9 * m[i] + 0.1 * g[i];
        }
        double[] o = orthogonal(along, 4, 3);
        for (int i = 0; i < 12; i++) {
          w[i] -= rate(step) * (0.2 * Math.sqrt(4) * o[i] + 0.3 * w[i]);
        }
        steps.step(rate(step), floats(g));
        for (int i = 0; i < 12; i++) {
          assertThat((double) steps.parameter()[i])
              .as("weight %d after step %d", i, step)
              .isCloseTo(w[i], within(2e-5));
        }
      }
    }
  }

  /** {@code x = 3.4445 x - 4.7750 x x' x + 2.0315 x x' x x' x} five times, from norm 1. */
  private static double[] orthogonal(double[] of, int rows, int columns) {
    double norm = Math.sqrt(Arrays.stream(of).map(v -> v * v).sum());
    double[] x = Arrays.stream(of).map(v -> v / norm).toArray();
    for (int round = 0; round < 5; round++) {
      double[] square = times(transposed(x, rows, columns), x, columns, rows, columns);
      double[] third = times(x, square, rows, columns, columns);
      double[] fifth = times(third, square, rows, columns, columns);
      for (int i = 0; i < x.length; i++) {
        x[i] = 3.4445 * x[i] - 4.7750 * third[i] + 2.0315 * fifth[i];
      }
    }
    return x;
  }

  private static double[] transposed(double[] x, int rows, int columns) {
    double[] turned = new double[x.length];
    Arrays.setAll(turned, i -> x[i % rows * columns + i / rows]);
    return turned;
  }

  private static double[] times(double[] x, double[] y, int rows, int inner, int columns) {
    double[] product = new double[rows * columns];
    for (int i = 0; i < product.length; i++) {
      for (int k = 0; k < inner; k++) {
        product[i] += x[i / columns * inner + k] * y[k * columns + i % columns];
      }
    }
    return product;
  }

  @Nested
  class MuonKeepsTheContract extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return muon(0.95, 0.01);
    }
  }

  @Nested
  class AdamWKeepsTheContract extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new AdamW(new AdamW.Options(decay(0.01), new Moments(0.9, 0.99, 1e-8)));
    }
  }

  @Nested
  class AdamKeepsTheContract extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Adam(new Adam.Options(new Moments(0.9, 0.999, 1e-8)));
    }
  }

  @Nested
  class LionKeepsTheContract extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Lion(new Lion.Options(decay(0.1), 0.9, 0.99));
    }
  }

  @Nested
  class SgdKeepsTheContract extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sgd(new Sgd.Options(0.9, true, decay(0.1)));
    }
  }

  @Nested
  class SgdWithoutMomentumKeepsTheContract extends OptimizerContract {
    @Override
    protected Optimizer optimizer() {
      return new Sgd(new Sgd.Options(0, false, decay(0)));
    }
  }
}
