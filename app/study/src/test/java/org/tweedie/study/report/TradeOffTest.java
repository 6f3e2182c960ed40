package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.picture.LinePlot;
import org.tweedie.study.report.TradeOff.Point;
import org.tweedie.study.stage.Status;

class TradeOffTest {

  @Test
  void everyMeasureOfEveryValueIsALineOfTheTable() {
    assertThat(of("guidance.scale", 0, 1.5).csv())
        .isEqualTo(
            """
            guidance.scale,evaluations,measure,score,standard_error,data_itself,seeds
            0,20,frechet_distance,10.0,,2.0,1
            0,20,recall,0.5,0.1,,1
            1.5,20,frechet_distance,11.5,,2.0,1
            1.5,20,recall,0.5,0.1,,1
            """);
  }

  @Test
  void curvesAreToldApartInEveryLine() {
    assertThat(twoSamplers().csv())
        .startsWith("sampler,sampler.steps,evaluations,measure,score")
        .contains("\nddim,10,10,frechet_distance,10.0", "\n\"heun, churn: 2\",10,19,recall,");
    assertThat(twoSamplers().text().lines())
        .containsExactly(
            "sampler          sampler.steps  evaluations  frechet_distance       recall",
            "ddim                        10           10             10.00  0.50 ± 0.10",
            "ddim                        20           20             9.000  0.50 ± 0.10",
            "heun, churn: 2              10           19             8.000  0.50 ± 0.10",
            "data themselves                                         2.000");
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
    assertThat(first(of("sampler.eta", 0.01, 0.9)).x().logarithmic()).isTrue();
    assertThat(first(of("sampler.eta", 0.1, 0.9)).x().logarithmic()).isFalse();
    assertThat(first(of("guidance.scale", 0, 50)).x().logarithmic()).isFalse();
    assertThat(first(of("guidance.scale", 0, 500)).y().logarithmic()).isTrue();
    assertThat(first(of("guidance.scale", 0, 50)).y().logarithmic()).isFalse();
  }

  @Test
  void sharesKeepAnEvenAxis() {
    List<Point> points = new ArrayList<>();
    for (double share : List.of(0.005, 0.9)) {
      points.add(
          new Point(
              "",
              OptionalDouble.of(share),
              1,
              20,
              List.of(Reading.of("accuracy", share).moreIsBetter())));
    }
    TradeOff found = new TradeOff(Optional.empty(), Optional.of("guidance.scale"), points);
    assertThat(first(found).y().logarithmic()).isFalse();
  }

  @Test
  void samplersAreComparedByWhatTheyCost() {
    assertThat(first(twoSamplers()).x().label()).isEqualTo("network evaluations a sample");
    assertThat(first(twoSamplers()).lines())
        .extracting(LinePlot.Line::name, LinePlot.Line::x)
        .containsExactly(
            tuple("ddim", List.of(10.0, 20.0)),
            tuple("heun, churn: 2", List.of(19.0)),
            tuple("data themselves", List.of(10.0, 19.0, 20.0)));
    assertThat(first(of("sampler.eta", 0, 1)).x().label())
        .as("where all cost the same, the option itself is the axis")
        .isEqualTo("sampler.eta");
  }

  @Test
  void wordsAloneArePointsOverTheirCost() {
    TradeOff words =
        new TradeOff(
            Optional.of("sampler"),
            Optional.empty(),
            List.of(
                new Point("ddim", OptionalDouble.empty(), 1, 20, readings(10)),
                new Point("ode", OptionalDouble.empty(), 1, 61.26, readings(9))));
    assertThat(first(words).lines())
        .extracting(LinePlot.Line::name)
        .containsExactly("ddim", "ode", "data themselves");
    assertThat(words.csv()).contains("\node,61.3,frechet_distance,9.0");
  }

  /** Of values 1, 2, 6 the mean is 3, the variance 7 and the mean's standard error root of 7/3. */
  @Test
  void severalSeedsGiveTheirMeanWithItsError() {
    Map<String, String> settings = Map.of("sampler.steps", "5");
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (double value : List.of(1.0, 2.0, 6.0)) {
      int seed = outcomes.size() + 1;
      outcomes.add(
          Trials.trial(
              seed,
              settings,
              seed,
              Status.DONE,
              Reading.of("distance", value).withStandardError(9).lessIsBetter(),
              Reading.of("asked", 10)));
    }
    outcomes.add(
        Trials.trial(4, settings, 4, Status.FAILED, Reading.of("distance", 1e9).lessIsBetter()));
    TradeOff found =
        TradeOff.of(Optional.empty(), Optional.of("sampler.steps"), outcomes, "asked")
            .orElseThrow();
    assertThat(found.points()).hasSize(1);
    Reading distance = found.points().get(0).readings().get(0);
    assertThat(distance.value()).isEqualTo(3);
    assertThat(distance.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
    assertThat(found.text().lines())
        .containsExactly(
            "sampler.steps  evaluations   distance", "5                       10  3.0 ± 1.5");
    assertThat(first(found).lines().get(0).errors()).containsExactly(distance.standardError());
    TradeOff one =
        TradeOff.of(Optional.empty(), Optional.of("sampler.steps"), outcomes.subList(0, 1), "asked")
            .orElseThrow();
    assertThat(one.points().get(0).readings().get(0).standardError())
        .as("one seed has the error of its reading")
        .isEqualTo(9);
    assertThat(TradeOff.of(Optional.empty(), Optional.empty(), outcomes.subList(3, 4), "asked"))
        .isEmpty();
  }

  @Test
  void meansOverFewerSeedsAreTold() {
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      for (String steps : List.of("5", "10")) {
        outcomes.add(
            Trials.trial(
                outcomes.size() + 1,
                Map.of("sampler.steps", steps),
                seed,
                steps.equals("10") && seed == 2 ? Status.FAILED : Status.DONE,
                Reading.of("distance", seed).lessIsBetter(),
                Reading.of("asked", 10)));
      }
    }
    TradeOff found =
        TradeOff.of(Optional.empty(), Optional.of("sampler.steps"), outcomes, "asked")
            .orElseThrow();
    assertThat(found.text().lines())
        .containsExactly(
            "sampler.steps  evaluations     distance  seeds",
            "5                       10  2.00 ± 0.58      3",
            "10                      10    2.0 ± 1.0      2");
    assertThat(found.csv().lines()).element(2).asString().endsWith(",2");
  }

  private static LinePlot first(TradeOff tradeOff) {
    return tradeOff.picture().plots().get(0);
  }

  private static TradeOff twoSamplers() {
    return new TradeOff(
        Optional.of("sampler"),
        Optional.of("sampler.steps"),
        List.of(
            new Point("ddim", OptionalDouble.of(10), 1, 10, readings(10)),
            new Point("ddim", OptionalDouble.of(20), 1, 20, readings(9)),
            new Point("heun, churn: 2", OptionalDouble.of(10), 1, 19, readings(8))));
  }

  private static TradeOff of(String option, double... values) {
    return new TradeOff(
        Optional.empty(),
        Optional.of(option),
        DoubleStream.of(values)
            .mapToObj(value -> new Point("", OptionalDouble.of(value), 1, 20, readings(10 + value)))
            .toList());
  }

  private static List<Reading> readings(double frechet) {
    return List.of(
        Reading.of("frechet_distance", frechet)
            .named("Fréchet distance")
            .withReference(2)
            .lessIsBetter(),
        Reading.of("recall", 0.5).named("recall (k = 3)").withStandardError(0.1).moreIsBetter());
  }
}
