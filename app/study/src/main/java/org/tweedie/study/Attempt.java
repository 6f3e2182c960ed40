package org.tweedie.study;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.MetricsFile;
import org.tweedie.engine.run.RunFolder;

/** One process of a trial, from its start to the record of its end. Used by one thread. */
final class Attempt {

  /** How long a process that was asked to stop may take to save what it has. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  /** Lines of the log that are shown of a trial that failed. */
  private static final int LINES = 6;

  /** What every trial prints: its introduction, its progress, and TensorFlow's remarks. */
  private static final Pattern NOISE =
      Pattern.compile(
          "(Run|Data|Model|Note) {2,}.*"
              + "|(Training|Evaluating|Sampling) +[0-9,]+/.*"
              + "|WARNING: All log messages.*"
              + "|[IWE]0000 .*"
              + "|The option --verbose shows where\\.");

  private final StudyFolder folder;
  private final Trial trial;
  private final TrialRecord before;
  private final int target;
  private final Process process;
  private final long logFrom;
  private final long start = System.nanoTime();
  private final Progress progress;
  private String ending = "";
  private long endingSince;

  private Attempt(
      StudyFolder folder,
      Trial trial,
      TrialRecord before,
      int target,
      Process process,
      long logFrom) {
    this.folder = folder;
    this.trial = trial;
    this.before = before;
    this.target = target;
    this.process = process;
    this.logFrom = logFrom;
    progress = new Progress(folder.run(trial.id()).metrics());
  }

  /**
   * Starts a trial's process, or goes on with what an earlier one left.
   *
   * @param before how far the trial has come
   * @param target steps to train, counted from the beginning
   * @param notes is told what had to be mended
   */
  static Attempt start(
      StudyFolder folder,
      Trial trial,
      TrialRecord before,
      int target,
      Launcher launcher,
      Consumer<String> notes)
      throws IOException {
    RunFolder run = folder.run(trial.id());
    Files.createDirectories(run.path());
    AtomicFile.write(folder.config(trial.id()), trial.config().toYaml());
    List<Integer> damaged = MetricsFile.repair(run.metrics());
    if (!damaged.isEmpty()) {
      notes.accept(
          "Trial %d: %s had lines that are no JSON objects (%s); they were taken out, and the file as it was is %s.damaged."
              .formatted(trial.number(), run.metrics(), damaged, run.metrics()));
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of("train", folder.config(trial.id()).toString()));
    command.addAll(List.of("--run", run.path().toString()));
    command.addAll(List.of("--set", "train.threads=" + before.threads()));
    command.addAll(List.of("--set", "train.steps=" + target));
    if (run.exists()) {
      command.add("--resume");
    }
    Path log = folder.log(trial.id());
    Files.writeString(
        log,
        "--- attempt %d, %s: tweedie %s%n"
            .formatted(
                before.attempts() + 1,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                String.join(" ", command)),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    long logFrom = Files.size(log);
    Process process = launcher.start(folder.lock(trial.id()), log, command);
    return new Attempt(folder, trial, before, target, process, logFrom);
  }

  Trial trial() {
    return trial;
  }

  int target() {
    return target;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** How far the training is, in words. */
  String progress() {
    progress.read();
    return progress.step >= target
        ? "measuring"
        : "%d/%d steps%s".formatted(progress.step, target, progress.note);
  }

  /** Waits a moment for the process to end; whether it has. */
  boolean hasEnded(long milliseconds) throws InterruptedException {
    boolean ended = process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    if (!ended && !ending.isEmpty() && System.nanoTime() - endingSince > GRACE.toNanos()) {
      process.destroyForcibly();
    }
    return ended;
  }

  /** Whether it was ended by an interruption or a polite kill. */
  boolean wasInterrupted() {
    return process.exitValue() == 130 || process.exitValue() == 143;
  }

  /** Asks the process to save what it has and end, if it has not been asked yet. */
  void stop(String status) {
    if (ending.isEmpty()) {
      ending = status;
      endingSince = System.nanoTime();
      process.destroy();
    }
  }

  /** Ends the process at once, where nobody is there any more to wait for it. */
  void kill() {
    process.destroyForcibly();
  }

  /**
   * The record of a process that has ended; it is written.
   *
   * @param metric what trials are compared by
   */
  TrialRecord record(String metric) throws IOException {
    int exit = process.exitValue();
    TrialResults results = TrialResults.of(folder.run(trial.id()));
    Map<Long, Double> rungs = new LinkedHashMap<>(before.rungs());
    String status = TrialRecord.FAILED;
    String error = "";
    if (exit == 0 && results.steps() == target) {
      rungs.put(results.steps(), results.metrics().getOrDefault(metric, Double.NaN));
      status = target == trial.steps() ? TrialRecord.DONE : TrialRecord.STOPPED;
      error = target == trial.steps() ? "" : "waiting after %d steps".formatted(target);
    } else if (!ending.isEmpty()) {
      status = ending;
      error =
          ending.equals(TrialRecord.TIMED_OUT)
              ? "stopped by the study's time limit"
              : "interrupted";
    } else {
      error = reason(exit);
    }
    TrialRecord record =
        new TrialRecord(
            trial.id(),
            trial.number(),
            trial.settings(),
            trial.seed(),
            status,
            before.attempts() + 1,
            before.wallSeconds() + seconds(),
            results.trainSeconds(),
            exit,
            error,
            results.steps(),
            rungs,
            before.threads());
    folder.write(record);
    return record;
  }

  /** The last lines that the process printed, without its progress. */
  private String reason(int exit) throws IOException {
    List<String> lines;
    try (RandomAccessFile log = new RandomAccessFile(folder.log(trial.id()).toFile(), "r")) {
      byte[] printed = new byte[(int) Math.min(65_536, Math.max(0, log.length() - logFrom))];
      log.seek(log.length() - printed.length);
      log.readFully(printed);
      lines =
          new String(printed, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .filter(line -> !NOISE.matcher(line).matches())
              .toList();
    }
    List<String> last =
        new ArrayList<>(lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    if (exit > 128) {
      last.add(
          "Its process was ended by signal %d.%s"
              .formatted(
                  exit - 128,
                  exit == 137
                      ? " The system does this where memory runs out: a smaller train.batch needs less."
                      : ""));
    }
    return last.isEmpty() ? "exit status " + exit : String.join("\n", last);
  }

  /** What the last whole line of the trial's metrics says. */
  private static final class Progress {

    private static final int TAIL = 4096;

    private final Path metrics;
    private long size;
    private long step;
    private String note = "";

    Progress(Path metrics) {
      this.metrics = metrics;
    }

    void read() {
      try {
        if (Files.exists(metrics) && Files.size(metrics) != size) {
          size = Files.size(metrics);
          MetricsFile.last(metrics, TAIL).forEach(this::take);
        }
      } catch (IOException rewritten) {
        // The next look will do.
        size = 0;
      }
    }

    private void take(Map<String, Object> record) {
      if (record.get("step") instanceof Number number) {
        step = number.longValue();
      }
      if (record.get("train/bits_per_dim") instanceof Number bits) {
        note = String.format(Locale.ROOT, ", bits/dim %.3f", bits.doubleValue());
      }
    }
  }
}
