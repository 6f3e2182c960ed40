package org.tweedie.laws.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tweedie.api.schedule.LearnedSchedule;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.graph.TestGraph;

/**
 * What every learned schedule keeps, at the start of training and wherever training may bring its
 * weights. Equations are those of Kingma et al., "Variational Diffusion Models" (arXiv 2107.00630).
 *
 * @param schedule the schedule to be checked
 */
public record LearnedScheduleIdentities(LearnedSchedule schedule) {

  private static final String NETWORK = "Kingma et al., arXiv 2107.00630, appendix H";
  private static final String VARIANCE = "Kingma et al., arXiv 2107.00630, section 5.1";

  /** Even ones, and as near to both ends as single precision tells them apart. */
  private static final float[] TIMES = times();

  /** How far weights are moved at random, in standard deviations. */
  private static final double[] MOVES = {0, 0.02, 0.3};

  private static final String MOVED = "at time %s, weights moved by %s";

  /** All that is found. */
  public List<Finding> findings() {
    return List.of(
        endsArePinned(),
        fallsStrictly(),
        graphIsFrozen(),
        everythingIsANumber(),
        endsAndCurveAreApart());
  }

  /** The log SNR starts and ends where the ends say, whatever the weights. */
  public Finding endsArePinned() {
    return Check.of(
            "whatever its weights, the log SNR goes from one learned end to the other, a lower one",
            NETWORK,
            "1e-6 of the fall")
        .over(
            check ->
                each(
                    (move, sight) -> {
                      float[] share = sight.run(sight.fall.share());
                      check.near(0, share[0], 1e-6, "for the share of the fall " + MOVED, 0, move);
                      float all = share[share.length - 1];
                      check.near(1, all, 1e-6, "for the share of the fall " + MOVED, 1, move);
                      float first = sight.run(sight.first)[0];
                      float last = sight.run(sight.last)[0];
                      check.that(last < first, "below " + first, last, MOVED, 1, move);
                      NoiseSchedule frozen = sight.frozen();
                      double fall = first - (double) last;
                      check.near(first, frozen.logSnr(0), 1e-6 * fall, MOVED, 0, move);
                      check.near(last, frozen.logSnr(1), 1e-6 * fall, MOVED, 1, move);
                    }));
  }

  /** The log SNR falls strictly, whatever the weights. */
  public Finding fallsStrictly() {
    return Check.of("whatever its weights, the log SNR falls strictly in time", NETWORK, "")
        .over(
            check ->
                each(
                    (move, sight) -> {
                      float[] share = sight.run(sight.fall.share());
                      float[] slope = sight.run(sight.fall.slope());
                      for (int i = 0; i < TIMES.length; i++) {
                        String place = "for the slope of the fall " + MOVED;
                        check.that(slope[i] > 0, "above 0", slope[i], place, TIMES[i], move);
                        // Nearer to one another than this, shares may round to one number.
                        if (i > 0 && TIMES[i] - TIMES[i - 1] > 1e-3) {
                          place = "for the share of the fall " + MOVED;
                          boolean rises = share[i] > share[i - 1];
                          check.that(
                              rises, "above " + share[i - 1], share[i], place, TIMES[i], move);
                        }
                      }
                    }));
  }

  /** What is trained in a graph is what samplers walk along afterwards. */
  public Finding graphIsFrozen() {
    return Check.of(
            "frozen in plain Java it is the schedule that was trained in the graph",
            NETWORK,
            "2e-5 of the fall, 1e-3 of a slope")
        .over(
            check ->
                each(
                    (move, sight) -> {
                      NoiseSchedule frozen = sight.frozen();
                      double first = sight.run(sight.first)[0];
                      double fall = sight.run(sight.last)[0] - first;
                      float[] share = sight.run(sight.fall.share());
                      float[] slope = sight.run(sight.fall.slope());
                      for (int i = 0; i < TIMES.length; i++) {
                        float t = TIMES[i];
                        double logSnr = first + share[i] * fall;
                        double allowed = 2e-5 * Math.abs(fall);
                        check.near(
                            frozen.logSnr(t), logSnr, allowed, "in the graph " + MOVED, t, move);
                        double expected = frozen.logSnrSlope(t);
                        check.near(
                            expected,
                            slope[i] * fall,
                            1e-3 * Math.abs(expected),
                            "for the slope in the graph " + MOVED,
                            t,
                            move);
                      }
                    }));
  }

