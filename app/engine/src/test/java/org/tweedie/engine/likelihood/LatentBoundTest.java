package org.tweedie.engine.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.LatentGaussian;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.chain.DiagonalGaussian;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.chain.LevelSoftmax;
import org.tweedie.engine.latent.ChainAutoencoder;
import org.tweedie.engine.latent.LatentScale;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.latent.LinearAutoencoder;
import org.tweedie.laws.exact.GaussianModel;

/**
 * The bound of data by way of a diffusion of latents, with an exact model of these: a linear
 * Gaussian autoencoder has normal ones. From log SNR 13.3 to -5; what the two ends leave is below a
 * thousandth of a nat.
 */
class LatentBoundTest {

  private static final NoiseSchedule LINEAR = t -> 13.3 - 18.3 * t;
  private static final int EXAMPLES = 4000;
  private static final DataSource DATA = LinearAutoencoder.data(EXAMPLES);

  private static Batch examples() {
    float[] values = new float[3 * EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      DATA.test().read(i, values, 3 * i);
    }
    return Batch.of(LinearAutoencoder.DATA.shape(), values);
  }

  /** Latents that are as far apart as c once they are scaled, and the exact model of these. */
  private static LatentSpace space(double off, double c) {
    List<Double> mean = DoubleStream.of(LinearAutoencoder.M).boxed().toList();
    List<Double> deviation = DoubleStream.of(LinearAutoencoder.T).map(t -> t / c).boxed().toList();
    return new LatentSpace(
        new LinearAutoencoder(off), DATA, Optional.of(new LatentScale(mean, deviation)));
  }

  private static DiffusionModel exact(double c) {
    return new GaussianModel(LINEAR, c, Parameterization.VELOCITY);
  }

  private static double[] total(LatentSpace space, DiffusionModel model, OptionalInt steps) {
    return Objects.requireNonNull(
        LatentBound.of(space, steps, 64, 4)
            .terms(model, examples(), Condition.none(EXAMPLES), 0)
            .get(LikelihoodReport.TOTAL));
  }

  private static Estimate excess(double[] found, double[] exact) {
    double[] excess = new double[found.length];
    Arrays.setAll(excess, i -> found[i] - exact[i]);
    return Estimate.of(excess, 1);
  }

  /** The encoder is the posterior and the diffusion is exact, so the bound is the likelihood. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 2})
  void isTheLikelihoodWhereNothingIsLostWhateverTheScale(double c) {
    Estimate excess =
        excess(
            total(space(0, c), exact(c), OptionalInt.empty()),
            LinearAutoencoder.exactNats(examples()));
    assertThat(excess.standardError()).as("nats").isLessThan(0.05);
    assertThat(excess.mean()).isCloseTo(0, within(1e-3 + 4 * excess.standardError()));
  }

  /** An encoder that is off costs its divergence from the posterior, in closed form. */
  @Test
  void costsWhatTheEncoderIsOff() {
    double off = 0.3;
    Batch x = examples();
    LatentGaussian right = new LinearAutoencoder(0).encode(x);
    LatentGaussian wrong = new LinearAutoencoder(off).encode(x);
    double divergence = 0;
    for (int k = 0; k < 2; k++) {
      double ratio = wrong.deviation().values()[k] / right.deviation().values()[k];
      double shift =
          (wrong.mean().values()[k] - right.mean().values()[k]) / right.deviation().values()[k];
      divergence += (ratio * ratio + shift * shift - 1) / 2 - Math.log(ratio);
    }
    Estimate excess =
        excess(total(space(off, 1), exact(1), OptionalInt.empty()), LinearAutoencoder.exactNats(x));
    assertThat(divergence).isGreaterThan(10 * excess.standardError());
    assertThat(excess.mean()).isCloseTo(divergence, within(1e-3 + 4 * excess.standardError()));
  }

  /** A model of T steps has a looser bound, which tightens as T doubles. */
  @Test
  void fewStepsCostMore() {
    double[] exact = LinearAutoencoder.exactNats(examples());
    double few = excess(total(space(0, 1), exact(1), OptionalInt.of(50)), exact).mean();
    double many = excess(total(space(0, 1), exact(1), OptionalInt.of(100)), exact).mean();
    assertThat(few).isGreaterThan(1.5 * many);
    assertThat(many).isGreaterThan(0.1);
  }

