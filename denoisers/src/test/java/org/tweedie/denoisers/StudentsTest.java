package org.tweedie.denoisers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Parameterization;
import org.tweedie.api.objective.Objective;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.laws.exact.GaussianModel;
import org.tweedie.laws.exact.GaussianPathEnds;
import org.tweedie.laws.graph.TestDenoising;
import org.tweedie.laws.graph.TestGraph;

/**
 * What students learn, in closed form. The teacher is the exact denoiser of N(0, 1/4), so that all
 * that it and its students do is to multiply.
 */
class StudentsTest {

  private static final double C = 0.5;
  private static final NoiseSchedule SCHEDULE = t -> 8 - 16 * t;
  private static final NoiseLevel DATA = new NoiseLevel(1, 0, Double.POSITIVE_INFINITY);
  private static final DataShape POINT = DataShape.point(2);
  private static final GaussianModel TEACHER =
      new GaussianModel(SCHEDULE, C, Parameterization.SIGNAL);
  private static final GaussianPathEnds ENDS =
      new GaussianPathEnds(SCHEDULE, C, Parameterization.SIGNAL);

  private static NoiseLevel level(double time) {
    return time > 0 ? SCHEDULE.at(time) : DATA;
  }

  /** The factor of one step of DDIM with the signal {@code k z}. */
  private static double step(NoiseLevel t, NoiseLevel s, double k) {
    double ofLatent = s.sigma() / t.sigma();
    return ofLatent + (s.alpha() - t.alpha() * ofLatent) * k;
  }

  /** Where the teacher's steps lead from the time i/N, as a factor. */
  private static double walked(int i, int steps, int each) {
    double factor = 1;
    for (int k = 0; k < each; k++) {
      NoiseLevel from = level((i * each - k) / (double) (steps * each));
      NoiseLevel to = level((i * each - k - 1) / (double) (steps * each));
      factor *= step(from, to, TEACHER.signalFactor(from));
    }
    return factor;
  }

  /** The signal that one step needs to lead as far, as a factor. */
  private static double needed(int i, int steps, int each) {
    NoiseLevel t = level((double) i / steps);
    NoiseLevel s = level((double) (i - 1) / steps);
    double ofLatent = s.sigma() / t.sigma();
    return (walked(i, steps, each) - ofLatent) / (s.alpha() - t.alpha() * ofLatent);
  }

  private static Objective progressive(Parameterization predicts, int steps, int each) {
    return new ProgressiveDistillationObjective(
        new ProgressiveDistillationObjective.Options(
            "teacher",
            0,
            predicts,
            steps,
            each,
            ProgressiveDistillationObjective.Weight.TRUNCATED_SNR));
  }

  /**
   * A student that predicts the signal which one step needs costs nothing, to 1e-6 of the signal
   * (of the noise, where that is more), at each of its times, the one before the data included;
   * what it is off is weighed by max(SNR, 1).
   */
  @ParameterizedTest
  @EnumSource
  void oneStepOfTheStudentIsWorthTheTeachersSteps(Parameterization predicts) {
    for (int each : new int[] {2, 3}) {
      int steps = 4;
      double[] times = {0.1, 0.4, 0.6, 0.9};
      ToDoubleFunction<NoiseLevel> exact =
          at -> needed((int) Math.rint(SCHEDULE.timeOf(at.logSnr()) * steps), steps, each);
      Objective objective = progressive(predicts, steps, each);
      Losses right = losses(objective, times, exact);
      Losses wrong = losses(objective, times, at -> exact.applyAsDouble(at) + 0.1);
      for (int i = 0; i < times.length; i++) {
        double snr = SCHEDULE.at((i + 1.0) / steps).snr();
        double weight = Math.max(1, snr);
        assertThat((double) right.losses[i])
            .as("step %d of %d for %d", i + 1, steps, each)
            .isLessThan(weight * Math.max(1, 1 / snr) * 1e-12 * right.squares[i]);
        assertThat(wrong.losses[i] / (weight * 0.01 * wrong.squares[i])).isCloseTo(1, within(1e-4));
      }
    }
  }

  /** The last step leads to the data, and what is to be predicted is where the teacher ends. */
  @Test
  void beforeTheDataTheTeachersEndIsWanted() {
    assertThat(needed(1, 4, 2)).isCloseTo(walked(1, 4, 2), within(1e-15));
  }

