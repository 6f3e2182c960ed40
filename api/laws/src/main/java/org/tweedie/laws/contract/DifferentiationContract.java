package org.tweedie.laws.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.laws.contract.FindingAssertions.assertHolds;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Prediction;
import org.tweedie.api.sampler.SeededNoise;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.laws.identity.Threads;

/**
 * What every model must keep that can be differentiated. To check one, extend this class and supply
 * it; its tests are inherited.
 */
public abstract class DifferentiationContract {

  private static final int COUNT = 5;

  /** Share of the cotangent's size that differences in float32 may be off beside their rounding. */
  private static final double TOLERANCE = 0.005;

  /** The relative rounding of a predicted signal of order 1 that is allowed for. */
  private static final double ROUNDING = 2e-6;

  /** Differences are taken at these multiples of a hundredth of the noise. */
  private static final double[] STEPS = {2, 1, 0.5, 0.25};

  /** The model. */
  protected abstract DiffusionModel model();

  /** The shape of one latent. */
  protected abstract DataShape shape();

  /** How many classes the model may be told of; 0 where it knows none. */
  protected int classes() {
    return 0;
  }

  /** Times at which the differences are taken, from little noise to much. */
  protected double[] times() {
    return new double[] {0.3, 0.45, 0.6, 0.8, 0.95};
  }

  private Batch normal(int draw) {
    return new SeededNoise(17, 0, COUNT, shape()).draw(draw);
  }

