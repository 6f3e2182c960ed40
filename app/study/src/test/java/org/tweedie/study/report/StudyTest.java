package org.tweedie.study.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.tweedie.study.report.Trials.METRIC;
import static org.tweedie.study.report.Trials.done;
import static org.tweedie.study.report.Trials.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.measure.Reading;
import org.tweedie.study.stage.Status;

/** Trials put in order: variants, pairs, main effects and curves. */
class StudyTest {

  private static final Map<String, String> A = settings("schedule", "a");
  private static final Map<String, String> B = settings("schedule", "b");
  private static final Map<String, String> C = settings("schedule", "c");

  @Test
  void pairsAreMadeBySeedWhateverTheOrder() {
    Study study =
        Study.of(
            "s",
            List.of(
                done(6, B, 3, 32.5),
                done(1, A, 1, 10),
                done(2, A, 2, 20),
                done(3, A, 3, 30),
                done(5, B, 1, 11),
                done(4, B, 2, 22)),
            A,
            METRIC);
    PairedDifference difference = study.difference(study.variants().get(1)).orElseThrow();
    assertThat(difference.differences()).containsExactlyInAnyOrder(1.0, 2.0, 2.5);
    assertThat(difference.summary().spread())
        .as("the spread of seeds falls out of the pairs")
        .isLessThan(study.variants().get(0).summary().spread() / 10);
  }

  @Test
  void whatFailedOrIsNotFiniteIsNotCounted() {
    TrialOutcome failed = Trials.trial(4, B, 2, Status.FAILED, Trials.reading(5));
    Study study =
        Study.of(
            "s",
            List.of(
                done(1, A, 1, 10),
                done(2, A, 2, 20),
                done(3, B, 1, 11),
                failed,
                done(5, B, 3, Double.NaN)),
            A,
            METRIC);
    Variant b = study.variants().get(1);
    assertThat(b.values()).containsExactly(Map.entry(1L, 11.0));
    assertThat(study.difference(b).orElseThrow().differences()).containsExactly(1.0);
    assertThat(study.unfinished()).containsExactly(failed);
    assertThat(new Findings(study).reading())
        .contains(
            "1 trial came to its end without a finite %s, and is in no mean and no difference: number 5."
                .formatted(METRIC));
    assertThat(new Findings(Study.of("s", List.of(done(1, A, 1, 10)), A, METRIC)).reading())
        .noneMatch(line -> line.contains("without a finite"));
  }

  @Test
  void comparisonsAreCorrectedForTheirNumber() {
    Study study =
        Study.of(
            "s",
            List.of(
                done(1, A, 1, 10),
                done(2, A, 2, 20),
                done(3, B, 1, 11),
                done(4, B, 2, 22),
                done(5, settings("schedule", "c"), 1, 10),
                done(6, settings("schedule", "c"), 2, 21)),
            A,
            METRIC);
    PairedDifference b = study.difference(study.variants().get(1)).orElseThrow();
    PairedDifference c = study.difference(study.variants().get(2)).orElseThrow();
    assertThat(b.adjusted()).isCloseTo(2 * b.pValue(), within(1e-15));
    assertThat(c.adjusted()).isCloseTo(Math.max(c.pValue(), b.adjusted()), within(1e-15));
  }

  @Test
  void theFirstTrialIsTheBaselineWhereNoneIsNamed() {
    List<TrialOutcome> trials = List.of(done(2, B, 1, 11), done(1, A, 1, 10));
    assertThat(Study.of("s", trials, Map.of(), METRIC).baseline().orElseThrow().settings())
        .isEqualTo(A);
    Study none = Study.of("s", trials, settings("schedule", "z"), METRIC);
    assertThat(none.baseline()).isEmpty();
    assertThat(none.differences()).isEmpty();
    assertThat(new Findings(none).reading().toString()).contains("No variant of the study is");
  }