  @Test
  void progressiveStepsBeginWhereTheStudentSamples() {
    Objective objective = progressive(Parameterization.VELOCITY, 4, 2);
    assertThat(objective.timeSteps().orElseThrow().at(0.3, 0)).containsExactly(0.5, 0.375, 0.25);
    assertThat(objective.timeSteps().orElseThrow().at(0, 0)).containsExactly(0.25, 0.125, 0);
    assertThat(objective.timeSteps().orElseThrow().at(1, 0)).containsExactly(1, 0.875, 0.75);
  }

  /**
   * The exact consistency function is off by the error of the teacher's one step, which falls by
   * its order and one, and costs nothing in the limit.
   */
  @ParameterizedTest
  @CsvSource({"1, 3.2, 4.8", "2, 6, 10"})
  void theExactEndsCostWhatTheTeachersStepIsOff(int order, double least, double most) {
    double coarse = largestDistance(order, 24);
    double fine = largestDistance(order, 48);
    assertThat(coarse / fine).as("%s over %s", coarse, fine).isBetween(least, most);
    assertThat(fine).isLessThan(0.01);
  }

  private static double largestDistance(int order, int intervals) {
    ConsistencyGrid grid = new ConsistencyGrid(SCHEDULE, 0.05, 20, intervals, intervals);
    double[] times = new double[31];
    // In the middle, where steps are of equal length in the root and lead to some noise.
    Arrays.setAll(times, i -> SCHEDULE.timeOf(3 - 0.2 * i));
    Losses found =
        losses(
            new ConsistencyDistillationObjective(
                new ConsistencyDistillationObjective.Options(
                    "teacher", 0, Parameterization.SIGNAL, intervals, order, 0.05, 20, 1e-9),
                SCHEDULE),
            times,
            ENDS::factor);
    double largest = 0;
    for (int i = 0; i < times.length; i++) {
      double[] step = grid.at(times[i], 0);
      double apart = ratio(step[0]) - ratio(step[1]);
      largest = Math.max(largest, found.losses[i] * apart / Math.sqrt(found.squares[i]));
    }
    return largest;
  }

  private static double ratio(double time) {
    return Math.exp(-SCHEDULE.logSnr(time) / 2);
  }