  /** No NaN, in float32 and double, down to 1e-12 from the ends, whatever the weights. */
  public Finding everythingIsANumber() {
    return Check.of(
            "whatever its weights, alpha, sigma, log SNR and slope are finite",
            "Luo, equation 70",
            "")
        .over(
            check ->
                each(
                    (move, sight) -> {
                      NoiseSchedule frozen = sight.frozen();
                      Finding numbers = new ScheduleIdentities(frozen).everythingIsANumber();
                      check.that(
                          numbers.isGood(),
                          "finite numbers",
                          numbers.found(),
                          "%s, weights moved by %s",
                          numbers.where(),
                          move);
                      for (double t : Times.allTimes()) {
                        double slope = frozen.logSnrSlope(t);
                        check.that(Double.isFinite(slope), "a finite slope", slope, MOVED, t, move);
                      }
                      float[] share = sight.run(sight.fall.share());
                      for (int i = 0; i < TIMES.length; i++) {
                        check.that(
                            share[i] >= 0 && share[i] <= 1 + 1e-6f,
                            "a share of the fall, from 0 to 1",
                            share[i],
                            MOVED,
                            TIMES[i],
                            move);
                      }
                    }));
  }

  /** The ends follow the bound, and the curve the variance of its estimator. */
  public Finding endsAndCurveAreApart() {
    return Check.of(
            "ends and curve have no weight in common, as they follow different gradients",
            VARIANCE,
            "")
        .over(
            check -> {
              try (Sight sight = new Sight(schedule, 0);
                  TestGraph curveAlone = TestGraph.forTraining(1)) {
                schedule.fall(curveAlone, curveAlone.floats(-1));
                Set<String> common = new TreeSet<>(sight.ends);
                common.retainAll(curveAlone.parameters());
                check.that(common.isEmpty(), "no weight", common, "for the weights of both");
              }
            });
  }

  private void each(BiConsumer<Double, Sight> look) {
    for (double move : MOVES) {
      try (Sight sight = new Sight(schedule, move)) {
        look.accept(move, sight);
      }
    }
  }

  private static float[] times() {
    Set<Float> times = new TreeSet<>();
    for (double t : Times.allTimes()) {
      times.add((float) t);
    }
    float[] values = new float[times.size()];
    int i = 0;
    for (float t : times) {
      values[i++] = t;
    }
    return values;
  }

  /** The schedule inside a graph, with its weights moved. */
  private static final class Sight implements AutoCloseable {

    private final LearnedSchedule schedule;
    private final TestGraph graph = TestGraph.forTraining(1);
    private final Operand<TFloat32> first;
    private final Operand<TFloat32> last;
    private final Set<String> ends;
    private final LearnedSchedule.Fall fall;
    private final Map<String, float[]> weights = new LinkedHashMap<>();

    Sight(LearnedSchedule schedule, double move) {
      this.schedule = schedule;
      Operand<TFloat32> time = graph.floats(-1);
      first = schedule.first(graph);
      last = schedule.last(graph);
      ends = new TreeSet<>(graph.parameters());
      fall = schedule.fall(graph, time);
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
      graph.feed(time, TIMES, TIMES.length);
    }

    float[] run(Operand<TFloat32> wanted) {
      return graph.run(wanted);
    }

    NoiseSchedule frozen() {
      return schedule.frozen(weights);
    }

    @Override
    public void close() {
      graph.close();
    }
  }
}
