package org.tweedie.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.plugin.Assembly;
import org.tweedie.api.schedule.NoiseLevel;
import org.tweedie.api.schedule.NoiseSchedule;
import org.tweedie.engine.config.ConfigReader;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.fake.Golden;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/** What is refused where no component knows better. */
class CombinationTest {

  /** Noise alone at time 1, signal alone at time 0. */
  private static final NoiseSchedule BOUNDLESS = t -> Math.log((1 - t) / t);

  /** Variance exploding. */
  private static final NoiseSchedule EXPLODING =
      new NoiseSchedule() {
        @Override
        public double logSnr(double t) {
          return at(t).logSnr();
        }

        @Override
        public NoiseLevel at(double t) {
          return NoiseLevel.of(1, 0.1 + 9 * t);
        }
      };

  @Test
  void noiseSaysNothingOfASignalThatIsGone() {
    assertThat(problems("objective: {predict: noise}", BOUNDLESS))
        .extracting(Problem::path)
        .containsExactly("objective");
    assertThat(problems("objective: {predict: signal}", BOUNDLESS)).isEmpty();
  }

  @Test
  void aVelocityNeedsVarianceThatIsPreserved() {
    assertThat(problems("objective: {predict: velocity}", EXPLODING))
        .extracting(Problem::path)
        .containsExactly("objective");
    assertThat(problems("objective: {predict: noise}", EXPLODING)).isEmpty();
  }

  @Test
  void everythingIsToldAtOnce() {
    Golden.check(
        "combination",
        Problems.render(
            "run.yaml",
            problems("objective: {predict: score}\nsample: {classes: [9]}", BOUNDLESS)));
    Golden.check(
        "combination-broken",
        Problems.render("run.yaml", problems("schedule: cosine", t -> 3 * t)));
  }

  private static List<Problem> problems(String yaml, NoiseSchedule schedule) {
    // Made with a schedule and sections that go with everything; then one is exchanged.
    Assembled made = Assembler.assemble(config(objective(yaml)));
    Assembly fitted = made.assembly();
    Assembly other =
        new Assembly(
            fitted.data(),
            schedule,
            fitted.learnedSchedule(),
            fitted.network(),
            fitted.preconditioning(),
            fitted.objective(),
            fitted.times(),
            fitted.sampler(),
            fitted.guidance(),
            fitted.labelDropout());
    Problems problems = new Problems();
    new Lawfulness(config(yaml + "\n"), problems).check(made.data(), other);
    Combination.check(
        config(yaml + "\n"),
        new Assembled(
            other,
            made.data(),
            made.components(),
            Optional.empty(),
            made.others(),
            Optional.empty(),
            Optional.empty()),
        problems);
    return problems.all();
  }

  private static String objective(String yaml) {
    return yaml.lines().filter(line -> line.startsWith("objective")).findFirst().orElse("") + "\n";
  }

  private static RunConfig config(String yaml) {
    return ConfigReader.read("run.yaml", "data: toy\n" + yaml, List.of(), Fakes.registry());
  }
}