  /**
   * A network that sees one signal in all latents of a path is consistent, whatever the signal;
   * only the first interval tells a wrong one, since there the path is at its end.
   */
  @ParameterizedTest
  @EnumSource
  void whatIsConsistentCostsNothingButAtTheData(Parameterization predicts) {
    Objective objective =
        new ConsistencyTrainingObjective(
            new ConsistencyTrainingObjective.Options(predicts, 10, 10, 0.05, 20, 1e-3), SCHEDULE);
    double[] times = {SCHEDULE.timeOf(8), SCHEDULE.timeOf(3), 0.5, 0.7, 1};
    float[] signals = new float[2 * times.length];
    float[] noises = new float[signals.length];
    Random random = new Random(4);
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) random.nextGaussian();
      noises[i] = (float) random.nextGaussian();
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      for (double wrong : new double[] {0, 0.1}) {
        TestDenoising batch = new TestDenoising(graph, POINT, predicts);
        batch.feed(SCHEDULE, times, objective, signals, noises, (level, x, e) -> wrong);
        float[] losses = graph.run(objective.loss(batch));
        double first = (Math.hypot(wrong, 1e-3) - 1e-3) / 0.05;
        assertThat((double) losses[0]).as("first interval").isCloseTo(first, within(1e-4));
        for (int i = 1; i < times.length; i++) {
          assertThat((double) losses[i]).as("interval of %s", times[i]).isBetween(-1e-6, 1e-4);
        }
      }
    }
  }

  /** The levels of Karras et al. for n = 10, and those of Song and Dhariwal's curriculum. */
  @Test
  void intervalsEndAtTheLevelsOfTheirPapers() {
    NoiseSchedule wide = t -> 14 - 28 * t;
    ConsistencyGrid grid = new ConsistencyGrid(wide, 0.002, 80, 10, 1280);
    double[] step = grid.at(wide.timeOf(-2 * Math.log(30)), 0);
    assertThat(Math.exp(-wide.logSnr(step[0]) / 2)).isCloseTo(42.415189319, within(1e-6));
    assertThat(Math.exp(-wide.logSnr(step[1]) / 2)).isCloseTo(21.108676736, within(1e-6));
    assertThat(grid.at(wide.timeOf(-2 * Math.log(60)), 0)[0]).isEqualTo(1);
    assertThat(grid.at(1, 0)[0]).isEqualTo(1);
    double[] first = grid.at(0, 0);
    assertThat(Math.exp(-wide.logSnr(first[0]) / 2)).isCloseTo(0.002, within(1e-9));
    assertThat(first[1]).isZero();
    assertThat(
            List.of(0.0, 0.124, 0.126, 0.26, 0.5, 0.874, 0.876, 0.999).stream()
                .map(grid::intervals))
        .containsExactly(10, 10, 20, 40, 160, 640, 1280, 1280);
  }

  @Test
  void levelsThatTheScheduleHasNotAreRefused() {
    assertThatThrownBy(() -> new ConsistencyGrid(SCHEDULE, 100, 200, 10, 20))
        .hasMessageContaining("are none of the schedule's");
    assertThatThrownBy(() -> new ConsistencyGrid(SCHEDULE, 0.1, 10, 20, 10))
        .hasMessageContaining("cannot begin with 20 intervals and end with 10");
  }

  /** Reflow's examples are where the teacher's steps lead from the noise: a multiple of it. */
  @Test
  void reflowPairsNoiseWithTheEndOfItsPath() {
    int steps = 5;
    Objective objective =
        new FlowMatchingObjective(
            new FlowMatchingObjective.Options(
                Parameterization.FLOW, FlowMatchingObjective.Pairs.REFLOW, "teacher", 0, steps),
            SCHEDULE);
    float[] signals = {1, 2, 3, 4};
    float[] noises = {0.5f, -1, 2, -3};
    double factor = Math.sqrt(SCHEDULE.at(1).power()) * walked(1, 1, steps);
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = new TestDenoising(graph, POINT, Parameterization.FLOW);
      batch.feed(SCHEDULE, new double[] {0.3, 0.8}, objective, signals, noises, (l, x, e) -> 0);
      float[] ends = graph.run(objective.examples(batch));
      for (int i = 0; i < ends.length; i++) {
        assertThat((double) ends[i]).isCloseTo(factor * noises[i], within(1e-5));
      }
    }
    assertThat(objective.isDenoiser()).isFalse();
    assertThat(objective.teacher()).isPresent();
  }

  @Test
  void aTeacherIsNamedWhereThereIsReflowAndNowhereElse() {
    assertThatThrownBy(
            () ->
                FlowMatchingObjective.Options.of(
                    Parameterization.FLOW, FlowMatchingObjective.Pairs.REFLOW))
        .hasMessage("coupling: reflow takes pairs from a trained run: name it as teacher");
    assertThatThrownBy(
            () ->
                new FlowMatchingObjective.Options(
                    Parameterization.FLOW,
                    FlowMatchingObjective.Pairs.OPTIMAL_TRANSPORT,
                    "runs/a",
                    0,
                    20))
        .hasMessageEndingWith("and the coupling is optimal-transport");
  }

  /** Losses with the mean squares of the latents that they are of. */
  private record Losses(float[] losses, double[] squares) {}

  /** Of a network that predicts a multiple of its latent. */
  private static Losses losses(
      Objective objective, double[] times, ToDoubleFunction<NoiseLevel> factor) {
    float[] signals = new float[2 * times.length];
    float[] noises = new float[signals.length];
    Random random = new Random(3);
    for (int i = 0; i < signals.length; i++) {
      signals[i] = (float) (C * random.nextGaussian());
      noises[i] = (float) random.nextGaussian();
    }
    try (TestGraph graph = TestGraph.forInference(1)) {
      TestDenoising batch = TestDenoising.linear(graph, POINT, objective.predicts(), factor);
      batch.feed(SCHEDULE, times, objective, signals, noises, (level, x, e) -> 0);
      float[] losses = graph.run(objective.loss(batch));
      float[] latents = graph.run(graph.tf().identity(batch.latent()));
      double[] squares = new double[times.length];
      for (int i = 0; i < latents.length; i++) {
        squares[i / 2] += latents[i] * latents[i] / 2;
      }
      return new Losses(losses, squares);
    }
  }
}
