package org.tweedie.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.measure.Reading;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.StudyRun.Ending;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.fake.FakeWorkers;
import org.tweedie.study.fake.FakeWorkers.Mishap;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Outcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Status;

/** Which stages a study does, and what becomes of trials, without any process. */
class StudyRunTest {

  private static final Registry REGISTRY = Fakes.registry(FakeMeasures.class);

  private static final String SWEEP =
      """
      base: {data: toy, measures: [bits, likeness], train: {steps: 10}}
      axes:
        sampler.steps: [1, 2, 3, 4, 5]
        sample.weights: [average, plain]
      seeds: 3
      """;

  @TempDir Path path;
  private final FakeWorkers workers = new FakeWorkers();
  private final List<String> said = new ArrayList<>();
  private boolean stopped;

  private StudyFolder folder() {
    return new StudyFolder(path);
  }

  private static Plan plan(String text) {
    return Plan.of(
        StudyReader.read("s.yaml", text, StudyArguments.NONE, any -> Optional.empty(), REGISTRY),
        REGISTRY);
  }

  private Ending run(String text) throws IOException {
    return run(text, new StudyRun.Options(1, 1, false));
  }

  private Ending run(String text, StudyRun.Options options) throws IOException {
    Plan plan = plan(text);
    folder().begin(plan, options.threads());
    return new StudyRun(plan, folder(), workers, options, new Heard(), () -> stopped).run();
  }

  /** Keeps what is said. */
  private final class Heard implements StudyDisplay {
    @Override
    public void say(String lines) {
      said.add(lines);
    }

    @Override
    public void show(Standing standing) {}

    @Override
    public void close() {}
  }

  private List<Status> statuses() throws IOException {
    return folder().outcomes().stream().map(TrialOutcome::status).toList();
  }

  private static BiFunction<Outcome, String, Outcome> readings(
      String option, Function<Double, Reading> reading) {
    return (outcome, config) -> {
      Matcher value = Pattern.compile(option + ": ([0-9.eE-]+)").matcher(config);
      return value.find() && outcome.stage().phase() == Phase.MEASURE
          ? outcome.with(List.of(reading.apply(Double.parseDouble(value.group(1)))))
          : outcome;
    };
  }

  private static Function<Job.Work, Optional<Mishap>> once(Phase phase, Mishap mishap) {
    int[] times = {0};
    return work ->
        work.stage().phase() == phase && times[0]++ == 0 ? Optional.of(mishap) : Optional.empty();
  }

  @Test
  void whatOnlySamplingDependsOnTrainsOnceASeed() throws IOException {
    assertThat(run(SWEEP)).isEqualTo(Ending.COMPLETE);
    assertThat(workers.begun(Phase.TRAIN))
        .as("a network a seed")
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(workers.begun(Phase.SAMPLE)).as("5 x 2 x 3").hasSize(30).doesNotHaveDuplicates();
    assertThat(workers.begun(Phase.MEASURE))
        .as("weights once a network, samples each")
        .hasSize(3 + 30)
        .doesNotHaveDuplicates();
    assertThat(workers.jobs()).as("processes").hasSize(3);
    assertThat(statuses()).hasSize(30).containsOnly(Status.DONE);
    assertThat(folder().outcomes())
        .allSatisfy(
            outcome ->
                assertThat(outcome.times())
                    .extracting(TrialOutcome.StageTime::phase)
                    .containsExactly(Phase.TRAIN, Phase.SAMPLE, Phase.MEASURE, Phase.MEASURE));

    assertThat(run(SWEEP.replace("5]", "5, 6]"))).isEqualTo(Ending.COMPLETE);
    assertThat(workers.begun(Phase.TRAIN)).as("another sampler trains nothing").hasSize(3);
    assertThat(workers.begun(Phase.SAMPLE)).hasSize(36);
    assertThat(run(SWEEP.replace("[bits, likeness]", "[{type: bits, draws: 9}, likeness]")))
        .isEqualTo(Ending.COMPLETE);
    assertThat(workers.begun(Phase.TRAIN)).as("nor does another measure").hasSize(3);
    assertThat(workers.begun(Phase.SAMPLE)).as("which draws nothing").hasSize(36);
    assertThat(workers.begun(Phase.MEASURE)).hasSize(3 + 36 + 3);
  }

