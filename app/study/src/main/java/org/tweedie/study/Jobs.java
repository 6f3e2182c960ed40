package org.tweedie.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.Stage;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;

/**
 * Makes jobs of what is left to do. A process does several trials of one network, which it opens
 * once: all of them where one process runs at a time, a share of them where several do.
 *
 * @param plan the trials
 * @param folder where stages are kept
 * @param state which are done
 * @param options how many processes there are
 */
record Jobs(Plan plan, StudyFolder folder, StudyState state, StudyRun.Options options) {

  /** A job, and the trials that it brings to their end or to a rung. */
  record Next(List<Trial> trials, Job job) {}

  /**
   * The next job; empty where nothing waits, or all that waits needs what a running job does.
   *
   * @param waiting trials with stages to do, in the order of the plan
   */
  Optional<Next> next(List<Trial> waiting, Collection<RunningJob> running, OptionalLong rung)
      throws IOException {
    Set<StageId> taken = new HashSet<>();
    running.forEach(job -> taken.addAll(job.left()));
    List<Trial> free =
        waiting.stream()
            .filter(
                trial ->
                    trial.stages().at(rung.orElse(trial.steps())).stream()
                        .noneMatch(stage -> taken.contains(stage.id())))
            .toList();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    List<Trial> alike =
        free.stream().filter(trial -> trial.training().equals(free.get(0).training())).toList();
    int share = (alike.size() + options.parallel() - 1) / options.parallel();
    List<Trial> trials = alike.subList(0, share);
    Set<Stage> stages = new LinkedHashSet<>();
    for (Trial trial : trials) {
      stages.addAll(state.missing(trial, rung.orElse(trial.steps())));
    }
    List<Job.Work> works = new ArrayList<>();
    for (Stage stage : stages) {
      works.add(work(stage, trials.get(0).training().id()));
    }
    return Optional.of(new Next(trials, new Job(works, cores(stages))));
  }

  /** As many as the config of a stage that wants most has threads. */
  private int cores(Set<Stage> stages) {
    return stages.stream()
        .mapToInt(stage -> stage.config().train().threads())
        .map(threads -> threads > 0 ? threads : options.threads())
        .max()
        .orElse(options.threads());
  }

  private Job.Work work(Stage stage, StageId training) throws IOException {
    StageFolder its = folder.stage(stage.id());
    Files.createDirectories(its.path());
    RunConfig config = stage.config();
    AtomicFile.write(
        its.config(),
        (config.train().threads() > 0 ? config : config.with("train.threads", options.threads()))
            .toYaml());
    return new Job.Work(
        stage.id(),
        its.path().toString(),
        stage.step(),
        plan.study().run().orElseGet(() -> folder.stage(training).path()).toString(),
        stage
            .needs()
            .filter(needed -> needed.phase() == Phase.SAMPLE)
            .map(needed -> folder.stage(needed).path().toString())
            .orElse(""));
  }
}
