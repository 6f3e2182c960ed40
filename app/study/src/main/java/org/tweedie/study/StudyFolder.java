package org.tweedie.study;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.study.report.TrialOutcome;
import org.tweedie.study.stage.Phase;
import org.tweedie.study.stage.StageFolder;
import org.tweedie.study.stage.StageId;
import org.tweedie.study.stage.StudyJson;

/**
 * The folder that holds everything about a study, and is the truth about it. Stages have folders by
 * their names, so that trials which need the same one share it; a trial is a file that names its
 * stages.
 *
 * @param path the folder
 */
public record StudyFolder(Path path) {

  /** What the study is called. */
  public String name() {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  /** The study with its base in it: it runs the study again. */
  public Path study() {
    return path.resolve("study.yaml");
  }

  /** The trials, in order. */
  public Path plan() {
    return path.resolve("plan.json");
  }

  /** Taken by the process that works on the study. */
  public Path lock() {
    return path.resolve("lock");
  }

  /** Where the trials' files are. */
  public Path trials() {
    return path.resolve("trials");
  }

  /** The page that tells what was found. */
  public Path report() {
    return path.resolve("report").resolve("report.html");
  }

  /** A stage's folder. */
  public StageFolder stage(StageId stage) {
    return new StageFolder(path.resolve(stage.phase().word()).resolve(stage.key()));
  }

  private Path record(String id) {
    return trials().resolve(id + ".json");
  }

  /** Whether a study has begun here. */
  public boolean exists() {
    return Files.exists(study());
  }

  /** The plan of the last start; empty where there is none that can be read. */
  public Optional<PlanFile> readPlan() throws IOException {
    return StudyJson.read(plan(), PlanFile.class);
  }

  /** How far a trial has come; empty where it was never begun. */
  public Optional<TrialRecord> read(String id) throws IOException {
    return read(record(id));
  }

  /** A trial's file, if it can be read and is of the trial that it is named after. */
  private static Optional<TrialRecord> read(Path file) throws IOException {
    return StudyJson.read(file, TrialRecord.class)
        .filter(record -> file.endsWith(record.id() + ".json"));
  }

  void write(TrialRecord record) throws IOException {
    Files.createDirectories(trials());
    StudyJson.write(record(record.id()), record);
  }

  /**
   * Writes down what is about to be run.
   *
   * @param threads of each process whose config names no number of its own
   */
  public void begin(Plan plan, int threads) throws IOException {
    Files.createDirectories(trials());
    AtomicFile.write(study(), plan.study().yaml());
    StudyJson.write(plan(), PlanFile.of(plan, threads));
  }

  /** The threads that the study's processes were begun with, if any was. */
  public Optional<Integer> threads() throws IOException {
    return readPlan().map(PlanFile::threads);
  }

  /** The stages of one phase that are here, planned or not. */
  List<StageId> stages(Phase phase) throws IOException {
    Path folder = path.resolve(phase.word());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .map(stage -> new StageId(phase, stage.getFileName().toString()))
          .sorted(Comparator.comparing(StageId::key))
          .toList();
    }
  }

  /** Why this version cannot go on with the study, in words; empty where it can. */
  public Optional<String> refusal() throws IOException {
    int format = StudyJson.format(plan());
    return format == StageFolder.FORMAT
        ? Optional.empty()
        : Optional.of(
            "The study in '%s' was made by %s version of the program: its files are of format %d, and this version's of format %d. Please begin it anew in another folder (of 'ablate' by --study, of 'score' by --out)."
                .formatted(
                    path,
                    format < StageFolder.FORMAT ? "an earlier" : "a later",
                    format,
                    StageFolder.FORMAT));
  }

  /**
   * How the trials of the last plan came out; those that were never begun are left out. Where the
   * plan cannot be read, all trials that are here.
   */
  public List<TrialOutcome> outcomes() throws IOException {
    if (StudyJson.format(plan()) < StageFolder.FORMAT) {
      return new EarlierStudy(path).outcomes();
    }
    List<TrialOutcome> outcomes = new ArrayList<>();
    Optional<PlanFile> plan = readPlan();
    if (plan.isPresent()) {
      Results results = new Results(this, plan.get().givenRun());
      for (PlanFile.Entry entry : plan.get().trials()) {
        Optional<TrialRecord> record =
            entry.isWhole() ? read(entry.id()).filter(entry::fits) : Optional.empty();
        if (record.isPresent()) {
          outcomes.add(results.of(record.get().as(entry)));
        }
      }
    } else {
      Results results = new Results(this, Optional.empty());
      for (Path file : records()) {
        Optional<TrialRecord> record = read(file);
        if (record.isPresent()) {
          outcomes.add(results.of(record.get()));
        }
      }
    }
    return outcomes;
  }

  private List<Path> records() throws IOException {
    List<Path> records = new ArrayList<>();
    if (Files.isDirectory(trials())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(trials(), "*.json")) {
        files.forEach(records::add);
      }
    }
    Collections.sort(records);
    return records;
  }

  /**
   * The files that are there and cannot be read, or contradict others: of the plan, of trials, and
   * of the stages that these name; in order.
   */
  public List<Path> damaged() throws IOException {
    Set<Path> damaged = new TreeSet<>();
    Optional<PlanFile> plan = readPlan();
    if (Files.exists(plan()) && plan.isEmpty() && refusal().isEmpty()) {
      damaged.add(plan());
    }
    Map<String, PlanFile.Entry> entries = new HashMap<>();
    for (PlanFile.Entry entry : plan.map(PlanFile::trials).orElse(List.of())) {
      entries.put(entry.id(), entry);
      if (!entry.isWhole()) {
        damaged.add(plan());
      }
    }
    for (Path file : records()) {
      Optional<TrialRecord> record = read(file);
      if (record.isEmpty()
          || (entries.containsKey(record.get().id())
              && !Objects.requireNonNull(entries.get(record.get().id())).fits(record.get()))) {
        damaged.add(file);
        continue;
      }
      for (StageId stage : record.get().stages()) {
        if (stage(stage).isDamaged()) {
          damaged.add(stage(stage).outcome());
        }
      }
    }
    if (StudyJson.format(plan()) < StageFolder.FORMAT) {
      damaged.addAll(new EarlierStudy(path).damaged());
    }
    return List.copyOf(damaged);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