  /** A sweep over the length of the average, as in the paper that put averages together. */
  @Test
  void whichAverageIsMeasuredTrainsNothing() throws IOException {
    String sweep =
        """
        base: {data: toy, measures: [bits], train: {steps: 10, snapshot-every: 2}}
        axes:
          evaluate.weights: [average, plain, width-0.05, width-0.1, width-0.2]
        seeds: 3
        """;
    assertThat(run(sweep)).isEqualTo(Ending.COMPLETE);
    assertThat(workers.begun(Phase.TRAIN)).as("a network a seed").hasSize(3);
    assertThat(workers.begun(Phase.MEASURE)).as("5 x 3").hasSize(15).doesNotHaveDuplicates();
  }

  @Test
  void thePlanTellsWhatEachAxisTouches() throws IOException {
    Plan plan =
        plan(
            """
            base: {data: toy, measures: [bits, likeness]}
            axes: {schedule: [linear, cosine], sampler.steps: [1, 2], measures: [likeness, [bits, likeness]]}
            """);
    assertThat(new PlanTable(plan, folder()).text())
        .contains(
            "schedule: another network for each value; "
                + "sampler.steps: the same networks, other samples; "
                + "measures: the same networks and samples, measured otherwise")
        .contains("2 trainings, 4 samplings, 6 measurements");
  }

  @Test
  void severalProcessesShareTheTrialsOfANetworkOnceItIsTrained() throws IOException {
    run(SWEEP, new StudyRun.Options(2, 1, false));
    assertThat(workers.begun(Phase.TRAIN)).hasSize(3).doesNotHaveDuplicates();
    assertThat(workers.begun(Phase.SAMPLE)).hasSize(30).doesNotHaveDuplicates();
    assertThat(workers.jobs().size()).isGreaterThan(3);
  }

  @Test
  void aFailureIsTriedAgainAsOftenAsTheBudgetHasItAndTheOthersGoOn() throws IOException {
    workers.mishaps(once(Phase.SAMPLE, new Mishap.Failure("no luck")));
    String study =
        """
        base: {data: toy, measures: [likeness]}
        axes: {sampler.steps: [1, 2]}
        """;
    run(study);
    assertThat(statuses()).containsExactly(Status.FAILED, Status.DONE);
    assertThat(folder().outcomes().get(0).reason()).containsExactly("no luck");
    assertThat(String.join("\n", said))
        .contains("[1/2] sampler.steps=1, seed 1: failed\n      no luck\n      All it printed: ")
        .contains("[2/2] sampler.steps=2, seed 1: done");
    run(study);
    assertThat(said).contains("1 trial failed before; it is tried again.");
    assertThat(statuses()).containsExactly(Status.DONE, Status.DONE);

    workers.mishaps(once(Phase.TRAIN, new Mishap.Failure("no luck")));
    run(study.replace("toy,", "toy, train: {steps: 7},") + "budget: {retries: 1}\n");
    assertThat(String.join("\n", said))
        .contains("seed 1: failed, and is tried again\n      no luck")
        .contains("So did another trial that need the same training.");
    assertThat(statuses()).containsExactly(Status.DONE, Status.DONE);
  }

  @Test
  void theFirstFailureStopsAStudyThatIsToFailFast() throws IOException {
    workers.mishaps(once(Phase.TRAIN, new Mishap.Failure("no luck")));
    assertThat(
            run(
                "base: {data: toy}\naxes: {schedule: [linear, cosine]}\n",
                new StudyRun.Options(1, 1, true)))
        .isEqualTo(Ending.STOPPED);
    assertThat(statuses()).as("only the first was tried").containsExactly(Status.FAILED);
  }

