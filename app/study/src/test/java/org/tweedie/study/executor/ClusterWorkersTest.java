package org.tweedie.study.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.engine.fake.Fakes;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.study.Plan;
import org.tweedie.study.StudyDisplay;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.StudyRun;
import org.tweedie.study.StudyRun.Ending;
import org.tweedie.study.design.StudyArguments;
import org.tweedie.study.design.StudyReader;
import org.tweedie.study.executor.Cluster.Fate;
import org.tweedie.study.fake.FakeCluster;
import org.tweedie.study.fake.FakeMeasures;
import org.tweedie.study.fake.FakeWorkers;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.PlayedMailbox;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.Status;
import org.tweedie.study.stage.Workers;

/** Studies on a cluster that is none: what the study hears and does, whatever becomes of jobs. */
class ClusterWorkersTest {

  private static final Registry REGISTRY = Fakes.registry(FakeMeasures.class);

  private static final String STUDY =
      """
      base: {data: toy, measures: [bits, likeness], train: {steps: 10}}
      axes: {sampler.steps: [1, 2, 3], schedule: [linear, cosine]}
      seeds: 2
      """;

  @TempDir Path path;
  private final FakeWorkers done = new FakeWorkers();
  private final FakeCluster cluster = new FakeCluster(done);
  private final List<Signal> signals = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private boolean stopped;

  private ClusterWorkers workers(Path folder) {
    return new ClusterWorkers(cluster, new Site(folder, List.of(Path.of("plugins")), 1), 1);
  }

  private Ending run(Path folder, Workers with, Runnable between) throws IOException {
    Plan plan =
        Plan.of(
            StudyReader.read(
                "s.yaml", STUDY, StudyArguments.NONE, any -> Optional.empty(), REGISTRY),
            REGISTRY);
    StudyRun.Options options = new StudyRun.Options(3, 1, false);
    StudyFolder study = new StudyFolder(folder);
    study.begin(plan, 1);
    StudyDisplay display =
        new StudyDisplay() {
          @Override
          public void say(String lines) {
            said.add(lines);
          }

          @Override
          public void show(Standing standing) {
            between.run();
          }

          @Override
          public void close() {}
        };
    return new StudyRun(plan, study, with, options, display, () -> stopped).run();
  }

  private static List<String> table(Path folder) throws IOException {
    return new StudyFolder(folder)
        .outcomes().stream()
            .map(it -> it.settings() + " " + it.seed() + " " + it.status() + " " + it.readings())
            .toList();
  }

  @Test
  void aStudyOnAClusterHasTheTableOfALocalOne() throws IOException {
    FakeWorkers local = new FakeWorkers();
    assertThat(run(path.resolve("here"), local, () -> {})).isEqualTo(Ending.COMPLETE);
    ClusterWorkers there = workers(path.resolve("there"));
    assertThat(run(path.resolve("there"), there, there::round)).isEqualTo(Ending.COMPLETE);
    assertThat(table(path.resolve("there"))).hasSize(12).isEqualTo(table(path.resolve("here")));
    assertThat(done.begun(Phase.TRAIN)).hasSize(4).doesNotHaveDuplicates();
    assertThat(cluster.submitted())
        .allSatisfy(
            job -> {
              assertThat(job.cores()).isEqualTo(1);
              assertThat(job.command()).last().asString().endsWith("plugins");
            });
    assertThat(path.resolve("there/jobs"))
        .as("mailboxes go")
        .isDirectoryNotContaining(Files::isDirectory);
  }

  @Test
  void whatIsLostGoesOnElsewhereAndIsTold() throws IOException {
    cluster.instead(new Fate.Lost("Slurm ended the job 1: its machine failed."));
    ClusterWorkers there = workers(path);
    assertThat(
            run(
                path,
                there,
                () -> {
                  there.round();
                  cluster.works();
                }))
        .isEqualTo(Ending.COMPLETE);
    assertThat(new StudyFolder(path).outcomes())
        .hasSize(12)
        .extracting(TrialOutcome::status)
        .containsOnly(Status.DONE);
    assertThat(String.join("\n", said))
        .contains("its worker was lost, and it goes on elsewhere", "its machine failed");
  }

  @Test
  void stoppingEndsWhatRunsAndWhatWaits() throws IOException {
    cluster.instead(new Fate.Waiting("Resources"));
    ClusterWorkers there = workers(path);
    assertThat(
            run(
                path,
                there,
                () -> {
                  there.round();
                  stopped = true;
                }))
        .isEqualTo(Ending.STOPPED);
    assertThat(cluster.cancelled()).as("all that waited").hasSameSizeAs(cluster.submitted());
    stopped = false;
    cluster.works();
    ClusterWorkers again = workers(path);
    assertThat(run(path, again, again::round)).isEqualTo(Ending.COMPLETE);
  }

