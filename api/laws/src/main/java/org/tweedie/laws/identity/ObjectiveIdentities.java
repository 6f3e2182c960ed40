package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.laws.exact.BoundlessSchedule;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every {@link Objective} keeps: it judges the prediction, and not the parameterization that
 * the prediction comes in. Equations are those of Luo, "Understanding Diffusion Models: A Unified
 * Perspective" (arXiv 2208.11970).
 *
 * @param objective the objective for networks that predict in one of the ways
 * @param parameterizations the ways that it goes with, at least one
 */
public record ObjectiveIdentities(
    Function<Parameterization, Objective> objective, List<Parameterization> parameterizations) {

  /** As many values as make rounding errors average out to less than the tolerance. */
  private static final DataShape SHAPE = DataShape.image(8, 8, 1);

  private static final double[] LOG_SNRS = {-13, -9, -5, -2, -0.5, 0, 0.5, 2, 5, 9, 13};
  private static final double TOLERANCE = 1e-4;
  private static final String SPI = "Objective";

  /** All that is found. */
  public List<Finding> findings() {
    List<Finding> all =
        new ArrayList<>(
            List.of(
                predictsWhatWasAsked(),
                exactPredictionCostsNothing(),
                parameterizationDoesNotMatter(),
                largerErrorsCostMore(),
                gradientsAreFinite(),
                infiniteSnrsAreFinite()));
    all.addAll(new MeanLossIdentities(objective, parameterizations).findings());
    return all;
  }

  /** The parameterization is what was asked for. */
  public Finding predictsWhatWasAsked() {
    return Check.of("an objective for a parameterization predicts that", SPI, "")
        .over(
            check -> {
              for (Parameterization asked : parameterizations) {
                Parameterization found = objective.apply(asked).predicts();
                check.that(found == asked, asked + "", found, "when asked for it");
              }
            });
  }

  /** {@code loss(x^ = x) = 0}. */
  public Finding exactPredictionCostsNothing() {
    return ofTheError(
        Check.of(
            "the loss of an exact prediction, x^ = x, is 0",
            "Luo, equation 99",
            "1e-6 of the loss of an error of order one"),
        check -> {
          float[] ofErrors = losses(parameterizations.get(0), 1);
          for (Parameterization predicts : parameterizations) {
            float[] losses = losses(predicts, 0);
            for (int i = 0; i < LOG_SNRS.length; i++) {
              check.near(
                  0,
                  losses[i],
                  1e-6 * ofErrors[i],
                  "with the exact %s at log SNR %s",
                  predicts,
                  LOG_SNRS[i]);
            }
          }
        });
  }

  /** {@code |x - x^|^2 = b^2 |target - output|^2} where {@code x^ = a z + b output}. */
  public Finding parameterizationDoesNotMatter() {
    return ofTheError(
        Check.of(
                "one error of the signal costs the same in every parameterization",
                "Luo, equations 99, 130, 148",
                TOLERANCE + " relative")
            .advising(
                "A weight on the signal's error is converted by b^2, where x^ = a z + b output."),
        check -> {
          Parameterization first = parameterizations.get(0);
          float[] expected = losses(first, 1);
          for (Parameterization predicts : parameterizations) {
            float[] found = losses(predicts, 1);
            for (int i = 0; i < LOG_SNRS.length; i++) {
              check.that(
                  found[i] > 0 && Float.isFinite(found[i]),
                  "a finite loss above 0",
                  found[i],
                  "with %s at log SNR %s",
                  predicts,
                  LOG_SNRS[i]);
              check.near(
                  expected[i],
                  found[i],
                  TOLERANCE * expected[i],
                  "with %s beside %s at log SNR %s",
                  predicts,
                  first,
                  LOG_SNRS[i]);
            }
          }
        });
  }

  /** A loss grows with the error. */
  public Finding largerErrorsCostMore() {
    return ofTheError(
        Check.of("a larger error costs more", "Luo, equation 99", ""),
        check -> {
          for (Parameterization predicts : parameterizations) {
            float[] once = losses(predicts, 1);
            float[] thrice = losses(predicts, 3);
            for (int i = 0; i < once.length; i++) {
              check.that(
                  thrice[i] > once[i],
                  "above " + once[i],
                  thrice[i],
                  "for three times the error with %s at log SNR %s",
                  predicts,
                  LOG_SNRS[i]);
            }
          }
        });
  }

  /** One loss for each example, with a gradient. */
  public Finding gradientsAreFinite() {
    return Check.of("there is a loss for each example, with a finite gradient", SPI, "")
        .over(
            check -> {
              for (Parameterization predicts : parameterizations) {
                batch(
                    predicts,
                    1,
                    (graph, batch, loss) -> {
                      int rank = loss.shape().numDimensions();
                      check.that(rank == 1, "the shape [B]", loss.shape(), "with %s", predicts);
                      int count = graph.run(loss).length;
                      check.that(
                          count == LOG_SNRS.length,
                          LOG_SNRS.length + " losses",
                          count,
                          "with %s",
                          predicts);
                      gradient(check, graph, batch, loss, predicts);
                    });
              }
            });
  }

  /**
   * Time 0 without noise, time 1 without signal, and times as near to them as 1e-12, with a network
   * that puts out 0.3 times the latent. Discrete steps end at the times i/T.
   */
  public Finding infiniteSnrsAreFinite() {
    return Check.of(
            "the loss and its gradient are finite from no noise to no signal", "GraphLevel", "")
        .advising("Sums of logarithms must not become infinity minus infinity.")
        .over(
            check -> {
              for (Parameterization predicts : parameterizations) {
                infinite(check, objective.apply(predicts), predicts);
              }
            });
  }

  private static void infinite(Check check, Objective objective, Parameterization predicts) {
    double[] times =
        objective.timesteps().isPresent() && objective.timeSteps().isEmpty()
            ? steps(objective)
            : nearTheEnds();
    float[] signals = new float[times.length * SHAPE.size()];
    float[] noises = new float[signals.length];
    float[] fractions = new float[signals.length];
    Arrays.fill(signals, 0.5f);
    Arrays.fill(noises, -1);
    Arrays.fill(fractions, 0.5f);
    try (TestGraph graph = TestGraph.forTraining(1)) {
      TestDenoising batch =
          new TestDenoising(
              graph,
              SHAPE,
              predicts,
              (latent, logSnr) -> graph.tf().math.mul(graph.tf().constant(0.3f), latent));
      batch.feed(
          new BoundlessSchedule(), times, objective, signals, noises, (level, signal, noise) -> 0);
      batch.feedVarianceFraction(fractions);
      Operand<TFloat32> loss = objective.loss(batch);
      float[] losses = graph.run(loss);
      for (int i = 0; i < times.length; i++) {
        check.that(
            Float.isFinite(losses[i]) && (losses[i] >= 0 || !objective.dependsOnTheErrorAlone()),
            "a finite loss",
            losses[i],
            "with %s at time %s",
            predicts,
            times[i]);
      }
      gradient(check, graph, batch, loss, predicts);
    }
  }

  private static double[] nearTheEnds() {
    double[] small = IntStream.rangeClosed(1, 12).mapToDouble(n -> Math.pow(10, -n)).toArray();
    return DoubleStream.concat(
            DoubleStream.of(0, 0.5, 1),
            DoubleStream.concat(Arrays.stream(small), Arrays.stream(small).map(t -> 1 - t)))
        .toArray();
  }

  private static double[] steps(Objective objective) {
    int steps = objective.timesteps().orElseThrow();
    return IntStream.of(1, 2, (steps + 1) / 2, steps - 1, steps)
        .filter(step -> step >= 1 && step <= steps)
        .mapToDouble(step -> (double) step / steps)
        .toArray();
  }

  private static void gradient(
      Check check,
      TestGraph graph,
      TestDenoising batch,
      Operand<TFloat32> loss,
      Parameterization predicts) {
    Optional<Operand<TFloat32>> gradient =
        graph.gradients(loss, graph.tf().onesLike(loss), List.of(batch.output())).get(0);
    check.that(
        gradient.isPresent(),
        "a gradient by the network's output",
        gradient.isPresent() ? "one" : "none",
        "with %s",
        predicts);
    gradient.ifPresent(
        found -> {
          for (float value : graph.run(found)) {
            check.that(
                Float.isFinite(value), "a number", value, "in the gradient with %s", predicts);
          }
        });
  }

  /** An identity of losses that are functions of the error. */
  private Finding ofTheError(Check identity, Consumer<Check> comparisons) {
    return objective.apply(parameterizations.get(0)).dependsOnTheErrorAlone()
        ? identity.over(comparisons)
        : identity.doesNotApply("the loss is right in the mean alone");
  }

  /** What is done with a batch and its loss. */
  private interface Use {
    void with(TestGraph graph, TestDenoising batch, Operand<TFloat32> loss);
  }

  private float[] losses(Parameterization predicts, double error) {
    float[][] losses = new float[1][];
    batch(predicts, error, (graph, batch, loss) -> losses[0] = graph.run(loss));
    return losses[0];
  }

  private void batch(Parameterization predicts, double error, Use use) {
    Objective one = objective.apply(predicts);
    try (TestGraph graph = TestGraph.forTraining(1)) {
      TestDenoising batch = new TestDenoising(graph, SHAPE, one.predicts());
      feed(batch, one, error);
      use.with(graph, batch, one.loss(batch));
    }
  }

  /**
   * Errors of order one where both signal and noise can show them without loss of digits: in the
   * signal where there is little noise, in the noise where there is little signal.
   */
  private static void feed(TestDenoising batch, Objective objective, double size) {
    double[] times = Arrays.stream(LOG_SNRS).map(logSnr -> (15 - logSnr) / 30).toArray();
    Random random = new Random(5);
    float[] signals = new float[times.length * SHAPE.size()];
    float[] noises = new float[signals.length];
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (2 * random.nextDouble() - 1);
      noises[i] = (float) random.nextGaussian();
    }
    batch.feed(
        time -> 15 - 30 * time,
        times,
        objective,
        signals,
        noises,
        (level, signal, noise) ->
            size * (0.5 + signal * noise) * Math.max(1, level.sigma() / level.alpha()));
  }
}