  @Test
  void aProcessThatCrashesCostsTheStageItWasAtAndNoOther() throws IOException {
    workers.mishaps(once(Phase.SAMPLE, new Mishap.Crash(137)));
    run("base: {data: toy}\naxes: {sampler.steps: [1, 2, 3]}\n");
    assertThat(statuses()).containsExactly(Status.FAILED, Status.DONE, Status.DONE);
    assertThat(folder().outcomes().get(0).reason())
        .containsExactly(
            "last words",
            "Its process was ended by signal 9. The system does this where memory runs out: a"
                + " smaller train.batch needs less.");
    assertThat(workers.begun(Phase.TRAIN)).as("what was done stays done").hasSize(1);
    assertThat(workers.jobs()).hasSize(2);
  }

  @Test
  void aLostWorkerIsNoFaultOfItsStageWhichGoesOnElsewhere() throws IOException {
    workers.mishaps(once(Phase.SAMPLE, new Mishap.Loss("its machine failed", true)));
    assertThat(run("base: {data: toy}\naxes: {sampler.steps: [1, 2]}\n"))
        .isEqualTo(Ending.COMPLETE);
    assertThat(statuses()).containsExactly(Status.DONE, Status.DONE);
    assertThat(workers.begun(Phase.TRAIN)).as("what was done stays done").hasSize(1);
    assertThat(workers.begun(Phase.SAMPLE)).as("one twice").hasSize(3);
    assertThat(String.join("\n", said))
        .contains(
            "[1/2] sampler.steps=1, seed 1: its worker was lost, and it goes on elsewhere\n      its machine failed");
    assertThat(folder().outcomes().get(0).times())
        .as("an attempt more")
        .anyMatch(time -> time.phase() == Phase.SAMPLE);
  }

  @Test
  void aWorkerThatIsLostAgainAndAgainIsTheStagesFault() throws IOException {
    workers.mishaps(
        work ->
            work.stage().phase() == Phase.SAMPLE
                ? Optional.of(new Mishap.Loss("its machine failed", true))
                : Optional.empty());
    assertThat(run("base: {data: toy}\naxes: {sampler.steps: [1]}\n")).isEqualTo(Ending.COMPLETE);
    assertThat(statuses()).containsExactly(Status.FAILED);
    assertThat(folder().outcomes().get(0).reason())
        .containsExactly("Its worker was lost 4 times, the last time: its machine failed");
  }

  @Test
  void aClusterThatTakesNothingEndsTheStudyInWords() throws IOException {
    workers.mishaps(work -> Optional.of(new Mishap.Loss("no such partition", false)));
    String study = "base: {data: toy}\naxes: {train.steps: [1, 2, 3, 4, 5, 6]}\n";
    assertThat(run(study, new StudyRun.Options(3, 1, false))).isEqualTo(Ending.STOPPED);
    assertThat(workers.jobs()).as("8 and 2 for each at a time").hasSizeBetween(14, 17);
    assertThat(workers.begun(Phase.TRAIN)).isEmpty();
    assertThat(String.join("\n", said))
        .containsOnlyOnce("workers were lost one after another")
        .contains("the study stops. The last one: no such partition");
    workers.mishaps(work -> Optional.empty());
    assertThat(run(study)).as("it goes on").isEqualTo(Ending.COMPLETE);
    assertThat(statuses()).hasSize(6).containsOnly(Status.DONE);
  }

  @Test
  void aJobHasTheCoresThatItsConfigHasThreads() throws IOException {
    run("base: {data: toy}\naxes: {train.threads: [0, 5]}\n", new StudyRun.Options(1, 3, false));
    assertThat(workers.jobs()).extracting(Job::cores).containsExactly(3, 5);
  }

  @Test
  void whatOthersInterruptIsNoFailureAndWaitsForTheNextStart() throws IOException {
    workers.mishaps(once(Phase.SAMPLE, new Mishap.Crash(143)));
    String study = "base: {data: toy}\naxes: {sampler.steps: [1, 2]}\n";
    assertThat(run(study)).isEqualTo(Ending.STOPPED);
    assertThat(statuses()).containsExactly(Status.STOPPED, Status.DONE);
    assertThat(run(study)).isEqualTo(Ending.COMPLETE);
    assertThat(statuses()).containsExactly(Status.DONE, Status.DONE);
  }

