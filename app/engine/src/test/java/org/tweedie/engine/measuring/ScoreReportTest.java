package org.tweedie.engine.measuring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading;

/** What is told of samples beside data. */
class ScoreReportTest {

  private static final Reading DISTANCE =
      Reading.of("frechet_distance", 12.5).named("Fréchet distance").lessIsBetter();
  private static final Reading RECALL =
      Reading.of("recall", 0.25)
          .named("recall (k = 3)")
          .withStandardError(0.03125)
          .withReference(0.75)
          .moreIsBetter();

  @Test
  void tellsPeopleEveryReadingWithItsErrorAndTheDatas() {
    assertThat(report(20).text())
        .isEqualTo(
            """
            Samples   50, here
            Data      1,500 examples of points, test split
            Features  coordinates, 20 numbers an example

                                                                samples         data
            Fréchet distance                                    12.5000               lower is better
            recall (k = 3)                              0.2500 ± 0.0313       0.7500  higher is better

            The column 'data' has as many examples of the data's other split in the samples' place:
            about what a perfect model would have."""
                .stripIndent());
  }

  @Test
  void warnsOfTooFewExamples() {
    assertThat(report(64).text()).contains("far too large: take more").doesNotContain("FID");
    assertThat(report(20).text()).doesNotContain("far too large");
  }

  @Test
  void tellsMachinesTheSameAndLeavesOutWhatIsNotKnown() {
    assertThat(report(64).json())
        .contains("\"features\" : \"coordinates\"", "\"standard_error\" : 0.03125", "\"higher\"")
        .containsOnlyOnce("data_itself")
        .doesNotContain("NaN");
  }

  private static ScoreReport report(int dimensions) {
    return new ScoreReport(
        List.of(DISTANCE, RECALL), "here", 50, "points", "test", 1500, "coordinates", dimensions);
  }
}