  @Test
  void theBestIsTheLowestOrTheHighestAsTheMetricHasIt() {
    List<TrialOutcome> trials = List.of(done(1, A, 1, 10), done(2, B, 1, 11));
    assertThat(Study.of("s", trials, A, METRIC).best().orElseThrow().settings()).isEqualTo(A);
    List<TrialOutcome> accuracies =
        List.of(
            Trials.trial(1, A, 1, Status.DONE, Reading.of("quality", 10).moreIsBetter()),
            Trials.trial(2, B, 1, Status.DONE, Reading.of("quality", 11).moreIsBetter()),
            Trials.trial(3, C, 1, Status.FAILED, Reading.of("quality", 12).moreIsBetter()));
    Study study = Study.of("s", accuracies, A, "quality");
    assertThat(study.best().orElseThrow().settings()).isEqualTo(B);
    assertThat(study.ranked()).extracting(Variant::settings).containsExactly(B, A, C);
    assertThat(new Findings(study).headline()).startsWith("The highest mean quality is 11");
    assertThat(new Findings(study).reading().toString()).contains("below zero is worse");
  }

  @Test
  void noneIsTheBestByWhatOnlyExplains() {
    Study study =
        Study.of(
            "s",
            List.of(
                Trials.trial(1, A, 1, Status.DONE, Reading.of("size", 10)),
                Trials.trial(2, B, 1, Status.DONE, Reading.of("size", 9))),
            A,
            "size");
    assertThat(study.best()).isEmpty();
    assertThat(study.ranked()).as("as planned").extracting(Variant::settings).containsExactly(A, B);
    assertThat(new Findings(study).headline()).contains("neither low nor high values are better");
  }

  @Test
  void mainEffectsOfAnAdditiveGridAreItsTerms() {
    java.util.ArrayList<TrialOutcome> trials = new java.util.ArrayList<>();
    for (int schedule = 0; schedule < 3; schedule++) {
      for (int predict = 0; predict < 2; predict++) {
        for (int seed = 0; seed < 3; seed++) {
          trials.add(
              done(
                  trials.size() + 1,
                  settings("schedule", "s" + schedule, "predict", "p" + predict),
                  seed,
                  100 + 3 * schedule + 7 * predict + 20 * seed));
        }
      }
    }
    Study study = Study.of("s", trials, Map.of(), METRIC);
    MainEffects effects = MainEffects.of(study).orElseThrow();
    assertThat(effects.effects())
        .extracting(MainEffects.Effect::value)
        .containsExactly("s0", "s1", "s2", "p0", "p1");
    assertThat(effects.effects())
        .extracting(effect -> effect.toReference().map(d -> d.summary().mean()).orElse(0.0))
        .containsExactly(0.0, 3.0, 6.0, 0.0, 7.0);
    assertThat(effects.effects().get(0).mean().mean()).isCloseTo(100 + 3.5 + 20, within(1e-12));

    trials.remove(17);
    MainEffects fewer = MainEffects.of(Study.of("s", trials, Map.of(), METRIC)).orElseThrow();
    assertThat(fewer.seeds()).as("a seed that one variant lacks").containsExactly(0L, 1L);
    trials.removeIf(trial -> trial.settings().equals(settings("schedule", "s2", "predict", "p1")));
    assertThat(MainEffects.of(Study.of("s", trials, Map.of(), METRIC)))
        .as("averages of a grid with a hole would be over different things")
        .isEmpty();
  }

  @Test
  void learningCurveIsTheMeanOfTheSeedsThatGotThere() {
    Study study =
        Study.of(
            "s",
            List.of(
                withCurve(1, 1, new double[][] {{10, 4}, {20, 2}}),
                withCurve(2, 2, new double[][] {{10, 6}, {20, Double.NaN}})),
            A,
            METRIC);
    assertThat(LearningCurve.tags(study)).containsExactly("test/bits");
    List<LearningCurve.Point> points =
        LearningCurve.of(study.variants().get(0), "test/bits").points();
    assertThat(points.get(0).values().mean()).isEqualTo(5);
    assertThat(points.get(0).high()).isCloseTo(5 + Math.sqrt(2), within(1e-15));
    assertThat(points.get(1).values().mean()).isEqualTo(2);
    assertThat(points.get(1).low()).as("one seed has no band").isEqualTo(2);
  }

  private static TrialOutcome withCurve(int number, long seed, double[][] points) {
    return new TrialOutcome(
        number,
        "id",
        A,
        seed,
        Status.DONE,
        List.of(),
        Map.of(METRIC, Trials.reading(1)),
        Map.of(
            "test/bits",
            List.of(points),
            "train/epoch",
            List.of(points),
            "once",
            List.of(points[0])),
        Optional.empty(),
        Path.of("nowhere"),
        List.of());
  }
}