  @Test
  void aStudyThatIsStoppedGoesOnWhereItWas() throws IOException {
    String study = "base: {data: toy}\naxes: {schedule: [linear, cosine]}\n";
    workers.mishaps(
        work -> {
          stopped = true;
          return Optional.of(new Mishap.Hang());
        });
    assertThat(run(study)).isEqualTo(Ending.STOPPED);
    assertThat(statuses()).as("the second was never begun").containsExactly(Status.STOPPED);
    assertThat(folder().outcomes().get(0).reason()).containsExactly("interrupted");
    stopped = false;
    workers.mishaps(work -> Optional.empty());
    assertThat(run(study)).isEqualTo(Ending.COMPLETE);
    assertThat(statuses()).containsExactly(Status.DONE, Status.DONE);
  }

  @Test
  void whatTakesTooLongIsStoppedAndNotBegunAgain() throws IOException {
    workers.mishaps(work -> Optional.of(new Mishap.Hang()));
    String study =
        "base: {data: toy}\naxes: {schedule: [linear]}\nbudget: {trial-limit: 1s, retries: 3}\n";
    assertThat(run(study)).isEqualTo(Ending.COMPLETE);
    assertThat(statuses()).containsExactly(Status.TIMED_OUT);
    assertThat(folder().outcomes().get(0).reason())
        .containsExactly("stopped by the study's time limit");
    run(study);
    assertThat(workers.jobs()).as("it is not begun again").hasSize(1);
  }

  @Test
  void theBestGoOnAfterARungWhicheverWayTheMetricPoints() throws IOException {
    String study =
        """
        base: {data: toy, measures: [likeness], train: {steps: 10}}
        axes: {train.learning-rate: [0.1, 0.2, 0.3, 0.4]}
        metric: recall
        budget: {rungs: [4], keep: 0.5}
        """;
    workers.results(readings("learning-rate", rate -> Reading.of("recall", rate).moreIsBetter()));
    assertThat(run(study)).isEqualTo(Ending.COMPLETE);
    assertThat(statuses())
        .as("more is better; the baseline goes on in any case")
        .containsExactly(Status.DONE, Status.STOPPED, Status.DONE, Status.DONE);
    assertThat(folder().outcomes().get(1).reason())
        .containsExactly("not among the best by recall after 4 steps");
    assertThat(folder().read(plan(study).trials().get(3).id()).orElseThrow().rungs())
        .isEqualTo(Map.of(4L, 0.4, 10L, 0.4));

    workers.results(readings("learning-rate", rate -> Reading.of("recall", rate).lessIsBetter()));
    run(study.replace("steps: 10", "steps: 11"));
    assertThat(statuses())
        .as("less is better")
        .containsExactly(Status.DONE, Status.DONE, Status.STOPPED, Status.STOPPED);

    workers.results(readings("learning-rate", rate -> Reading.of("recall", rate)));
    run(study.replace("steps: 10", "steps: 12"));
    assertThat(statuses()).as("neither is better").containsOnly(Status.DONE);
    assertThat(said.toString()).contains("neither low nor high values are better");
  }

  @Test
  void aKilledStageIsBegunAgainAndCountsAsAnAttempt() throws IOException {
    String study = "base: {data: toy}\naxes: {schedule: [linear]}\n";
    Plan plan = plan(study);
    Outcome killed = Outcome.none(plan.trials().get(0).training().id()).begun();
    folder().stage(killed.stage()).write(killed);
    run(study);
    assertThat(folder().stage(killed.stage()).read().orElseThrow())
        .satisfies(
            outcome -> {
              assertThat(outcome.status()).isEqualTo(Status.DONE);
              assertThat(outcome.attempts()).isEqualTo(2);
            });
  }
}
