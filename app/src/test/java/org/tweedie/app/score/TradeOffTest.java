package org.tweedie.app.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.tweedie.app.score.TradeOff.Point;

class TradeOffTest {

  @Test
  void everyMeasureOfEveryValueIsALineOfTheTable() {
    assertThat(of("guidance.scale", 0, 1.5).csv())
        .isEqualTo(
            """
            guidance.scale,measure,score,standard_error,data_itself
            0,frechet_distance,10.0,,2.0
            0,recall,0.5,0.1,
            1.5,frechet_distance,11.5,,2.0
            1.5,recall,0.5,0.1,
            """);
  }

  @Test
  void everyMeasureIsAPlotWithTheDataBesideTheSamples() {
    assertThat(of("guidance.scale", 0, 1.5).picture().plots())
        .extracting(plot -> plot.title())
        .containsExactly("Fréchet distance", "recall");
    assertThat(of("guidance.scale", 0, 1.5).picture().plots().get(0).lines())
        .extracting(line -> line.name(), line -> line.y())
        .containsExactly(
            tuple("samples", List.of(10.0, 11.5)), tuple("data themselves", List.of(2.0, 2.0)));
  }

  @Test
  void valuesFarApartGetALogarithmicAxis() {
    assertThat(of("sampler.steps", 5, 500).picture().plots().get(0).x().logarithmic()).isTrue();
    assertThat(of("sampler.steps", 5, 50).picture().plots().get(0).x().logarithmic()).isFalse();
    assertThat(of("guidance.scale", 0, 50).picture().plots().get(0).x().logarithmic()).isFalse();
  }

  private static TradeOff of(String option, double... values) {
    return new TradeOff(
        option,
        DoubleStream.of(values)
            .mapToObj(
                value ->
                    new Point(
                        value,
                        new ScoreReport(
                            List.of(
                                new Score(
                                    "frechet_distance",
                                    "Fréchet distance",
                                    10 + value,
                                    Double.NaN,
                                    2,
                                    true),
                                new Score("recall", "recall (k = 3)", 0.5, 0.1, Double.NaN, false)),
                            "samples",
                            20,
                            "data",
                            "test",
                            20,
                            "pixels",
                            4)))
            .toList());
  }
}
