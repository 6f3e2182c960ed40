package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tweedie.study.report.Trials.settings;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading;
import org.tweedie.study.stage.Status;

/** One metric against another. */
class ParetoPlotTest {

  private static TrialOutcome trial(int number, String name, double recall, double seconds) {
    return Trials.trial(
        number,
        settings("sampler", name),
        1,
        Status.DONE,
        Reading.of("recall", recall).moreIsBetter(),
        Reading.of("seconds", seconds).lessIsBetter());
  }

  private static final List<TrialOutcome> TRIALS =
      List.of(
          trial(1, "slow-and-good", 0.9, 10),
          trial(2, "fast-and-bad", 0.1, 1),
          trial(3, "slow-and-bad", 0.1, 10),
          trial(4, "between", 0.5, 3),
          trial(5, "twin", 0.5, 3),
          trial(6, "worse-than-between", 0.4, 3));

  private static Study by(String metric) {
    return Study.of("s", TRIALS, Map.of(), metric);
  }

  @Test
  void whatNoneBeatsIsTheFrontWhicheverWayTheMetricsPoint() {
    assertThat(ParetoPlot.front(by("recall"), by("seconds")))
        .extracting(Variant::label)
        .containsExactly("fast-and-bad", "between", "twin", "slow-and-good");
    assertThat(ParetoPlot.front(by("seconds"), by("recall")))
        .extracting(Variant::label)
        .containsExactly("fast-and-bad", "between", "twin", "slow-and-good");
  }

  @Test
  void whatHasNoDirectionHasNoPlot() {
    assertThat(ParetoPlot.of(by("recall"), by("seconds"))).isPresent();
    assertThat(ParetoPlot.of(by("recall"), by("nothing"))).isEmpty();
  }
}
