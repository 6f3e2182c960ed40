package org.tweedie.study;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.study.report.TrialOutcome;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that holds everything about a study, and is the truth about it.
 *
 * @param path the folder
 */
public record StudyFolder(Path path) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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

  /** Where the trials' folders are. */
  public Path trials() {
    return path.resolve("trials");
  }

  /** The run of a trial. */
  public RunFolder run(String id) {
    return new RunFolder(trials().resolve(id));
  }

  /** The config that a trial is run with. */
  Path config(String id) {
    return trials().resolve(id).resolve("trial.yaml");
  }

  /** Everything that a trial's processes print. */
  Path log(String id) {
    return trials().resolve(id).resolve("log.txt");
  }

  /** Taken by the process that runs a trial. */
  Path lock(String id) {
    return trials().resolve(id).resolve("lock");
  }

  private Path record(String id) {
    return trials().resolve(id).resolve("trial.json");
  }

  /** Whether a study has begun here. */
  public boolean exists() {
    return Files.exists(study());
  }

  /** The plan of the last start; empty where there is none that can be read. */
  public Optional<PlanFile> readPlan() throws IOException {
    return read(plan(), PlanFile.class);
  }

  /** How far a trial has come; empty where no attempt has ended. */
  public Optional<TrialRecord> read(String id) throws IOException {
    return read(record(id), TrialRecord.class);
  }

  void write(TrialRecord record) throws IOException {
    Files.createDirectories(trials().resolve(record.id()));
    AtomicFile.write(record(record.id()), JSON.writeValueAsString(record) + "\n");
  }

  /**
   * Writes down what is about to be run.
   *
   * @param threads of each trial whose config names no number of its own
   */
  public void begin(Plan plan, int threads) throws IOException {
    Files.createDirectories(trials());
    AtomicFile.write(study(), plan.study().yaml());
    AtomicFile.write(plan(), JSON.writeValueAsString(PlanFile.of(plan, threads)) + "\n");
  }

  /** The threads that the study's trials were begun with, if any was. */
  public Optional<Integer> threads() throws IOException {
    Optional<Integer> planned = readPlan().map(PlanFile::threads);
    return planned.isPresent() ? planned : records().stream().map(TrialRecord::threads).findFirst();
  }

  /** The records of all trials that are here, planned or not. */
  List<TrialRecord> records() throws IOException {
    if (!Files.isDirectory(trials())) {
      return List.of();
    }
    List<TrialRecord> records = new ArrayList<>();
    try (Stream<Path> folders = Files.list(trials())) {
      for (Path folder : folders.sorted().toList()) {
        read(folder.getFileName().toString()).ifPresent(records::add);
      }
    }
    return records;
  }

  /** How many trials are here that are not in a plan: those of an earlier form of the study. */
  public long strangers(Plan plan) throws IOException {
    Set<String> planned = new HashSet<>();
    plan.trials().forEach(trial -> planned.add(trial.id()));
    return records().stream().filter(record -> !planned.contains(record.id())).count();
  }

  /**
   * How the trials of the last plan came out, those of which no attempt has ended left out. Where
   * there is no plan, all trials that are here.
   */
  public List<TrialOutcome> outcomes() throws IOException {
    Optional<PlanFile> plan = readPlan();
    List<TrialRecord> records = new ArrayList<>();
    if (plan.isPresent()) {
      for (PlanFile.Entry entry : plan.get().trials()) {
        read(entry.id()).ifPresent(record -> records.add(record.as(entry)));
      }
    } else {
      records.addAll(records());
      records.sort(Comparator.comparingInt(TrialRecord::number));
    }
    List<TrialOutcome> outcomes = new ArrayList<>();
    for (TrialRecord record : records) {
      outcomes.add(outcome(record));
    }
    return outcomes;
  }

  /** The records that are there and cannot be read, in order. */
  public List<Path> damaged() throws IOException {
    List<Path> damaged = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(trials())) {
      for (Path folder : folders) {
        Path record = record(folder.getFileName().toString());
        if (Files.exists(record) && read(record, TrialRecord.class).isEmpty()) {
          damaged.add(record);
        }
      }
    }
    Collections.sort(damaged);
    return damaged;
  }

  private TrialOutcome outcome(TrialRecord record) throws IOException {
    RunFolder run = run(record.id());
    TrialResults results = TrialResults.of(run);
    return new TrialOutcome(
        record.number(),
        record.id(),
        record.settings(),
        record.seed(),
        record.status(),
        results.metrics(),
        results.curves(),
        Stream.of("grid.png", "scatter.png")
            .map(run.samples()::resolve)
            .filter(Files::exists)
            .findFirst(),
        run.path(),
        record.wallSeconds(),
        record.trainSeconds());
  }

  private static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(Files.readString(file), type));
    } catch (JacksonException damaged) {
      // Written whole or not at all, so the disk or a person did this; the trial's other files
      // tell.
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