  private Batch latents() {
    double[] alphas = new double[COUNT];
    double[] sigmas = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      NoiseLevel level = model().schedule().at(times()[i]);
      alphas[i] = 0.5 * level.alpha();
      sigmas[i] = level.sigma();
    }
    return normal(0).combineEach(alphas, sigmas, normal(1));
  }

  private Condition condition() {
    return classes() == 0
        ? Condition.none(COUNT)
        : Condition.labels(
            IntStream.range(0, COUNT).map(i -> i == 2 ? Condition.NONE : i % classes()).toArray());
  }

  /** {@code u . J^T c = d/dh c . x^(z + h u)} for random u, by central differences. */
  @Test
  public void gradientIsThatOfTheSignalByTheLatents() {
    DiffusionModel model = model();
    Batch z = latents();
    Batch cotangent = normal(2);
    Batch gradient = model.differentiate(z, times(), condition(), cotangent).gradient();
    assertThat(gradient.shape()).as("the gradient's shape").isEqualTo(z.shape());
    assertThat(gradient.count()).as("a gradient for each latent").isEqualTo(COUNT);
    for (int direction = 3; direction < 6; direction++) {
      Batch u = normal(direction);
      double[] expected = products(u, gradient);
      double[] slopes = slopes(z, u, cotangent);
      for (int i = 0; i < COUNT; i++) {
        double sizes = norm(u, i) * norm(cotangent, i);
        double sensitivity = norm(gradient, i) * norm(u, i);
        double rounding = ROUNDING * norm(cotangent, i) * signalSize(z, i) / step(i);
        assertThat(expected[i])
            .as(
                "Latent %s at time %s: J^T c must be the gradient of c . x^ by z, so along a"
                    + " direction u it is the derivative of c . x^(z + h u).",
                i, times()[i])
            .isCloseTo(
                slopes[i], within(TOLERANCE * Math.max(sensitivity, 1e-3 * sizes) + rounding));
      }
    }
  }

  @Test
  public void predictionIsTheOneThatIsMadeWithoutAGradient() {
    DiffusionModel model = model();
    Batch z = latents();
    Prediction alone = model.predict(z, times(), condition());
    Prediction beside = model.differentiate(z, times(), condition(), normal(2)).prediction();
    assertThat(beside.latent()).isEqualTo(z);
    assertThat(beside.signal().values())
        .as("The prediction beside a gradient must be the prediction.")
        .containsExactly(alone.signal().values(), within(1e-5f));
  }

  @Test
  void gradientIsLinearInTheCotangent() {
    DiffusionModel model = model();
    Batch z = latents();
    Batch first = model.differentiate(z, times(), condition(), normal(2)).gradient();
    Batch second = model.differentiate(z, times(), condition(), normal(3)).gradient();
    Batch sum =
        model
            .differentiate(z, times(), condition(), normal(2).combine(2, -0.5, normal(3)))
            .gradient();
    double largest = IntStream.range(0, COUNT).mapToDouble(i -> norm(sum, i)).max().orElse(0);
    assertThat(sum.values())
        .as("J^T (2 c - d/2) = 2 J^T c - J^T d / 2.")
        .containsExactly(
            first.combine(2, -0.5, second).values(), within((float) (1e-5 * (1 + largest))));
  }

  @Test
  void gradientDoesNotDependOnTheBatch() {
    DiffusionModel model = model();
    Batch z = latents();
    Batch together = model.differentiate(z, times(), condition(), normal(2)).gradient();
    for (int i = 0; i < COUNT; i++) {
      float[] alone =
          model
              .differentiate(
                  z.slice(i, i + 1),
                  new double[] {times()[i]},
                  condition().slice(i, i + 1),
                  normal(2).slice(i, i + 1))
              .gradient()
              .values();
      assertThat(alone)
          .as("Latent %s must have the same gradient alone as among others.", i)
          .containsExactly(together.example(i), within((float) (1e-5 * (1 + norm(together, i)))));
    }
  }

  @Test
  void manyThreadsGetTheSameGradients() {
    DiffusionModel model = model();
    Batch z = latents();
    assertHolds(
        Threads.agree(
            "a model may be used by many threads at once: all get the same gradients",
            "DiffusionModel",
            () -> model.differentiate(z, times(), condition(), normal(2)).gradient()));
  }

  @Test
  void cotangentsThatDoNotMatchAreRefused() {
    DiffusionModel model = model();
    assertThatIllegalArgumentException()
        .as("As many cotangents as latents.")
        .isThrownBy(
            () ->
                model.differentiate(
                    latents(), times(), condition(), normal(2).slice(0, COUNT - 1)));
  }

  private double step(int i) {
    return 0.01 * model().schedule().at(times()[i]).sigma();
  }

  private double signalSize(Batch z, int i) {
    return 1 + norm(model().predict(z, times(), condition()).signal(), i) + norm(z, i) / alpha(i);
  }

  private double alpha(int i) {
    return model().schedule().at(times()[i]).alpha();
  }

  /**
   * Central differences at halved steps, extrapolated to none. Of all extrapolations the one is
   * taken that is nearest to the two it was made of (Ridders, Advances in Engineering Software 4,
   * 1982): no one step is short enough for a steep model and long enough for float32.
   */
  private double[] slopes(Batch z, Batch u, Batch cotangent) {
    double[][] rows = new double[STEPS.length][];
    for (int row = 0; row < STEPS.length; row++) {
      rows[row] = differences(z, u, cotangent, STEPS[row]);
    }
    double[] slopes = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      double least = Double.POSITIVE_INFINITY;
      double[] before = new double[0];
      for (int row = 0; row < STEPS.length; row++) {
        double[] now = new double[row + 1];
        now[0] = rows[row][i];
        for (int order = 1; order <= row; order++) {
          double factor = Math.pow(4, order);
          now[order] = (factor * now[order - 1] - before[order - 1]) / (factor - 1);
          double change =
              Math.max(
                  Math.abs(now[order] - now[order - 1]), Math.abs(now[order] - before[order - 1]));
          if (change < least) {
            least = change;
            slopes[i] = now[order];
          }
        }
        before = now;
      }
    }
    return slopes;
  }

  private double[] differences(Batch z, Batch u, Batch cotangent, double steps) {
    double[] ones = new double[COUNT];
    double[] up = new double[COUNT];
    double[] down = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      ones[i] = 1;
      up[i] = steps * step(i);
      down[i] = -up[i];
    }
    Batch above = model().predict(z.combineEach(ones, up, u), times(), condition()).signal();
    Batch below = model().predict(z.combineEach(ones, down, u), times(), condition()).signal();
    double[] differences = products(cotangent, above.combine(1, -1, below));
    for (int i = 0; i < COUNT; i++) {
      differences[i] /= 2 * up[i];
    }
    return differences;
  }

  private double[] products(Batch a, Batch b) {
    int size = shape().size();
    double[] products = new double[COUNT];
    for (int k = 0; k < a.values().length; k++) {
      products[k / size] += (double) a.values()[k] * b.values()[k];
    }
    return products;
  }

  private static double norm(Batch batch, int index) {
    double sum = 0;
    for (float value : batch.example(index)) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
