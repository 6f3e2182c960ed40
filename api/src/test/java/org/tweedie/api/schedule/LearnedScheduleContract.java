package org.tweedie.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.network.TestGraph;

/**
 * What every learned schedule must keep, at the start of training and wherever training may bring
 * its weights: Kingma et al., "Variational Diffusion Models", arXiv 2107.00630, appendix H.
 */
public abstract class LearnedScheduleContract {

  private static final int TIMES = 201;

  /** How far weights are moved at random, in standard deviations. */
  private static final double[] MOVES = {0, 0.02, 0.3};

  /** The schedule to be checked. */
  protected abstract LearnedSchedule schedule();

  /** The schedule inside a graph, with its weights moved. */
  private final class Sight implements AutoCloseable {

    private final TestGraph graph = TestGraph.forTraining(1);
    private final Operand<TFloat32> time = graph.floats(-1);
    private final Operand<TFloat32> first = schedule().first(graph);
    private final Operand<TFloat32> last = schedule().last(graph);
    private final Set<String> ends = new TreeSet<>(graph.parameters());
    private final LearnedSchedule.Fall fall = schedule().fall(graph, time);
    private final float[] times = new float[TIMES];
    private final Map<String, float[]> weights = new LinkedHashMap<>();

    Sight(double move) {
      graph.initialize();
      Random random = new Random(7);
      graph
          .values()
          .forEach(
              (name, values) -> {
                for (int i = 0; i < values.length; i++) {
                  values[i] += (float) (move * random.nextGaussian());
                }
                weights.put(name, values);
              });
      graph.set(weights);
      for (int i = 0; i < TIMES; i++) {
        times[i] = (float) i / (TIMES - 1);
      }
      graph.feed(time, times, TIMES);
    }

    float[] run(Operand<TFloat32> wanted) {
      return graph.run(wanted);
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  @Test
  void fallsFromItsFirstValueToItsLast() {
    for (double move : MOVES) {
      try (Sight sight = new Sight(move)) {
        float[] share = sight.run(sight.fall.share());
        assertThat(share[0]).as("share of the fall at time 0, weights moved by %s", move).isZero();
        assertThat(share[TIMES - 1])
            .as("share of the fall at time 1, weights moved by %s", move)
            .isCloseTo(1, within(1e-6f));
        assertThat(sight.run(sight.last)[0])
            .as("the log SNR at time 1 beside the one at time 0, weights moved by %s", move)
            .isLessThan(sight.run(sight.first)[0]);
      }
    }
  }

  @Test
  void fallsStrictlyWhateverTheWeights() {
    for (double move : MOVES) {
      try (Sight sight = new Sight(move)) {
        float[] share = sight.run(sight.fall.share());
        float[] slope = sight.run(sight.fall.slope());
        for (int i = 0; i < TIMES; i++) {
          assertThat(slope[i])
              .as("slope of the fall at time %s, weights moved by %s", sight.times[i], move)
              .isPositive();
          if (i > 0) {
            assertThat(share[i])
                .as("share of the fall at time %s, weights moved by %s", sight.times[i], move)
                .isGreaterThan(share[i - 1]);
          }
        }
      }
    }
  }

  @Test
  void isTheSameFrozenAndInAGraph() {
    for (double move : MOVES) {
      try (Sight sight = new Sight(move)) {
        NoiseSchedule frozen = schedule().frozen(sight.weights);
        double first = sight.run(sight.first)[0];
        double fall = sight.run(sight.last)[0] - first;
        float[] share = sight.run(sight.fall.share());
        float[] slope = sight.run(sight.fall.slope());
        for (int i = 0; i < TIMES; i++) {
          double t = sight.times[i];
          assertThat(first + share[i] * fall)
              .as("log SNR in the graph at time %s, weights moved by %s", t, move)
              .isCloseTo(frozen.logSnr(t), within(2e-5 * Math.abs(fall)));
          double expected = frozen.logSnrSlope(t);
          assertThat(slope[i] * fall)
              .as("slope of the log SNR in the graph at time %s, weights moved by %s", t, move)
              .isCloseTo(expected, within(1e-3 * Math.abs(expected)));
        }
      }
    }
  }

  @Test
  void endsAndCurveHaveNoParameterInCommon() {
    try (Sight sight = new Sight(0)) {
      try (TestGraph curveAlone = TestGraph.forTraining(1)) {
        schedule().fall(curveAlone, curveAlone.floats(-1));
        assertThat(sight.ends)
            .as("parameters of the ends, which the curve must not use: it follows another gradient")
            .doesNotContainAnyElementsOf(curveAlone.parameters());
      }
    }
  }
}
