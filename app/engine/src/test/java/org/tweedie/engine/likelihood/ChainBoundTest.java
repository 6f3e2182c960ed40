package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.LevelSoftmax;

/**
 * The bound and the importance samples of a linear Gaussian chain of two latents against closed
 * forms (Luo, arXiv 2208.11970, equations 15 and 24 to 29).
 */
class ChainBoundTest {

  private static final DataShape LINE = DataShape.point(1);

  /**
   * p: z_2 ~ N(0, 1), z_1 = A z_2 + S1 eps, x = B z_1 + S0 eps; q: z_1 = C x + R1 eps, z_2 = E z_1
   * + R2 eps.
   */
  private static final double A = 0.8;

  private static final double S1 = 0.7;
  private static final double B = 1.3;
  private static final double S0 = 0.5;
  private static final double C = 0.6;
  private static final double R1 = 0.45;
  private static final double E = 0.7;
  private static final double R2 = 0.75;

  private static final class LinearChain implements LatentChain {

    @Override
    public DataDescription data() {
      return DataDescription.of(LINE);
    }

    @Override
    public int levels() {
      return 2;
    }

    @Override
    public DataShape latent(int level) {
      return LINE;
    }

    @Override
    public DiagonalGaussian encode(int level, Batch below, Condition condition) {
      return level == 1 ? linear(below, C, R1) : linear(below, E, R2);
    }

    @Override
    public DiagonalGaussian decode(int level, Batch above, Condition condition) {
      return linear(above, A, S1);
    }

    @Override
    public DiagonalGaussian prior(int count) {
      return linear(Batch.zeros(LINE, count), 0, 1);
    }

    @Override
    public LevelSoftmax reconstruct(Batch first, Condition condition) {
      throw new IllegalStateException("the data are continuous");
    }

    @Override
    public double[] cost(Batch x, Batch first, Condition condition) {
      return Arrays.stream(linear(first, B, S0).logDensity(x)).map(nats -> -nats).toArray();
    }

    @Override
    public double resolution(int level) {
      return R1;
    }

    private static DiagonalGaussian linear(Batch z, double factor, double deviation) {
      double[] mean = new double[z.count()];
      double[] deviations = new double[z.count()];
      Arrays.setAll(mean, i -> factor * z.values()[i]);
      Arrays.fill(deviations, deviation);
      return new DiagonalGaussian(LINE, mean, deviations);
    }
  }

  private static double logNormal(double squares, double deviation) {
    return -Math.log(2 * Math.PI) / 2 - Math.log(deviation) - squares / (2 * deviation * deviation);
  }

  private static double exactLogLikelihood(double x) {
    return logNormal(x * x, Math.sqrt(B * B * (A * A + S1 * S1) + S0 * S0));
  }

  /** The mean of log p - log q over the encoder, by the moments of its latents. */
  private static double exactBound(double x) {
    double data = square(x - B * C * x) + B * B * R1 * R1;
    double between = 1 - A * E;
    double first = square(between * C * x) + between * between * R1 * R1 + A * A * R2 * R2;
    double second = square(E * C * x) + E * E * R1 * R1 + R2 * R2;
    double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(R1) + Math.log(R2);
    return logNormal(data, S0) + logNormal(first, S1) + logNormal(second, 1) + entropy;
  }

  private static double square(double value) {
    return value * value;
  }

  @Test
  void theBoundIsItsClosedForm() {
    int count = 20_000;
    for (float x : new float[] {-1.7f, 0.2f, 2.4f}) {
      ChainBound.Terms terms =
          new ChainBound(1, 5, true).terms(new LinearChain(), constant(x, count), none(count), 0);
      double[] total = terms.byName().get(LikelihoodReport.TOTAL);
      Estimate bound = Estimate.of(total, 1);
      assertThat(-bound.mean()).isCloseTo(exactBound(x), within(3 * bound.standardError()));
      assertThat(-bound.mean()).isLessThan(exactLogLikelihood(x) - 3 * bound.standardError());
    }
  }

  /** The mean of likelihoods, and not of their logarithms, is without bias. */
  @Test
  void importanceSamplesFindTheLikelihood() {
    int count = 4_000;
    for (float x : new float[] {-1.7f, 0.2f, 2.4f}) {
      double[] found =
          new ChainBound(10, 6, false)
              .importance(new LinearChain(), constant(x, count), none(count), 0);
      double exact = exactLogLikelihood(x);
      Estimate ratio =
          Estimate.of(Arrays.stream(found).map(nats -> Math.exp(nats - exact)).toArray(), 1);
      assertThat(ratio.mean()).isCloseTo(1, within(3 * ratio.standardError()));
      Estimate logarithm = Estimate.of(found, 1);
      assertThat(logarithm.mean()).isBetween(exactBound(x), exact + 3 * logarithm.standardError());
    }
  }

  @Test
  void oneImportanceSampleIsTheBound() {
    Batch x = constant(0.7f, 5_000);
    Estimate one =
        Estimate.of(
            new ChainBound(1, 7, false).importance(new LinearChain(), x, none(5_000), 0), 1);
    assertThat(one.mean()).isCloseTo(exactBound(0.7f), within(3 * one.standardError()));
  }

  private static Condition none(int count) {
    return Condition.none(count);
  }

  private static Batch constant(float x, int count) {
    float[] values = new float[count];
    Arrays.fill(values, x);
    return Batch.of(LINE, values);
  }
}
