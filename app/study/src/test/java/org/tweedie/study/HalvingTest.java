package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading.Better;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;

class HalvingTest {

  private static final List<Trial> TRIALS =
      new ArrayList<>(
          Plan.of(
                  StudyReader.read(
                      "s",
                      "base: {data: toy}\naxes: {sampler.steps: [1, 2, 3, 4, 5]}\nseeds: 2\n",
                      StudyArguments.NONE,
                      any -> Optional.empty(),
                      Fakes.registry()),
                  Fakes.registry())
              .trials());

  private static List<String> kept(
      Map<String, String> baseline, double keep, ToDoubleFunction<Trial> value) {
    return new Halving(baseline, keep, Better.LESS)
        .kept(TRIALS, value).stream()
            .map(trial -> trial.settings().get("sampler.steps") + "/" + trial.seed())
            .toList();
  }

  private static double steps(Trial trial) {
    return Double.parseDouble(trial.settings().get("sampler.steps"));
  }

  @Test
  void theBestShareGoesOnWithAllItsSeeds() {
    assertThat(kept(Map.of(), 0.4, trial -> -steps(trial)))
        .containsExactly("4/1", "5/1", "4/2", "5/2");
    assertThat(kept(Map.of(), 0.01, trial -> -steps(trial)))
        .as("at least one")
        .containsExactly("5/1", "5/2");
  }

  @Test
  void theMeanOverSeedsCounts() {
    // With seed 1 alone, 3 would be the best.
    ToDoubleFunction<Trial> value =
        trial -> steps(trial) == 3 ? (trial.seed() == 1 ? -9 : 90) : steps(trial);
    assertThat(kept(Map.of(), 0.2, value)).containsExactly("1/1", "1/2");
  }

  @Test
  void theBaselineGoesOnInAnyCase() {
    assertThat(kept(Map.of("sampler.steps", "5"), 0.2, HalvingTest::steps))
        .containsExactly("1/1", "5/1", "1/2", "5/2");
  }

  @Test
  void aTrialThatFailedTakesItsVariantToTheEnd() {
    ToDoubleFunction<Trial> value =
        trial -> steps(trial) == 1 && trial.seed() == 2 ? Double.NaN : steps(trial);
    assertThat(kept(Map.of(), 0.8, value)).doesNotContain("1/1", "1/2").hasSize(8);
  }

  @Test
  void theLargestGoOnWhereMoreIsBetter() {
    ToDoubleFunction<Trial> value = trial -> steps(trial) == 5 ? Double.NaN : steps(trial);
    assertThat(new Halving(Map.of(), 0.4, Better.MORE).kept(TRIALS, value))
        .as("and what has no value is worse than any")
        .extracting(trial -> trial.settings().get("sampler.steps"))
        .containsExactly("3", "4", "3", "4");
    assertThat(new Halving(Map.of(), 0.4, Better.NEITHER).kept(TRIALS, value)).isEqualTo(TRIALS);
  }
}