  /** q: z = 0.7 x + 0.3 eps, p: z ~ N(0, 1), x = 1.2 z + 0.5 eps. */
  private static final class OffChain implements LatentChain {

    private static final DataShape LINE = DataShape.point(1);

    @Override
    public DataDescription data() {
      return DataDescription.of(LINE);
    }

    @Override
    public int levels() {
      return 1;
    }

    @Override
    public DataShape latent(int level) {
      return LINE;
    }

    @Override
    public DiagonalGaussian encode(int level, Batch below, Condition condition) {
      return linear(below, 0.7, 0.3);
    }

    @Override
    public DiagonalGaussian decode(int level, Batch above, Condition condition) {
      throw new IllegalStateException("there is one latent");
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
      return Arrays.stream(linear(first, 1.2, 0.5).logDensity(x)).map(nats -> -nats).toArray();
    }

    @Override
    public double resolution(int level) {
      return 0.3;
    }

    private static DiagonalGaussian linear(Batch z, double factor, double deviation) {
      double[] mean = new double[z.count()];
      double[] deviations = new double[z.count()];
      Arrays.setAll(mean, i -> factor * z.values()[i]);
      Arrays.fill(deviations, deviation);
      return new DiagonalGaussian(LINE, mean, deviations);
    }
  }

  /** An exact diffusion of N(0, I) is the autoencoder's own prior. */
  @ParameterizedTest
  @ValueSource(floats = {-1.6f, 0.1f, 2.3f})
  void isTheAutoencodersOwnBoundWhereTheDiffusionIsItsPrior(float value) {
    OffChain chain = new OffChain();
    float[] values = new float[EXAMPLES];
    Arrays.fill(values, value);
    Batch x = Batch.of(OffChain.LINE, values);
    Condition none = Condition.none(EXAMPLES);
    double[] own =
        Objects.requireNonNull(
            new ChainBound(1, 8, true)
                .terms(chain, x, none, 0)
                .byName()
                .get(LikelihoodReport.TOTAL));
    LatentSpace space =
        new LatentSpace(
            new ChainAutoencoder(chain, "off"),
            DATA,
            Optional.of(new LatentScale(List.of(0.0), List.of(1.0))));
    Map<String, double[]> terms =
        LatentBound.of(space, OptionalInt.empty(), 64, 9).terms(exact(1), x, none, 0);
    Estimate one = Estimate.of(own, 1);
    Estimate other = Estimate.of(Objects.requireNonNull(terms.get(LikelihoodReport.TOTAL)), 1);
    double error = Math.hypot(one.standardError(), other.standardError());
    assertThat(error).as("nats").isLessThan(0.1);
    assertThat(other.mean()).isCloseTo(one.mean(), within(1e-3 + 4 * error));
  }

  @Test
  void itemsAddUpToBitsOfTheData() {
    ChainReport report =
        LatentBound.of(space(0, 1), OptionalInt.empty(), 2, 4)
            .over(exact(1), DATA.test(), 100, false, 250, done -> {});
    assertThat(report.terms().keySet())
        .containsExactly("prior", "reconstruction", "entropy", "diffusion", "total");
    double sum =
        LatentBound.TERMS.stream()
            .mapToDouble(term -> Objects.requireNonNull(report.terms().get(term)).mean())
            .sum();
    double total = Objects.requireNonNull(report.terms().get("total")).mean();
    assertThat(sum).isCloseTo(total, within(1e-9));
    double[] first =
        Objects.requireNonNull(
            LatentBound.of(space(0, 1), OptionalInt.empty(), 2, 4)
                .terms(exact(1), examples().slice(0, 250), Condition.none(250), 0)
                .get("total"));
    assertThat(total)
        .as("over three dimensions of the data, whatever the batches")
        .isCloseTo(Arrays.stream(first).average().orElseThrow() / (3 * Math.log(2)), within(1e-9));
    assertThat(report.key()).isEqualTo("bound");
    assertThat(report.examples()).isEqualTo(250);
  }
}