  private Job job() throws IOException {
    StageId stage = new StageId(Phase.TRAIN, "0123456789ab");
    Files.createDirectories(path.resolve(stage.path()));
    Files.writeString(path.resolve(stage.path()).resolve("stage.yaml"), "");
    return new Job(
        List.of(new Job.Work(stage, path.resolve(stage.path()).toString(), 1, "run", "")), 2);
  }

  @Test
  void whatRunsIsAskedToStopSoThatItCanSave() throws IOException {
    cluster.instead(new Fate.Running());
    ClusterWorkers workers = workers(path);
    Workers.Worker worker = workers.start(job(), signals::add);
    PlayedMailbox.begin(cluster.mailbox("1"));
    workers.round();
    assertThat(signals).containsExactly(new Signal.Begun(job().works().get(0).stage()));
    assertThat(PlayedMailbox.isToStop(cluster.mailbox("1"))).isFalse();
    worker.stop();
    assertThat(PlayedMailbox.isToStop(cluster.mailbox("1"))).isTrue();
    assertThat(cluster.cancelled()).as("it may save").isEmpty();
    worker.kill();
    assertThat(cluster.cancelled()).containsExactly("1");
    assertThat(signals).last().isEqualTo(new Signal.Exited(137, List.of()));
    assertThat(PlayedMailbox.isToStop(cluster.mailbox("1"))).as("should it live on").isTrue();
    worker.kill();
    workers.round();
    assertThat(signals).as("nothing more is heard").hasSize(2);
  }

  @Test
  void aQueueIsNamedOnceForEachReason() throws IOException {
    cluster.instead(new Fate.Waiting("Priority"));
    ClusterWorkers workers = workers(path);
    workers.start(job(), signals::add);
    workers.round();
    workers.round();
    cluster.put("1", new Fate.Waiting("Resources"));
    workers.round();
    assertThat(signals)
        .containsExactly(new Signal.Waiting("Priority"), new Signal.Waiting("Resources"));
  }

  @Test
  void aClusterMayBeSilentForMinutesButNotForEver() throws IOException {
    cluster.instead(new Fate.Running());
    ClusterWorkers workers = workers(path);
    workers.start(job(), signals::add);
    cluster.isSilent("squeue: the controller is away");
    for (int i = 0; i < 74; i++) {
      workers.round();
    }
    assertThat(signals).isEmpty();
    cluster.works();
    workers.round();
    cluster.isSilent("squeue: the controller is away");
    for (int i = 0; i < 74; i++) {
      workers.round();
    }
    assertThat(signals).as("it counts from the last answer").isEmpty();
    workers.round();
    assertThat(signals).containsExactly(new Signal.Lost("squeue: the controller is away"));
  }

  @Test
  void whatIsNotTakenIsLostInTheClustersWords() throws IOException {
    cluster.refuses("Slurm did not take the job: no");
    workers(path).start(job(), signals::add);
    assertThat(signals).containsExactly(new Signal.Lost("Slurm did not take the job: no"));
  }

  @Test
  void theEndOfOneThatToldAllIsGoodHoweverTheClusterForgotIt() throws IOException {
    ClusterWorkers workers = workers(path);
    workers.start(job(), signals::add);
    cluster.put("1", new Fate.Lost("Slurm knows nothing of the job 1 any more."));
    workers.round();
    assertThat(signals).last().isEqualTo(new Signal.Exited(0, List.of()));
    assertThat(signals).hasSize(3);
  }

  @Test
  void anEndWaitsForTheLastWordsWhichMayComeLate() throws IOException {
    cluster.instead(new Fate.Running());
    ClusterWorkers workers = workers(path);
    workers.start(job(), signals::add);
    cluster.put("1", new Fate.Ended(0, List.of()));
    workers.round();
    assertThat(signals).isEmpty();
    PlayedMailbox.play(cluster.mailbox("1"), done);
    workers.round();
    assertThat(signals).hasSize(3).last().isEqualTo(new Signal.Exited(0, List.of()));
  }

  @Test
  void whatAKilledStudyLeftIsEndedByTheNextOne() throws IOException {
    cluster.instead(new Fate.Running());
    workers(path).start(job(), signals::add);
    Path left = cluster.mailbox("1");
    assertThat(left).isDirectory();
    workers(path).start(job(), signals::add);
    assertThat(cluster.cancelled()).containsExactly("1");
    assertThat(path.resolve("jobs")).isDirectoryContaining(Files::isDirectory);
  }

  @Test
  void aCrashIsToldWithTheLastWordsOfItsLog() throws IOException {
    cluster.instead(new Fate.Running());
    ClusterWorkers workers = workers(path);
    workers.start(job(), signals::add);
    Files.writeString(
        cluster.submitted().get(0).log(), "no more memory\n", StandardOpenOption.APPEND);
    cluster.put("1", new Fate.Ended(137, List.of("Slurm gave the job no more memory.")));
    workers.round();
    assertThat(signals).hasSize(1);
    assertThat(((Signal.Exited) signals.get(0)).lastWords())
        .containsExactly("no more memory", "Slurm gave the job no more memory.");
  }
}
